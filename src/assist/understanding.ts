import MiniSearch from "minisearch";
import { type Facts, factsOf } from "./facts.ts";
import type { IntentWords } from "./intent-words.ts";

export type Understood = { intent: string; facts: Facts; confidence: number; /** Pieces of the input that decided. */ because: string[] };
export type Understanding = { understand(text: string, context: { now: number; zone: string }): Understood };

/** Nobody says what they mean later than this. */
const MAX_LOOK = 600;
/** Below this likeness the nearest example says nothing. */
const NEAR = 0.55;
const MAX_BECAUSE = 3;

/** Reads offline: rules first, surest wins; then the nearest of the examples; else `none`. */
export function createUnderstanding(words: readonly IntentWords[]): Understanding {
  const rules = words.flatMap((each) => each.rules.map((rule) => ({ ...rule, intent: each.intent }))).toSorted((a, b) => b.sure - a.sure);
  const nearest = createNearest(words);
  return {
    understand: (said, context) => {
      const text = said.slice(0, MAX_LOOK).trim();
      if (!text) return { intent: "none", facts: {}, confidence: 0, because: [] };
      // Sorted by sureness: the first that matches is the surest.
      for (const each of rules) {
        const found = each.when.exec(text);
        if (!found || each.unless?.test(text)) continue;
        return { intent: each.intent, facts: factsOf(text, each.intent, context), confidence: each.sure, because: because(found) };
      }
      const near = nearest(text);
      if (!near) return { intent: "none", facts: {}, confidence: 0, because: [] };
      return { intent: near.intent, facts: factsOf(text, near.intent, context), confidence: near.likeness, because: near.because };
    },
  };
}

/** The words that matched, the shortest whole ones first. */
function because(found: RegExpExecArray): string[] {
  const groups = found.slice(1).filter((each) => each !== undefined && each.trim());
  return [...new Set(groups.length ? groups : [found[0]])].slice(0, MAX_BECAUSE).map((each) => each.trim());
}

const pairs = (text: string): string[] => {
  const plain = text.replace(/[\s\p{P}]/gu, "").toLowerCase();
  return plain.length < 2 ? [plain] : Array.from({ length: plain.length - 1 }, (_, at) => plain.slice(at, at + 2));
};

/** Examples by pairs of characters; likeness is the share of pairs in common, 0…1. */
function createNearest(words: readonly IntentWords[]) {
  const examples = words.flatMap((each) => each.examples.map((text) => ({ text, intent: each.intent, pairs: new Set(pairs(text)) })));
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ["text"], tokenize: pairs, processTerm: (term) => term });
  index.addAll(examples.map(({ text }, id) => ({ id, text })));
  return (text: string): { intent: string; likeness: number; because: string[] } | undefined => {
    const own = new Set(pairs(text));
    let best: { intent: string; likeness: number; because: string[] } | undefined;
    for (const hit of index.search(text).slice(0, 5)) {
      const example = examples[hit.id as number];
      if (!example) continue;
      const shared = [...own.intersection(example.pairs)];
      const likeness = (2 * shared.length) / (own.size + example.pairs.size);
      if (likeness >= NEAR && likeness > (best?.likeness ?? 0)) best = { intent: example.intent, likeness, because: shared.slice(0, MAX_BECAUSE) };
    }
    return best;
  };
}
