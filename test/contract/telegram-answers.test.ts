import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createBots } from "../../src/bots.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Message } from "../bot-api/server.ts";
import { telegramTown, type TelegramTown } from "./telegram-town.ts";

const ROOM = "氟硅材料链企业群";

describe("Over Telegram", { timeout: 60_000 }, () => {
  let worlds: Worlds;
  let town: TelegramTown | undefined;
  before(async () => {
    worlds = await openWorlds(process.env["TEST_DATABASE_URL"], createBots().work.towns);
  });
  after(() => worlds.close());
  const living = async (name: string, begins: string, day: (town: TelegramTown) => Promise<void>): Promise<void> => {
    town = await telegramTown(worlds, name, begins);
    try {
      await day(town);
    } finally {
      await town.close();
    }
  };

  it("a sign or a sticker confirms a notice, other signs do not, and nobody is answered for them", () =>
    living("notices", "2026-11-23T09:00:00+08:00", async ({ api, sql, person, group, said, after: done }) => {
      const [sun, room] = [await person("孙书记"), await group(ROOM)];
      const [rong, xiaorong, wang, zhao] = [await person("荣师傅"), await person("小荣"), await person("王小云"), await person("赵主任")];
      await done(() => api.say(api.direct(sun), sun, "给氟硅链的企业发通知：周五下午两点开会"));
      await done(() => api.say(api.direct(sun), sun, "1"));
      await said(room, /周五下午两点开会/u);
      const lineIn = (chat: number): Message => api.sent(chat).at(-1) as Message;
      const confirmed = async () =>
        (await sql<{ person: string }[]>`select person from story.receipt where state = 'confirmed'`).map((each) => each.person).toSorted();
      const shown = api.sent(room.id).length;
      await done(() => api.react(lineIn(room.id), rong, ["👎"]));
      await done(() => api.react(lineIn(room.id), rong, ["😁"], ["👎"]));
      await done(() => api.react(api.say(room, wang, "我先看看"), xiaorong, ["👍"]));
      assert.deepEqual(await confirmed(), []);
      await done(() => api.react(lineIn(room.id), rong, ["👍"]));
      await done(() => api.again());
      await done(() => api.react(lineIn(room.id), xiaorong, ["🙏"]));
      await done(() => api.say(room, wang, "", { fields: { sticker: { emoji: "👌", file_id: "x", file_unique_id: "x" } } }));
      assert.deepEqual(await confirmed(), ["小荣", "王小云", "荣师傅"]);
      assert.equal(api.sent(room.id).length, shown, "nothing is said in the group");
      await done(() => api.react(lineIn(zhao.id), zhao, ["❤"]));
      assert.deepEqual(await confirmed(), ["小荣", "王小云", "荣师傅", "赵主任"]);
      // A sign to what asks nothing, and to one's own words.
      const before = api.sent(zhao.id).length;
      await done(() => api.react(lineIn(zhao.id), zhao, ["👍"]));
      await done(() => api.react(lineIn(sun.id), sun, ["👍"]));
      assert.equal(api.sent(zhao.id).length, before);
      const [kept] =
        await sql`select detail->>'reaction' as reaction, media from heard where person_id = (select id from person where name = '荣师傅') and state = 'done'`;
      assert.deepEqual({ ...kept }, { reaction: "true", media: [{ kind: "sticker", name: "👍" }] });
    }));

  it("an old lady's sticker without a word is her morning", () =>
    living("mornings", "2026-11-24T05:00:00+08:00", async ({ api, sql, person, said, after: done, turnTo }) => {
      const liu = await person("刘阿姨");
      await turnTo(Date.parse("2026-11-24T06:35:00+08:00"));
      await done(() => api.say(api.direct(liu), liu, "", { fields: { sticker: { emoji: "🌞", file_id: "x", file_unique_id: "x" } } }));
      const [{ state } = { state: "" }] = await sql<{ state: string }[]>`select state from story.smiley where elder = '刘阿姨'`;
      assert.equal(state, "safe");
      assert.match(await said(liu), /刘阿姨.*早上好/u);
    }));

  it("an answer quotes its question in its topic; a notice stands in the group", () =>
    living("notices", "2026-11-23T09:00:00+08:00", async ({ api, person, group, said, after: done }) => {
      const [sun, room, rong] = [await person("孙书记"), await group(ROOM), await person("荣师傅")];
      const topic = api.topic(room, rong, "融资");
      const asked = api.say(room, rong, "/report@lianxin_bot 流动资金缺800万，银行说抵押物不够", { fields: topic });
      await said(room, /已登记/u);
      const answer = api.sent(room.id).at(-1);
      assert.deepEqual([answer?.reply_to_message?.message_id, answer?.["message_thread_id"]], [asked.message_id, topic.message_thread_id]);
      const plain = api.say(room, rong, "@lianxin_bot 帮助");
      await said(room, /我能帮您/u);
      const other = api.sent(room.id).at(-1);
      assert.deepEqual([other?.reply_to_message?.message_id, other?.["message_thread_id"]], [plain.message_id, undefined]);
      await done(() => api.say(room, sun, "@lianxin_bot 通知大家：周五下午两点开会", { fields: topic }));
      await done(() => api.say(api.direct(sun), sun, "1"));
      await said(room, /周五下午两点开会/u);
      const notice = api.sent(room.id).at(-1);
      assert.deepEqual([notice?.reply_to_message, notice?.["message_thread_id"]], [undefined, undefined]);
      assert.equal(api.sent(rong.id).at(-1)?.reply_to_message, undefined, "in private nothing is quoted");
    }));

  it("the menu's commands reach what they name", () =>
    living("small", "2026-11-23T09:00:00+08:00", async ({ api, person, said, home }) => {
      const rong = await person("荣师傅");
      const say = (text: string) => api.say(api.direct(rong), rong, text);
      say("/report 流动资金缺800万，银行说抵押物不够");
      await said(rong, /已登记 氟硅-0001/u);
      say("/list");
      await said(rong, /氟硅-0001 .*\n状态/u);
      say("/help");
      await said(rong, /我能帮您/u);
      say("/human");
      await said(rong, /已转给孙书记/u);
      say("/policy");
      await said(rong);
      assert.match(home("孙书记"), /想问政策/u);
    }));
});
