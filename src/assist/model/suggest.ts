import type { IntentWords } from "../intent-words.ts";
import { personIn } from "../names.ts";
import { type Around, type Asks, put } from "./asks.ts";
import { intentAsks } from "./intent.ts";
import { mask } from "./mask.ts";
import type { Model } from "./model.ts";

/** Short answers to what somebody said before: a model sees no more in them than the rules do. */
const ANSWERS = new Set(["none", "receipt", "cancel", "back", "correct", "why", "help", "human", "login", "join", "smiley"]);

/** What a model makes of words for one flow; of unclear ones for `suggested`: which intent they have. */
export type Suggest = (flow: string, text: string, around: Around) => Promise<unknown>;

/** Asks a model before words are heard: which intent they have, or what a flow wants to have read in them. */
export function createSuggest(model: Model, words: readonly IntentWords[], asks: ReadonlyMap<string, Asks>): Suggest {
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
  const unclear = intentAsks(shown);
  return async (flow, text, around) => {
    const own = asks.get(flow);
    if (own) return put(model, own, text, around);
    const reading = await put(model, unclear, text, around);
    const like = choices.find((each) => each.intent === reading?.intent)?.like;
    return reading && like !== undefined ? { ...reading, like } : undefined;
  };
}
