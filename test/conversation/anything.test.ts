import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Memory } from "../../src/channel/memory/index.ts";
import { randomFrom } from "../random.ts";
import { labelled } from "../understanding/report.ts";

/* Anybody says anything, at any time, quotes and presses whatever there is: all of it is kept, and none of it fails. */

const bots = createBots();
let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], bots.work.towns);
});
after(() => worlds.close());

const WORDS = [
  ..."1 2 3 是 对 不对 好的 取消 上一步 改 为什么 帮助 待处理 接单 办结 承诺 暂停 不归我 已解决 没解决 满意 转人工 退出 收到 撤回 签到 平安 请假 同意 不同意 发送 全部 先不说".split(
    " ",
  ),
  ..."明天下午三点 500万 13800001111 说错了，是3500万 谁没收到 轮值表 我的问题办到哪了 补充：又坏了 通知全体企业：周五前报数据 今天谁值班".split(" "),
];
const ODD = ["😀", "\u0000", "\ud83d", "\u202e", "\n", '"', "\\", "{no}", "%", "|", "@链心", "-0001", "0".repeat(30)];
const TURNS = 400;
const HOUR_MS = 3_600_000;

for (const [town, seed] of Object.entries({ small: 0, mornings: 1, policies: 2, "theme-day": 23, notices: 4 }))
  test(`whatever anybody says and presses in the town ${town}, in whatever order, is kept and does not fail`, async () => {
    const world = await worlds.open("anything.md", town);
    const stage = new Stage(world.sql, bots, undefined);
    stage.now = Date.parse("2026-11-23T01:00:00Z");
    await stage.rebuild();
    const chance = randomFrom(seed);
    const below = (count: number): number => Math.floor(chance() * count);
    const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T;
    const names = async (rows: Promise<readonly { name: string }[]>) => (await rows).map((each) => each.name);
    const people = await names(world.sql<{ name: string }[]>`select name from person order by id`);
    const groups = await names(world.sql<{ name: string }[]>`select name from room where kind = 'group' order by id`);
    const words = (): string => {
      const said = chance() < 0.4 ? oneOf(WORDS) : oneOf(labelled).text;
      const [how, at] = [chance(), below(said.length + 1)];
      if (how < 0.1) return said.slice(0, at) + oneOf(ODD) + said.slice(at);
      if (how < 0.15) return said.slice(0, at);
      if (how < 0.2) return oneOf(ODD).repeat(1 + below(300)) + said;
      return how < 0.25 ? `${said} ${oneOf(people)} ${oneOf(labelled).text}` : said;
    };
    const happening = (): Parameters<Memory["say"]>[0] => {
      const who = oneOf(people);
      const where = chance() < 0.35 ? { kind: "group" as const, id: oneOf(groups) } : { kind: "direct" as const, id: who };
      const frame = { where, from: { id: who, name: who }, at: stage.now };
      const shown = stage.memory.messages(where).at(-1 - below(3));
      if (shown?.buttons.length && chance() < 0.2) return { ...frame, kind: "press", messageId: shown.messageId, data: oneOf(shown.buttons).data };
      const quote = shown && chance() < 0.15 ? { quote: { messageId: shown.messageId, mine: true, text: shown.text } } : {};
      return { ...frame, kind: "message", text: words(), mentionsMe: chance() < 0.6, edited: chance() < 0.05, ...quote };
    };
    for (let n = 0; n < TURNS; n += 1) {
      await stage.turn(() => stage.memory.say(happening()));
      if (chance() < 0.05) await stage.advance(stage.now + below(5) * HOUR_MS);
    }
    const [kept] = await world.sql`select count(*)::int as heard from heard`;
    assert.equal(kept?.["heard"], TURNS);
    assert.deepEqual([...(await world.sql`select text, detail from heard where state = 'parked'`)], []);
    await world.close();
  });
