import type { FactKey } from "./facts.ts";

/** What a capability teaches the understanding: how people say one thing. */
export type IntentWords = {
  intent: string;
  /** Everyday sentences; the first stands in the documentation. Never those of the labelled set. */
  examples: readonly string[];
  /** A sentence that sounds like it and is something else. */
  nearMiss: string;
  rules?: readonly Rule[];
  /** What this intent may say, beside what any sentence may: number, sum, day, time, telephone. */
  facts?: readonly FactKey[];
};

/** Words that speak for an intent; `unless` takes it back. A certain rule decides alone, a hint only weighs in with the examples. */
export type Rule = { when: RegExp; unless?: RegExp; certain?: true };

export const hint = (when: RegExp, unless?: RegExp): Rule => ({ when, ...(unless ? { unless } : {}) });
/** For what can mean one thing only, whoever says it: `收到`, a number alone. */
export const certain = (when: RegExp, unless?: RegExp): Rule => ({ ...hint(when, unless), certain: true });

/** How often a line with choices goes through its longest choice: more sentences help less than they cost at start. */
const ROUNDS = 2;

/** One sentence a line. `[了/啦/]` stands for each of its words in turn, so a line becomes a few sentences and every word of
 *  it occurs, but not every combination. */
export const said = (lines: string): string[] => [
  ...new Set(
    lines
      .trim()
      .split("\n")
      .flatMap((line) => variants(line.trim())),
  ),
];

function variants(line: string): string[] {
  const parts = line.split(/(\[[^\]/]*\/[^\]]*\])/u).map((part) => (/^\[.*\/.*\]$/u.test(part) ? part.slice(1, -1).split("/") : [part]));
  const longest = Math.max(...parts.map((part) => part.length));
  const rounds = parts.filter((part) => part.length > 1).length > 1 ? ROUNDS : 1;
  return Array.from({ length: longest * rounds }, (_, round) => parts.map((words, at) => words[turnOf(round, at, words.length)] ?? "").join(""));
}

/** Choices of one line do not turn in step: each goes on at another pace. */
const turnOf = (round: number, at: number, length: number): number => (round + Math.floor(round / length) + (at > 2 ? at * round : 0)) % length;
