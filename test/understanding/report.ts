import { readFileSync } from "node:fs";
import { words } from "../../bots/words.ts";
import { createUnderstanding } from "../../src/assist/understanding.ts";

export type Labelled = { intent: string; text: string };
export const AT = Date.parse("2026-11-23T01:00:00Z");

const lines = (name: string): Labelled[] =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [intent = "", text = ""] = line.split("\t");
      return { intent, text };
    });

/** Looked at while words and rules were chosen. */
export const labelled: readonly Labelled[] = lines("labelled.tsv");
/** Never looked at then: what a stranger's sentences may expect. */
export const heldOut: readonly Labelled[] = lines("held-out.tsv");

export type Report = {
  accuracy: number;
  bystander: number;
  byIntent: Map<string, { right: number; all: number }>;
  confusions: { wanted: string; found: string; text: string }[];
};

/** Reads every labelled utterance and counts. */
export function report(list: readonly Labelled[] = labelled): Report {
  const understanding = createUnderstanding(words);
  const byIntent = new Map<string, { right: number; all: number }>();
  const confusions: Report["confusions"] = [];
  for (const { intent, text } of list) {
    const found = understanding.understand(text, { now: AT, zone: "Asia/Shanghai" }).intent;
    const count = byIntent.get(intent) ?? { right: 0, all: 0 };
    byIntent.set(intent, { right: count.right + Number(found === intent), all: count.all + 1 });
    if (found !== intent) confusions.push({ wanted: intent, found, text });
  }
  const bystanders = list.filter((each) => each.intent === "none").length;
  return {
    accuracy: 1 - confusions.length / list.length,
    bystander: confusions.filter((each) => each.wanted === "none").length / Math.max(bystanders, 1),
    byIntent,
    confusions,
  };
}
