import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Heard } from "../../src/channel/port.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { createBots } from "../../src/bots.ts";
import { createVault } from "../../src/db/seal.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { createProgram } from "../../src/program.ts";

/* Outside accounts: a channel whose people and rooms are known by its own ids, and which cannot write first. */

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

const AT = Date.parse("2026-11-23T01:00:00Z");
let count = 0;
const said = (from: string, where: Heard["where"], text: string, more: object = {}): Heard =>
  ({
    channel: "outside",
    account: "bot",
    key: `k${(count += 1)}`,
    where,
    from: { id: from, name: `网名${from}` },
    at: AT,
    kind: "message",
    text,
    ...more,
  }) as Heard;

async function outside() {
  const world = await worlds.open("strangers.md", "small");
  const [far, home] = [createMemory("outside"), createMemory("web")];
  const channel = { ...far, directLink: () => "https://link.example/bot" };
  for (const each of [far, home]) await each.start({ hear: async () => {}, state: () => {} });
  const program = await createProgram({
    sql: world.sql,
    now: () => AT,
    ...createBots(),
    vault: createVault("strangers"),
    channels: [channel, home],
    home: "web",
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
  });
  const hear = async (heard: Heard) => {
    await program.hear(heard);
    await program.drain();
  };
  const home1 = (who: string) =>
    home
      .messages({ kind: "direct", id: who })
      .map((each) => each.text)
      .join("\n");
  const far1 = (kind: "direct" | "group", id: string) =>
    far
      .messages({ kind, id })
      .map((each) => each.text)
      .join("\n");
  const inside = (who: string, text: string): Heard => ({
    channel: "web",
    account: "main",
    key: `w${(count += 1)}`,
    where: { kind: "direct", id: who },
    from: { id: who, name: who },
    at: AT,
    kind: "message",
    text,
  });
  return { world, hear, home: home1, far: far1, inside };
}

test("an invitation code said to the bot ties an outside account to its person", async () => {
  const { world, hear, far, home, inside } = await outside();
  await world.sql`insert into invitation (code, person_id, made_at) select 'K7M2P9', id, now() from person where name = '荣师傅'`;
  await hear(said("501", { kind: "direct", id: "501" }, "k7m2p9"));
  assert.match(far("direct", "501"), /老荣/u);
  await hear(said("501", { kind: "direct", id: "501" }, "流动资金缺800万，银行说抵押物不够"));
  assert.match(far("direct", "501"), /已登记 氟硅-0001/u);
  assert.deepEqual(
    (await world.sql`select raiser from story.matter`).map((each) => each["raiser"]),
    ["荣师傅"],
  );
  // The code opens once only.
  await hear(said("502", { kind: "direct", id: "502" }, "k7m2p9"));
  assert.match(far("direct", "502"), /请.*确认|姓名和单位/u);
  await hear(inside("钱经理", "接单"));
  assert.match(far("direct", "501"), /钱经理接单/u);
  assert.match(home("钱经理"), /已接单/u);
  await world.close();
});

test("a stranger is asked once who they are, and a person confirms before they are believed", async () => {
  const { world, hear, far, home, inside } = await outside();
  await hear(said("601", { kind: "direct", id: "601" }, "你好"));
  assert.match(far("direct", "601"), /姓名和单位/u);
  await hear(said("601", { kind: "direct", id: "601" }, "我是森荣新材料的荣师傅"));
  assert.match(far("direct", "601"), /李专员确认/u);
  assert.match(home("李专员"), /荣师傅本人吗/u);
  await hear(inside("李专员", "是"));
  assert.match(far("direct", "601"), /已确认您的身份/u);
  await hear(said("601", { kind: "direct", id: "601" }, "流动资金缺800万，银行说抵押物不够"));
  assert.deepEqual(
    (await world.sql`select raiser, organisation from story.matter`).map((each) => ({ ...each })),
    [{ raiser: "荣师傅", organisation: "森荣新材料" }],
  );
  await world.close();
});

test("an unknown group is asked about once, and belongs to its chain from then on", async () => {
  const { world, hear, far, home, inside } = await outside();
  const group = { kind: "group" as const, id: "-77", name: "新建的群" };
  await hear({ ...said("701", group, ""), kind: "room", change: "added" } as Heard);
  assert.match(home("孙书记"), /新建的群.*哪条链/su);
  await hear(said("701", group, "链心，在吗", { mentionsMe: true }));
  assert.equal(home("孙书记").match(/拉进了/gu)?.length, 1, "asked once");
  await hear(inside("孙书记", "氟硅材料"));
  assert.match(home("孙书记"), /登记为氟硅材料/u);
  const [room] = await world.sql`select r.state, o.name from room r join organisation o on o.id = r.organisation_id where r.name = '新建的群'`;
  assert.deepEqual({ ...room }, { state: "known", name: "氟硅材料" });
  assert.match(far("group", "-77"), /还没有登记/u);
  await world.close();
});

test("who cannot be written to first is offered a link in the group, and gets everything once the chat is open", async () => {
  const { world, hear, far } = await outside();
  await world.sql`insert into account (channel, kind, external_id, person_id, reachable) select 'outside', 'user', '801', id, false from person where name = '荣师傅'`;
  await world.sql`insert into account (channel, kind, external_id, room_id) select 'outside', 'chat', '-88', id from room where name = '氟硅材料链企业群'`;
  await world.sql`update town set revision = revision + 1`;
  const group = { kind: "group" as const, id: "-88", name: "群" };
  await hear(said("801", group, "银行贷款到期，续贷一直批不下来", { mentionsMe: true }));
  assert.match(far("group", "-88"), /已登记/u);
  assert.match(far("group", "-88"), /https:\/\/link\.example\/bot/u);
  await world.close();
});
