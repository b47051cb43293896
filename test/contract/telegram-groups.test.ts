import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { createBots } from "../../src/bots.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Chat, User } from "../bot-api/server.ts";
import { telegramTown, type TelegramTown } from "./telegram-town.ts";

const ROOM = "氟硅材料链企业群";
const BEGINS = Date.parse("2026-11-23T09:00:00+08:00");
const PROBLEM = "@lianxin_bot 流动资金缺800万，银行说抵押物不够";

describe("A group on Telegram", { timeout: 60_000 }, () => {
  let worlds: Worlds;
  let town: TelegramTown;
  let room: Chat;
  let sun: User;
  before(async () => {
    worlds = await openWorlds(process.env["TEST_DATABASE_URL"], createBots().work.towns);
  });
  beforeEach(async () => {
    town = await telegramTown(worlds, "small", new Date(BEGINS).toISOString());
    room = await town.group(ROOM);
    sun = await town.person("孙书记");
  });
  afterEach(() => town.close());
  after(() => worlds.close());

  const states = async () =>
    (await town.sql<{ name: string; state: string }[]>`select name, state from room where kind = 'group' order by id`).map((each) => ({ ...each }));

  it("that becomes a supergroup stays the room it was, with what was asked in it", async () => {
    const { api, person, said, after: done } = town;
    const rong = await person("荣师傅");
    api.say(room, rong, PROBLEM);
    await said(room, /已登记 氟硅-0001/u);
    const next = api.migrate(room, rong);
    await done(() => {});
    api.say(next, rong, "@lianxin_bot 氟硅-0001 怎么样了");
    assert.match(await said(next, /氟硅-0001/u), /钱经理/u);
    assert.deepEqual(await states(), [{ name: ROOM, state: "known" }]);
    // What the platform tells of the old group afterwards changes nothing.
    await done(() => api.removed(room, rong));
    assert.deepEqual(await states(), [{ name: ROOM, state: "known" }]);
    assert.doesNotMatch(await said(sun), /移出/u);
  });

  it("that moved without a word is followed when it is next spoken to", async () => {
    const { api, person, said } = town;
    const next = api.migrate(room, await person("荣师傅"), true);
    const due = new Date(BEGINS);
    await town.sql`
      insert into line (room_id, class, repeatable, text, not_before, made_at) select id, 'due', false, '明天党日', ${due}, ${due} from room where name = ${ROOM}`;
    await town.turnTo(BEGINS + 60_000);
    await town.turnTo(BEGINS + 120_000);
    assert.match(await said(next, /明天党日/u), /明天党日/u);
  });

  it("whose new id was heard before the move was known is one room again", async () => {
    const { api, person, said, after: done } = town;
    const rong = await person("荣师傅");
    const next = api.migrate(room, rong, true);
    await done(() => api.say(next, rong, "@lianxin_bot 在吗"));
    assert.equal((await states()).length, 2);
    await done(() => api.tell({ message: { message_id: 1, date: 1, chat: room, from: rong, migrate_to_chat_id: next.id } }));
    assert.deepEqual(
      (await states()).map((each) => each.state),
      ["known", "gone"],
    );
    api.say(next, rong, PROBLEM);
    await said(next, /已登记 氟硅-0001/u);
  });

  it("that put the bot out is gone until it is let in again, and the secretary knows", async () => {
    const { api, person, said, after: done } = town;
    const rong = await person("荣师傅");
    await done(() => api.removed(room, rong));
    await done(() => api.again());
    assert.deepEqual(await states(), [{ name: ROOM, state: "gone" }]);
    assert.equal((await said(sun)).match(/荣师傅把我移出了“氟硅材料链企业群”群/gu)?.length, 1);
    await done(() => api.added(room, rong));
    assert.deepEqual(await states(), [{ name: ROOM, state: "known" }]);
    api.say(room, rong, PROBLEM);
    await said(room, /已登记/u);
  });

  it("that nobody knows and that the bot has left is no room", async () => {
    const { api, after: done } = town;
    const [other, rong] = [api.group("别的群"), await town.person("荣师傅")];
    await done(() => api.removed(other, rong));
    await done(() => api.migrate(other, rong));
    assert.deepEqual(await states(), [{ name: ROOM, state: "known" }]);
  });

  it("tells whoever added the bot privately that privacy mode is on, and how to turn it off; once", async () => {
    const { api, person, said, after: done } = town;
    api.privacy.on = true;
    const rong = await person("荣师傅");
    await done(() => api.added(room, rong));
    await done(() => api.again());
    const words = await said(rong, /BotFather/u);
    assert.equal(words.match(/只听得到@我/gu)?.length, 1);
    assert.match(words, /谢谢您请我进“氟硅材料链企业群”群.*\/setprivacy.*Disable.*管理员/u);
    assert.equal(await said(room), "", "the others need not read it");
  });

  it("tells it in the group whoever cannot be written to, and nobody where it hears all", async () => {
    const { api, said, after: done } = town;
    const rong = await town.person("荣师傅");
    await done(() => api.added(room, rong));
    api.privacy.on = true;
    await done(() => api.added(room, rong, "administrator"));
    assert.doesNotMatch((await said(room)) + (await said(rong)), /BotFather/u);
    await town.turnTo(BEGINS + 60_000);
    await town.sql`update account set reachable = false where external_id = ${String(rong.id)}`;
    await town.sql`update town set revision = revision + 1`;
    await done(() => api.added(room, rong));
    assert.match(await said(room, /BotFather/u), /@我/u);
    // A stranger's group: asked about as ever, and this beside it.
    const other = api.group("新群");
    await done(() => api.added(other, api.person("生人")));
    assert.match(await said(other, /BotFather/u), /还没有登记/u);
  });

  it("is not needed to see that somebody blocked the bot: no word is said to it, and the secretary hears of what did not arrive", async () => {
    const { api, person, said, after: done } = town;
    const rong = await person("荣师傅");
    api.say(api.direct(rong), rong, "流动资金缺800万，银行说抵押物不够");
    await said(rong, /已登记/u);
    const before = api.sent(rong.id).length;
    await done(() => api.removed(api.direct(rong), rong));
    assert.equal(api.sent(rong.id).length, before);
    const qian = await person("钱经理");
    await done(() => api.say(api.direct(qian), qian, "接单"));
    assert.equal(api.sent(rong.id).length, before);
    assert.match(await said(sun, /没能送达/u), /荣师傅（.*blocked/u);
    // Let in again, it says what waited.
    await done(() => (api.barred.delete(rong.id), api.added(api.direct(rong), rong)));
    assert.match(await said(rong, /接单/u), /钱经理/u);
  });
});
