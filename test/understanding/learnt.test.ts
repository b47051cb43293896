import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { classifierOf } from "../../src/assist/classifier.ts";
import { learnOnce } from "../../src/assist/learnt.ts";
import { makeFolder } from "../crash/folder.ts";

const SENTENCES = ["贷款批不下来", "银行不给续贷", "招不到焊工", "工人都走了"].map((text, n) => ({ text, intent: n < 2 ? "finance" : "talent" }));
const lane = (folder: string, sentences = SENTENCES): string => {
  const classifier = classifierOf(learnOnce(sentences, folder));
  const scores = classifier.score("想贷款");
  return classifier.intents[scores.indexOf(Math.max(...scores))] ?? "";
};

test("what was learnt is kept, and read the same; what is broken, or taught by other sentences, is learnt anew", async () => {
  const folder = await makeFolder();
  assert.equal(lane(folder), "finance");
  const [kept = ""] = await readdir(folder);
  assert.equal(lane(folder), "finance");
  assert.deepEqual(await readdir(folder), [kept]);
  await writeFile(join(folder, kept), "half of it");
  assert.equal(lane(folder), "finance");
  assert.equal(lane(folder, [...SENTENCES, { text: "想", intent: "other" }, { text: "想贷款", intent: "other" }]), "other");
  const now = await readdir(folder);
  assert.equal(now.length, 1);
  assert.notEqual(now[0], kept);
});

test("where nothing may be kept it is learnt all the same", () => assert.equal(lane("/dev/null/nowhere"), "finance"));
