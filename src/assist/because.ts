import type { Classifier } from "./classifier.ts";
import { featuresOf, pairOf } from "./features.ts";

/** Pairs that speak less than this for an intent explain nothing. */
const LEAST = 0.35;
/** Longer than this it is a sentence, not a reason. */
const LONGEST = 8;

/** The pieces of a text that spoke most for an intent, strongest first: pairs that touch are one piece. */
export function piecesOf(text: string, classifier: Classifier, intent: number): string[] {
  const letters = Array.from(text.slice(0, 200));
  const pairs = letters.slice(0, -1).map((letter, at) => ({
    at,
    weight: /^[\p{L}\p{N}]+$/u.test(letter + letters[at + 1])
      ? classifier.weight(pairOf(letter.toLowerCase(), letters[at + 1]?.toLowerCase() ?? ""), intent)
      : 0,
  }));
  const pieces: { from: number; to: number; weight: number }[] = [];
  for (const { at, weight } of pairs) {
    if (weight < LEAST) continue;
    const last = pieces.at(-1);
    if (last && last.to === at + 1 && at + 2 - last.from <= LONGEST) Object.assign(last, { to: at + 2, weight: Math.max(last.weight, weight) });
    else pieces.push({ from: at, to: at + 2, weight });
  }
  if (!pieces.length) return featuresOf(text).length > 1 && text.length <= LONGEST ? [text] : strongest(pairs, letters);
  return pieces.toSorted((a, b) => b.weight - a.weight).map(({ from, to }) => letters.slice(from, to).join(""));
}

function strongest(pairs: readonly { at: number; weight: number }[], letters: readonly string[]): string[] {
  const best = pairs.toSorted((a, b) => b.weight - a.weight)[0];
  return best && best.weight > 0 ? [letters.slice(best.at, best.at + 2).join("")] : [];
}
