import assert from "node:assert/strict";
import { it } from "node:test";
import { createBots } from "../../src/bots.ts";
import { intentLabel, kindLabel, laneLabel, verbLabel } from "../../web/labels.ts";
import { vocabulary } from "../tidy/vocabulary.ts";

it("pages have a word for whatever a matter is, what happens to it, and what a message was taken for", () => {
  const { verb, intent, lane } = vocabulary();
  const kind = createBots().work.kinds.map((each) => each.kind);
  const named: [string, readonly string[], (code: string) => string][] = [
    ["verb", verb, verbLabel],
    ["intent", intent, intentLabel],
    ["lane", lane, laneLabel],
    ["kind", kind, kindLabel],
  ];
  const missing = named.flatMap(([what, codes, label]) => codes.filter((each) => label(each) === each).map((each) => `${what} ${each}`));
  assert.deepEqual(missing, []);
});
