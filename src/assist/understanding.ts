import { piecesOf } from "./because.ts";
import { type Classifier, classifierOf, toShares } from "./classifier.ts";
import { type Facts, factsOf } from "./facts.ts";
import type { IntentWords, Rule } from "./intent-words.ts";
import { learnOnce } from "./learnt.ts";
import type { Names } from "./names.ts";

export type Understood = { intent: string; facts: Facts; /** 0…1 */ confidence: number; /** Pieces of the input that decided. */ because: string[] };
export type Context = { now: number; zone: string; /** Who and what is known here; without them, only how names usually look. */ names?: Names };
export type Understanding = { understand(text: string, context: Context): Understood };

/** Nobody says what they mean later than this. */
const MAX_LOOK = 600;
/** Below this it is left alone. */
const THRESHOLD = 0.5;
const CERTAIN = 0.99;
/** What a hint weighs, in log-odds; measured: less forgets structure, more overrules the words around it. */
const HINT = 2;
/** A word too many costs more than one too few: how much, in log-odds, talk among people is believed before anything is read. */
const STAY_OUT = 1.5;
/** Only intents within reach of the best can still be lifted above it, so only their hints are looked for. */
const REACH = 2 * HINT;
/** Examples are fewer than what people say: scores come out too timid by about this. */
const SHARPEN = 2;
const MAX_BECAUSE = 3;

/** Reads offline: a sentence that is an example, a rule that is certain, then the examples and the hints together; else `none`. */
export function createUnderstanding(words: readonly IntentWords[]): Understanding {
  const sentences = words.flatMap((each) => each.examples.map((text) => ({ text, intent: each.intent })));
  const whole = new Map(sentences.map(({ text, intent }) => [bare(text), intent]));
  const rules = words.flatMap((each) => (each.rules ?? []).map((rule) => ({ ...rule, intent: each.intent })));
  const certain = rules.filter((rule) => rule.certain);
  const classifier = classifierOf(learnOnce(sentences));
  const hints = classifier.intents.map((intent) => rules.filter((rule) => rule.intent === intent && !rule.certain));
  const allowed = new Map(words.map((each) => [each.intent, each.facts ?? []]));
  const found = (text: string, intent: string, confidence: number, because: string[], context: Context): Understood =>
    intent === "none" || confidence < THRESHOLD
      ? { intent: "none", facts: {}, confidence: intent === "none" ? 0 : confidence, because: [] }
      : { intent, facts: factsOf(text, intent, allowed.get(intent) ?? [], context), confidence, because };
  return {
    understand: (said, context) => {
      const text = said.slice(0, MAX_LOOK).toWellFormed().trim();
      if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(text)) return found(text, "none", 0, [], context);
      const known = text.length <= 40 ? whole.get(bare(text)) : undefined;
      if (known) return found(text, known, CERTAIN, [text], context);
      for (const rule of certain) {
        const hit = hitOf(rule, text);
        if (hit) return found(text, rule.intent, CERTAIN, because(hit), context);
      }
      // 13800001111 is an answer, whatever was asked.
      if (!/\p{L}/u.test(text) && /\d/u.test(text)) return found(text, "none", 0, [], context);
      const { intent, confidence, hit } = weigh(text, classifier, hints);
      const pieces = confidence < THRESHOLD || intent < 0 ? [] : hit ? because(hit) : piecesOf(text, classifier, intent).slice(0, MAX_BECAUSE);
      return found(text, classifier.intents[intent] ?? "none", round(confidence), pieces, context);
    },
  };
}

/** Shares of the intents: what the examples say, lifted by the hints that match. */
function weigh(
  text: string,
  classifier: Classifier,
  hints: readonly (readonly Rule[])[],
): { intent: number; confidence: number; hit: RegExpExecArray | undefined } {
  const scores = classifier.score(text);
  const floor = scores.reduce((most, each) => Math.max(most, each), -Infinity) - REACH;
  const hits = hints.map((rules, at) => {
    if ((scores[at] as number) < floor) return undefined;
    for (const rule of rules) {
      const hit = hitOf(rule, text);
      if (hit) return hit;
    }
    return undefined;
  });
  for (let at = 0; at < scores.length; at++)
    scores[at] = SHARPEN * ((scores[at] as number) + (hits[at] ? HINT : 0) + (classifier.intents[at] === "none" ? STAY_OUT : 0));
  toShares(scores);
  const intent = scores.reduce((best, each, at) => (each > (scores[best] as number) ? at : best), 0);
  return { intent, confidence: scores[intent] ?? 0, hit: hits[intent] };
}

function hitOf(rule: Rule, text: string): RegExpExecArray | undefined {
  const hit = rule.when.exec(text);
  return hit && !rule.unless?.test(text) ? hit : undefined;
}

/** The groups that matched, or the whole of it. */
function because(hit: RegExpExecArray): string[] {
  const groups = hit.slice(1).filter((each) => each !== undefined && each.trim());
  return [...new Set((groups.length ? groups : [hit[0]]).map((each) => each.trim()))].slice(0, MAX_BECAUSE);
}

/** An example with another full stop is that example. */
const bare = (text: string): string => text.replace(/[\s。，,.！!~～]+/gu, "").toLowerCase();
const round = (share: number): number => Math.round(share * 1000) / 1000;
