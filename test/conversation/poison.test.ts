import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Work } from "../../src/conversation/index.ts";
import { flow } from "../../src/flow/index.ts";
import type { Turn } from "../../src/people/index.ts";

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

const bots = (flows: Work["flows"]) => {
  const { work, understand } = createBots();
  return { work: { ...work, flows: [...work.flows, ...flows] }, understand };
};
const direct = (who: string, words: string, at: number) => ({
  kind: "message" as const,
  where: { kind: "direct" as const, id: who },
  from: { id: who, name: who },
  at,
  text: words,
});

test("a message whose handling throws is parked with an apology and holds nobody else up", async () => {
  const world = await worlds.open("poison.md", "small");
  const bomb = flow<Turn>("bomb")
    .opensOn("炸弹")
    .ends(() => {
      throw new Error("boom");
    });
  const stage = new Stage(world.sql, bots([bomb]), undefined);
  stage.now = Date.parse("2026-11-23T01:00:00Z");
  await stage.rebuild();
  const { running } = stage;
  const people = ["荣师傅", "王小云", "小荣", "钱经理"];
  await Promise.all(
    people.map((who) => running.hear({ channel: "memory", account: "main", key: `k ${who}`, ...direct(who, who === "小荣" ? "炸弹" : "帮助", stage.now) })),
  );
  await running.drain();
  const said = (who: string) =>
    stage.memory
      .messages({ kind: "direct", id: who })
      .map((each) => each.text)
      .join();
  assert.match(said("小荣"), /抱歉.*不会丢/su);
  for (const who of ["荣师傅", "王小云", "钱经理"]) assert.match(said(who), /反映问题/u);
  assert.match(said("孙书记"), /待处理.*小荣.*炸弹/su);
  assert.deepEqual(
    (await world.sql`select state from story.heard where person = '小荣'`).map((each) => each["state"]),
    ["parked"],
  );
  await world.close();
});
