import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Heard } from "../../src/channel/port.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { createBots } from "../../src/bots.ts";
import { createVault } from "../../src/db/seal.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { connect, type Sql, targetOf } from "../../src/db/connect.ts";
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
  const { close, ...world } = await worlds.open("strangers.md", "small");
  const sql = connect(targetOf(world.sql), { max: 6 });
  const [far, home] = [createMemory("outside"), createMemory("web")];
  const channel = { ...far, directLink: () => "https://link.example/bot" };
  for (const each of [far, home]) await each.start({ hear: async () => {}, state: () => {} });
  const program = await createProgram({
    sql,
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
  return { world: { ...world, sql, close: () => sql.end().then(() => close()) }, hear, home: home1, far: far1, inside };
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

/** Whoever names somebody or something so waits until `doing` has begun, and all of them go on at once. */
async function atOnce(sql: Sql, taken: (gate: Sql) => Promise<unknown>, doing: () => Promise<void>[]): Promise<void> {
  const gate = await sql.reserve();
  await gate`begin`;
  await taken(gate);
  const begun = doing();
  for (;;) {
    const [row] = await gate<[{ n: number }]>`
      select count(*)::int as n from pg_locks k join pg_stat_activity a using (pid)
      where a.datname = current_database() and k.locktype = 'transactionid' and not k.granted`;
    if (row.n >= begun.length) break;
  }
  await gate`rollback`;
  gate.release();
  await Promise.all(begun);
}

test("two groups of one name are two groups, though one person speaks in both at once", async () => {
  const { world, hear } = await outside();
  const groups = ["-91", "-92"].map((id) => ({ kind: "group" as const, id, name: "群聊" }));
  await Promise.all(groups.map((group, n) => hear(said("901", group, `这是第${n + 1}个群`, { mentionsMe: true }))));
  const heard = await world.sql<{ text: string; room: string }[]>`
    select h.text, a.external_id as room from heard h join account a on a.room_id = h.room_id order by h.text`;
  assert.deepEqual(
    heard.map((each) => ({ ...each })),
    [
      { text: "这是第1个群", room: "-91" },
      { text: "这是第2个群", room: "-92" },
    ],
  );
  await world.close();
});

test("two groups of one name, and two people of one name, are heard each as their own, though both are new at the same moment", async () => {
  const { world, hear } = await outside();
  const { sql } = world;
  const group = (id: string) => ({ kind: "group" as const, id, name: "群聊" });
  await Promise.all(["911", "912"].map((id) => hear(said(id, { kind: "direct", id }, "你好"))));
  await atOnce(
    sql,
    (gate) => gate`insert into room (kind, name) values ('group', '群聊')`,
    () => ["911", "912"].map((id) => hear(said(id, group(`-${id}`), "在群里说", { mentionsMe: true }))),
  );
  await atOnce(
    sql,
    (gate) => gate`insert into person (name, display) values ('王芳', '王芳')`,
    () => ["913", "914"].map((id) => hear({ ...said(id, { kind: "direct", id }, "初次说话"), from: { id, name: "王芳" } })),
  );
  const heard = await sql<{ text: string; by: string; room: string }[]>`
    select h.text, u.external_id as by, c.external_id as room from heard h join account u on u.person_id = h.person_id
    left join account c on c.room_id = h.room_id where h.text <> '你好' order by h.text, u.external_id`;
  assert.deepEqual(
    heard.map((each) => ({ ...each })),
    [
      { text: "初次说话", by: "913", room: null },
      { text: "初次说话", by: "914", room: null },
      { text: "在群里说", by: "911", room: "-911" },
      { text: "在群里说", by: "912", room: "-912" },
    ],
  );
  await world.close();
});

test("whatever people, groups, files and messages are called, what is said is heard", async () => {
  const odd = { NUL: "a\u0000b", "half a letter": "a\ud83db", "a letter cut in half": `${"甲".repeat(39)}😀` };
  const { world, hear } = await outside();
  for (const [what, name] of Object.entries(odd)) {
    const group = { kind: "group" as const, id: `g${name}`, name };
    const more = {
      key: `k${name}`,
      from: { id: `u${name}`, name, remark: name },
      mentionsMe: true,
      mentions: [name],
      messageId: name,
      quote: { messageId: name, mine: false, text: name },
      media: [{ kind: "file", name, missing: name }],
    };
    await hear(said("", group, what, more));
    await hear(said("", { kind: "direct", id: `u${name}` }, what, { ...more, key: `d${name}` }));
    await hear({ ...said("", group, ""), ...more, key: `p${name}`, kind: "press", data: name } as Heard);
    // Told again, it falls out.
    await hear(said("", group, what, more));
    const states = await world.sql`select kind, state from heard where text = ${what} or kind = 'press' order by id`;
    assert.equal(states.filter((each) => each["state"] !== "parked").length, 3, what);
    await world.sql`delete from heard`;
  }
  await world.close();
});
