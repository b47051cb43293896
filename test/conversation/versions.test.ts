import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { choice } from "../../src/flow/asks/choice.ts";
import { text } from "../../src/flow/asks/text.ts";
import { type Flow, flow, type Left, say, tell } from "../../src/flow/index.ts";
import type { Turn } from "../../src/people/index.ts";

/* A program stops in the middle of a conversation; another version of it goes on, on the same database. */

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

const AT = Date.parse("2026-11-23T01:00:00Z");
type Spoken = { say(who: string, words: string): Promise<string>; stage: Stage };

/** Programs one after the other over one world; `say` answers what the bot then said to that person. */
async function inOneWorld(run: (start: (...flows: Flow<Turn>[]) => Promise<Spoken>) => Promise<void>): Promise<void> {
  const world = await worlds.open("versions.md", "small");
  let [count, now] = [0, AT];
  await run(async (...flows) => {
    const { work, understand } = createBots();
    const stage = new Stage(world.sql, { work: { ...work, flows: [...work.flows, ...flows] }, understand }, undefined);
    stage.now = now;
    await stage.rebuild();
    const say = async (who: string, words: string): Promise<string> => {
      const where = { kind: "direct" as const, id: who };
      const before = stage.memory.messages(where).length;
      const message = { kind: "message" as const, where, from: { id: who, name: who }, at: stage.now, text: words, key: `say ${(count += 1)}` };
      await stage.turn(() => stage.memory.say(message));
      now = stage.now;
      const said = stage.memory.messages(where).slice(before);
      return said.map((each) => each.text).join("\n");
    };
    return { say, stage };
  });
  await world.close();
}

const visit = (version: number) => flow<Turn>("visit.log", version).opensOn("走访");
const first = visit(1)
  .ask("where", text({ min: 2 }), "去了哪里？", { spot: false })
  .ask("saw", text({ min: 2 }), "看到了什么？", { spot: false })
  .ends((a) => [say(`记下：${a.where}，${a.saw}`)]);
type First = { where: string; saw: string };

const asksNow = (version: number) =>
  visit(version)
    .ask("place", text({ min: 2 }), "走访了哪家企业？", { spot: false })
    .ask("found", text({ min: 2 }), "发现了什么情况？", { spot: false });
const second = asksNow(2)
  .from(1, ({ key, answers }: Left<First>) => ({
    key: key === "where" ? "place" : "found",
    answers: { ...answers, where: undefined, place: answers.where && `${answers.where}公司` },
  }))
  .ends((a) => [say(`已记走访：${a.place}，${a.found}`)]);
const unmigrated = asksNow(2).ends((a) => [say(`已记走访：${a.place}，${a.found}`)]);

test("an answer to the question of the last version is taken by its successor, with what was answered before", () =>
  inOneWorld(async (start) => {
    const before = await start(first);
    await before.say("李专员", "走访");
    assert.match(await before.say("李专员", "森荣"), /看到了什么/u);
    const now = await start(second);
    assert.equal(await now.say("李专员", "窑炉停了"), "已记走访：森荣公司，窑炉停了");
  }));

test("a conversation is carried over several versions, one step each", () =>
  inOneWorld(async (start) => {
    const third = visit(3)
      .ask("place", text({ min: 2 }), "企业？", { spot: false })
      .ask("found", text({ min: 2 }), "情况？", { spot: false })
      .from(1, ({ answers }: Left<First>) => ({ key: "found", answers: { spot: answers.where } }))
      .from(2, ({ answers }: Left<{ spot: string }>) => ({ answers: { place: answers.spot?.toUpperCase() } }))
      .ends((a) => [say(`${a.place}：${a.found}`)]);
    const before = await start(first);
    await before.say("李专员", "走访");
    await before.say("李专员", "abc");
    assert.equal(await (await start(third)).say("李专员", "都好"), "ABC：都好");
  }));

test("a question that the new version no longer knows is asked again in its own words", () =>
  inOneWorld(async (start) => {
    await (await start(first)).say("李专员", "走访");
    const now = await start(unmigrated);
    assert.match(await now.say("李专员", "森荣新材料"), /^这个问题刚改过，再问您一次。\n走访了哪家企业/u);
    await now.say("李专员", "森荣新材料");
    assert.equal(await now.say("李专员", "窑炉停了"), "已记走访：森荣新材料，窑炉停了");
  }));

test("a question that kept its key is asked again too when its version has no step to the present one", () =>
  inOneWorld(async (start) => {
    await (await start(first)).say("李专员", "走访");
    const same = visit(2)
      .ask("where", choice({ town: ["城区"], country: ["乡镇"] }), "城区还是乡镇？", { spot: false })
      .ends((a) => [say(`去了${a.where}`)]);
    const now = await start(same);
    assert.match(await now.say("李专员", "乡镇"), /再问您一次。\n城区还是乡镇/u);
    assert.equal(await now.say("李专员", "乡镇"), "去了country");
  }));

test("a reminder puts the question in the words of the present version", () =>
  inOneWorld(async (start) => {
    await (await start(first)).say("李专员", "走访");
    const { stage } = await start(second);
    await stage.advance(AT + 2 * 3_600_000);
    assert.match(stage.memory.messages({ kind: "direct", id: "李专员" }).at(-1)?.text ?? "", /还差一步：走访了哪家企业/u);
  }));

test("a program that was rolled back asks again what the newer one had asked, and ends well", () =>
  inOneWorld(async (start) => {
    const newer = await start(second);
    await newer.say("李专员", "走访");
    await newer.say("李专员", "森荣新材料");
    const older = await start(first);
    assert.match(await older.say("李专员", "窑炉停了"), /再问您一次。\n去了哪里/u);
    await older.say("李专员", "森荣新材料");
    assert.equal(await older.say("李专员", "窑炉停了"), "记下：森荣新材料，窑炉停了");
  }));

/** Asks 荣师傅 whether a date suits; `version` 2 stores it under another name. */
const invite = (version: number, answers: Record<string, unknown>) =>
  flow<Turn>("invite")
    .opensOn("邀请")
    .ends((_, { directory }) => [tell(directory.named("荣师傅")?.id ?? 0, "周五可以吗？", { unasked: false, expects: { flow: "suits", version, answers } })]);
const suits = (version: number) => flow<Turn>("suits", version).ask("yes", choice({ yes: ["可以"], no: ["不行"] }), "这个时间可以吗？", { spot: false });
const suitsFirst = suits(1).ends((a) => [say(`${(a as { day?: string }).day}：${a.yes}`)]);

test("an open question that the machine asked is carried with what it knew", () =>
  inOneWorld(async (start) => {
    await (await start(invite(1, { day: "周五" }), suitsFirst)).say("李专员", "邀请");
    const now = suits(2)
      .from(1, ({ answers }: Left<{ day: string }>) => ({ answers: { date: `本${answers.day}` } }))
      .ends((a) => [say(`${(a as { date?: string }).date}：${a.yes}`)]);
    assert.equal(await (await start(invite(2, {}), now)).say("荣师傅", "可以"), "本周五：yes");
  }));

test("without a step it is asked again once, the button under it works, and it is answered once", () =>
  inOneWorld(async (start) => {
    await (await start(invite(1, { day: "周五" }), suitsFirst)).say("李专员", "邀请");
    const { say: hear, stage } = await start(
      invite(2, {}),
      suits(2).ends((a) => [say(`好：${a.yes}`)]),
    );
    assert.match(await hear("荣师傅", "不行"), /再问您一次。\n这个时间可以吗/u);
    const where = { kind: "direct" as const, id: "荣师傅" };
    const asked = stage.memory.messages(where).at(-1);
    const data = asked?.buttons?.find((each) => each.label === "不行")?.data ?? "";
    await stage.turn(() =>
      stage.memory.say({ kind: "press", where, from: { id: "荣师傅", name: "荣师傅" }, at: stage.now, data, messageId: asked?.messageId ?? "" }),
    );
    assert.match(stage.memory.messages(where).at(-1)?.text ?? "", /好：no/u);
    assert.doesNotMatch(await hear("荣师傅", "可以"), /好：/u);
  }));
