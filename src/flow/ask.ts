/** What an ask knows of the moment: pure, the clock is an argument. */
export type AskContext = {
  /** Now, milliseconds since 1970. */
  now: number;
  /** IANA zone of the town. */
  zone: string;
  /** Names that may be answered here (this volunteer's households, this chain's enterprises). */
  names?: readonly string[];
};

/** A person's odd answer is a value: `say` tells them what would be understood. */
export type Read<T> = { ok: true; value: T } | { ok: false; say: string };

/** What was found inside free text, and the words that said it. */
export type Spotted<T> = { value: T; words: string };

/** A kind of question: reads an answer, and finds the same thing inside an opening sentence. */
export type Ask<T> = {
  kind: string;
  /** Reads the whole text as the answer to this question. */
  read(text: string, context: AskContext): Read<T>;
  /** Finds it in free text; undefined when it is not there. Never guesses. */
  spot(text: string, context: AskContext): Spotted<T> | undefined;
  /** How the value reads in a message: 800万, 11月25日（周三）. */
  print(value: T): string;
  /** Labels to offer as buttons, in order; their numbers (1, 2, …) are answers too. */
  labels?: readonly string[];
  /** Examples shown after an odd answer. */
  examples: readonly string[];
};
