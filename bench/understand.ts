import { words } from "../bots/words.ts";
import { createUnderstanding } from "../src/assist/understanding.ts";
import { AT, heldOut, labelled } from "../test/understanding/report.ts";
import { figure, percentile, type Result, ROUNDS, within } from "./measure.ts";

const P99_MS = 5;
/** As long as one message can be. */
const LONGEST = "银行说抵押物不够，流动资金缺八百万，".repeat(1100);

/** The offline reader over everything people say in the labelled sets: how many a second, the slowest of a hundred, what it
 *  holds in memory, and how long a message of twenty thousand characters takes. */
export async function understand(): Promise<Result[]> {
  const held = (): number => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 2 ** 20;
  };
  const before = held();
  const began = performance.now();
  const understanding = createUnderstanding(words);
  const trained = performance.now() - began;
  const memory = held() - before;
  const texts = [...labelled, ...heldOut].map((each) => each.text);
  const read = (text: string): number => {
    const from = performance.now();
    understanding.understand(text, { now: AT, zone: "Asia/Shanghai" });
    return performance.now() - from;
  };
  texts.forEach(read);
  const rounds = Array.from({ length: ROUNDS }, () => texts.map(read));
  const rates = rounds.map((each) => (1000 * each.length) / each.reduce((sum, took) => sum + took, 0));
  const notes = { utterances: texts.length, "20,000 characters, ms": Math.round(read(LONGEST) * 10) / 10 };
  return [
    within(
      "understand",
      "ms (p99)",
      rounds.map((each) => percentile(each, 0.99)),
      P99_MS,
      notes,
    ),
    figure("understand-rate", "utterances/s", rates),
    figure("understand-start", "ms to learn", [trained], { "memory, MB": Math.round(memory) }),
  ];
}
