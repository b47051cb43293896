import { readFileSync } from "node:fs";
import { words } from "../../bots/words.ts";
import { createUnderstanding } from "../../src/assist/understanding.ts";
import { countFacts, type FactCount, type FactMiss, type Facts, shareOf } from "./facts.ts";

export type Labelled = { intent: string; text: string; facts: Facts };
/** A Monday, nine in the morning in the town. */
export const AT = Date.parse("2026-11-23T01:00:00Z");
export const ZONE = "Asia/Shanghai";

/** What strangers may expect of the rules alone. */
export const WANTED = { accuracy: 0.9, facts: 0.9, bystander: 0.01 };

const lines = (name: string): Labelled[] =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [intent = "", text = "", facts = ""] = line.split("\t");
      return { intent, text, facts: facts.trim() ? (JSON.parse(facts) as Facts) : {} };
    });

/** Looked at while words and rules were chosen. */
export const labelled: readonly Labelled[] = lines("labelled.tsv");
/** Never looked at then: what a stranger's sentences may expect. */
export const heldOut: readonly Labelled[] = lines("held-out.tsv");
/** By writers who had seen neither words nor rules nor the two halves, each in the manner of many people. Looked at since. */
export const strangers: readonly Labelled[] = lines("strangers.tsv");

/** Of one intent: how many lines are labelled with it, how many of them are read so, how many others are taken for it. */
export type IntentCount = { all: number; right: number; taken: number };
export type Report = {
  lines: number;
  accuracy: number;
  /** The share of bystander talk that is taken for something. */
  bystander: number;
  /** F1 over every fact said or found. */
  facts: number;
  byIntent: Map<string, IntentCount>;
  byKey: Map<string, FactCount>;
  confusions: { wanted: string; found: string; text: string }[];
  factMisses: FactMiss[];
};

/** Reads every labelled utterance and counts. Facts count whatever the intent was taken for. */
export function report(list: readonly Labelled[] = labelled): Report {
  const understanding = createUnderstanding(words);
  const byIntent = new Map<string, IntentCount>();
  const byKey = new Map<string, FactCount>();
  const [confusions, factMisses]: [Report["confusions"], FactMiss[]] = [[], []];
  const count = (intent: string): IntentCount => {
    const here = byIntent.get(intent) ?? { all: 0, right: 0, taken: 0 };
    byIntent.set(intent, here);
    return here;
  };
  for (const { intent, text, facts } of list) {
    const found = understanding.understand(text, { now: AT, zone: ZONE });
    const here = count(intent);
    here.all++;
    if (found.intent === intent) here.right++;
    else {
      count(found.intent).taken++;
      confusions.push({ wanted: intent, found: found.intent, text });
    }
    factMisses.push(...countFacts(text, facts, found.facts, byKey));
  }
  return {
    lines: list.length,
    accuracy: 1 - confusions.length / list.length,
    bystander: confusions.filter((each) => each.wanted === "none").length / Math.max(byIntent.get("none")?.all ?? 0, 1),
    facts: shareOf(byKey.values()).f1,
    byIntent,
    byKey,
    confusions,
    factMisses,
  };
}

export const meets = (found: Report): boolean => found.accuracy >= WANTED.accuracy && found.facts >= WANTED.facts && found.bystander <= WANTED.bystander;
