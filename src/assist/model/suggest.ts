import type { IntentWords } from "../intent-words.ts";
import { personIn } from "../names.ts";
import { believed, intentQuestion, type Reading } from "./intent.ts";
import { mask } from "./mask.ts";
import type { Model, Place } from "./model.ts";

/** Whoever speaks waits for the answer: longer, and the bot asks them instead. */
const DEADLINE_MS = 4_000;
/** Short answers to what somebody said before: a model sees no more in them than the rules do. */
const ANSWERS = new Set(["none", "receipt", "cancel", "back", "correct", "why", "help", "human", "login", "join", "smiley"]);

export type Around = Place & { isName(words: string): boolean };
export type Suggest = (text: string, around: Around) => Promise<(Reading & { like: string }) | undefined>;

/** Asks a model which intent a sentence has, without the names and numbers in it. */
export function createSuggest(model: Model, words: readonly IntentWords[]): Suggest {
  const choices = words.filter((each) => !ANSWERS.has(each.intent)).map(({ intent, examples }) => ({ intent, like: examples[0] ?? intent }));
  // Names are of our own invention there, too, but whoever looks at what was sent need not know that.
  const shown = choices.map(({ intent, like }) => ({
    intent,
    like: mask(
      like,
      () => false,
      (rest) => personIn(rest),
    ).text,
  }));
  return async (text, around) => {
    const masked = mask(text, around.isName, (rest) => personIn(rest));
    const asked = await model.ask(intentQuestion(masked.text, shown), around, DEADLINE_MS);
    const reading = asked.ok ? believed(asked.value, masked.text) : undefined;
    const like = choices.find((each) => each.intent === reading?.intent)?.like;
    return reading && like !== undefined ? { intent: reading.intent, because: masked.back(reading.because), like } : undefined;
  };
}
