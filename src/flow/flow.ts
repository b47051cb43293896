import type { Ask } from "./ask.ts";
import type { Effect } from "./effect.ts";

export type Answers = Record<string, unknown>;

/** What an opening message, a press or a machine's question already says. */
export type Opening = { text: string; facts: Record<string, unknown> };

/** Helpers a flow may ask about its own answers. */
export type Seen<A> = A & { guessed(key: string): boolean };

type Or<A, T, V> = V | ((answers: Seen<A>, turn: T) => V);

export type AskStep<T> = {
  step: "ask";
  key: string;
  ask: Or<Answers, T, Ask<unknown>>;
  prompt: Or<Answers, T, string>;
  when?: ((answers: Seen<Answers>, turn: T) => boolean) | undefined;
  /** Answered from this fact of the understanding, when present. */
  fact?: string | undefined;
  /** Not looked for inside the opening sentence. */
  spot: boolean;
  /** In a group, the question moves to a direct chat. */
  privately: boolean;
  optional: boolean;
  /** The people whose sealed fields the question shows: each showing is audited. */
  shows?: ((answers: Seen<Answers>, turn: T) => readonly number[]) | undefined;
};
export type LookStep<T> = {
  step: "look";
  key: string;
  query: string;
  args: (answers: Seen<Answers>, turn: T) => unknown;
  when?: ((answers: Seen<Answers>, turn: T) => boolean) | undefined;
};
/** Computes an answer from the others; `guess` marks it as guessed, to be confirmed. */
export type KnowStep<T> = {
  step: "know";
  key: string;
  from: (answers: Seen<Answers>, turn: T) => { value: unknown; guessed?: boolean } | undefined;
};
export type Step<T> = AskStep<T> | LookStep<T> | KnowStep<T>;

/** A conversation as an older version left it: the key of the question that waits, and what was answered. */
export type Left<A extends Answers = Answers> = { key: string | null; answers: Partial<A> };
/** The same for the next version; `key` where the waiting question has another one now. */
export type Carried<A extends Answers = Answers> = { key?: string; answers: { [K in keyof A]?: A[K] | undefined } };

/** A conversation that collects facts from one person in one room. Immutable; built by `flow()`. */
export type Flow<T> = {
  name: string;
  version: number;
  /** Words at the start of a message that open it. */
  triggers: readonly string[];
  /** The intents that open it. */
  intents: readonly string[];
  /** Said when the clock drops the session; undefined for flows that keep silent. */
  waits: { remindAfter?: number; dropAfter?: number };
  /** Whether its question is forgotten as soon as something else is understood. */
  passing: boolean;
  steps: readonly Step<T>[];
  /** By version, how a conversation of it becomes one of the next. */
  migrations: ReadonlyMap<number, (left: Left) => Carried>;
  ends: (answers: Seen<Answers>, turn: T) => Effect[];
};

type AskOptions<T, A> = {
  fact?: string;
  spot?: boolean;
  privately?: boolean;
  optional?: boolean;
  shows?: (answers: Seen<A>, turn: T) => readonly number[];
};

/** The builder: each `ask` widens the type of the answers, so a misspelt key does not compile. */
export class FlowBuilder<T, A extends Answers> {
  private readonly draft: Omit<Flow<T>, "ends">;
  constructor(draft: Omit<Flow<T>, "ends">) {
    this.draft = draft;
  }
  private with<B extends Answers>(change: Partial<Omit<Flow<T>, "ends">>): FlowBuilder<T, B> {
    return new FlowBuilder<T, B>({ ...this.draft, ...change });
  }
  private step<B extends Answers>(step: Step<T>): FlowBuilder<T, B> {
    return this.with<B>({ steps: [...this.draft.steps, step] });
  }
  opensOn(triggers: string | readonly string[], options: { understands?: string | readonly string[] } = {}): FlowBuilder<T, A> {
    const list = (value: string | readonly string[] | undefined) => (value === undefined ? [] : typeof value === "string" ? [value] : value);
    return this.with({ triggers: list(triggers), intents: list(options.understands) });
  }
  /** How a conversation that version `version` began goes on in the next. Without it, its question is asked again. */
  from<B extends Answers, C extends Answers>(version: number, change: (left: Left<B>) => Carried<C>): FlowBuilder<T, A> {
    return this.with({ migrations: new Map([...this.draft.migrations, [version, change as (left: Left) => Carried]]) });
  }
  waits(waits: Flow<T>["waits"]): FlowBuilder<T, A> {
    return this.with({ waits });
  }
  /** Its question gives way to whatever is understood next, and does not come back. */
  passes(): FlowBuilder<T, A> {
    return this.with({ passing: true });
  }
  ask<K extends string, V>(key: K, ask: Or<A, T, Ask<V>>, prompt: Or<A, T, string>, options: AskOptions<T, A> = {}) {
    return this.askIf<K, V>(undefined, key, ask, prompt, options) as unknown as FlowBuilder<T, A & Record<K, V>>;
  }
  askIf<K extends string, V>(
    when: ((answers: Seen<A>, turn: T) => boolean) | undefined,
    key: K,
    ask: Or<A, T, Ask<V>>,
    prompt: Or<A, T, string>,
    options: AskOptions<T, A> = {},
  ): FlowBuilder<T, A & Partial<Record<K, V>>> {
    return this.step({
      step: "ask",
      key,
      ask: ask as AskStep<T>["ask"],
      prompt: prompt as AskStep<T>["prompt"],
      when: when as AskStep<T>["when"],
      fact: options.fact,
      spot: options.spot ?? true,
      privately: options.privately ?? false,
      optional: options.optional ?? false,
      shows: options.shows as AskStep<T>["shows"],
    });
  }
  /** Must know rows mid-turn: the conversation runs each kind of look-up once for the whole batch. */
  look<K extends string, V>(
    key: K,
    query: { name: string; readonly __value?: V },
    args: (answers: Seen<A>, turn: T) => unknown,
    when?: (answers: Seen<A>, turn: T) => boolean,
  ): FlowBuilder<T, A & Record<K, V>> {
    return this.step({ step: "look", key, query: query.name, args: args as LookStep<T>["args"], when: when as LookStep<T>["when"] });
  }
  know<K extends string, V>(
    key: K,
    from: (answers: Seen<A>, turn: T) => { value: V; guessed?: boolean } | undefined,
  ): FlowBuilder<T, A & Partial<Record<K, V>>> {
    return this.step({ step: "know", key, from: from as KnowStep<T>["from"] });
  }
  ends(ends: (answers: Seen<A>, turn: T) => Effect[]): Flow<T> {
    return { ...this.draft, ends: ends as Flow<T>["ends"] };
  }
}

export function flow<T>(name: string, version = 1): FlowBuilder<T, Answers & Opening> {
  return new FlowBuilder<T, Answers & Opening>({ name, version, triggers: [], intents: [], waits: {}, passing: false, steps: [], migrations: new Map() });
}

/** A named look-up; its value's type travels with it. */
export type Query<V> = { name: string; readonly __value?: V };
export const query = <V>(name: string): Query<V> => ({ name });
