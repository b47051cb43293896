import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { openWorlds, SECRET, type Worlds } from "../../src/cli/play/worlds.ts";
import { rehearsal } from "../../src/cli/rehearse.ts";
import type { Scratch } from "../../src/db/scratch.ts";
import { scratch } from "../db/scratch.ts";
import { startModelServer } from "./server.ts";
import { direct, lastTo, say, stageWith } from "./stage.ts";

let worlds: Worlds;
let server: Scratch;
before(async () => {
  server = await scratch();
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => Promise.all([worlds.close(), server.close()]));

test("what a model suggested is stored with the message: a rehearsal says the same without a model", async () => {
  const world = await worlds.open("beforehand.md", "small");
  const model = await startModelServer(() => ({ content: JSON.stringify({ intent: "problem.report", because: "咋整" }) }));
  try {
    const stage = await stageWith(world.sql, model);
    await say(stage, "荣师傅", "那边的锅不知道咋整呢");
    assert.match(lastTo(stage, "荣师傅"), /您说“咋整”，是想说/u);
    await say(stage, "荣师傅", "2");
    const [heard] = await world.sql`select detail->'suggestion'->>'flow' as flow from heard order by id limit 1`;
    assert.equal(heard?.["flow"], "suggested");
    const bots = createBots();
    const { text, changed } = await rehearsal(world.sql, server, { secret: SECRET, from: undefined }, bots);
    assert.equal(changed, 0, text);
  } finally {
    await model.close();
    await world.close();
  }
});

test("while a model is asked, the same person's next words wait behind, and nobody else's do", async () => {
  const world = await worlds.open("beforehand.md", "small");
  let answer = (): void => {};
  const model = await startModelServer(() => ({
    content: JSON.stringify({ intent: "problem.report", because: "咋整" }),
    after: new Promise((go) => (answer = () => go(undefined))),
  }));
  try {
    const stage = await stageWith(world.sql, model);
    let key = 0;
    const hears = async (who: string, text: string): Promise<void> => {
      const base = { channel: "memory", account: "main", key: `b${(key += 1)}`, at: stage.now };
      await stage.running.hear({ ...base, kind: "message", where: direct(who), from: { id: who, name: who }, text });
      await stage.running.drain();
    };
    const first = hears("荣师傅", "那边的锅不知道咋整呢");
    while (!model.received.length) await new Promise((go) => setImmediate(go));
    const second = hears("荣师傅", "1");
    await hears("孙书记", "帮助");
    assert.match(lastTo(stage, "孙书记"), /我能帮您/u);
    assert.equal(stage.memory.messages(direct("荣师傅")).length, 0);
    answer();
    await Promise.all([first, second]);
    assert.deepEqual(
      (await world.sql`select text from heard where text in ('1', '那边的锅不知道咋整呢') order by id`).map((each) => each["text"]),
      ["那边的锅不知道咋整呢", "1"],
    );
    assert.match(stage.memory.messages(direct("荣师傅"))[0]?.text ?? "", /您说“咋整”，是想说/u);
  } finally {
    await model.close();
    await world.close();
  }
});
