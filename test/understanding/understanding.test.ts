import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../bots/words.ts";
import { createUnderstanding } from "../../src/assist/understanding.ts";
import { AT, labelled, report } from "./report.ts";

const understanding = createUnderstanding(words);
const read = (text: string) => understanding.understand(text, { now: AT, zone: "Asia/Shanghai" });

test("no labelled utterance is an example that the rules were made from", () => {
  const examples = new Set(words.flatMap((each) => each.examples));
  assert.deepEqual(
    labelled.filter((each) => examples.has(each.text)),
    [],
  );
});

test("every intent has labelled utterances, and each of its examples is read as itself", () => {
  const own = new Set([
    "person.merge",
    "person.unmerge",
    "person.invite",
    "matter.resume",
    "matter.assign",
    "matter.unreached",
    "queue.list",
    "policy.progress",
  ]);
  for (const { intent, examples, nearMiss } of words) {
    if (!own.has(intent))
      assert.ok(
        labelled.some((each) => each.intent === intent),
        `${intent} has none`,
      );
    assert.notEqual(read(nearMiss).intent, intent, `${nearMiss} only sounds like ${intent}`);
    assert.equal(read(examples[0] ?? "").intent, intent);
  }
});

test("the labelled set is read well, and bystander talk is left alone", () => {
  const found = report();
  assert.ok(found.accuracy >= 0.8, JSON.stringify(found.confusions, null, 1));
  assert.ok(
    found.bystander <= 0.02,
    JSON.stringify(
      found.confusions.filter((each) => each.wanted === "none"),
      null,
      1,
    ),
  );
});

const FACTS: Record<string, Record<string, unknown>> = {
  "流动资金缺800万，银行说抵押物不够": { lane: "finance", amount_yuan: 8_000_000 },
  "说错了，是3500万": { amount_yuan: 35_000_000 },
  "氟硅-42怎么样了": { no: "氟硅-0042" },
  周五前给答复: { on: "2026-11-27" },
  "解决了吗？没": { solved: "no" },
  "部分解决，3分": { solved: "partly", score: 3 },
  "不归我，应该找法律": { lane: "law" },
  我们要招5名博士: { count: 5, degree: "博士" },
  "7户平安": { count: 7 },
};
for (const [text, facts] of Object.entries(FACTS)) test(`“${text}” says ${JSON.stringify(facts)}`, () => assert.deepEqual(read(text).facts, facts));

test("what decided is a piece of what was said", () => {
  for (const { text } of labelled) for (const piece of read(text).because) assert.ok(text.includes(piece) || piece.length <= 2, `${piece} in ${text}`);
});
