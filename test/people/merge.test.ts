import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import type { Heard } from "../../src/channel/port.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { createBots } from "../../src/bots.ts";
import { erase, personalOf } from "../../src/cli/erase.ts";
import { openWorlds, SECRET, type Worlds } from "../../src/cli/play/worlds.ts";
import { verifyAudit } from "../../src/audit/index.ts";
import type { Sql } from "../../src/db/connect.ts";
import { createVault } from "../../src/db/seal.ts";
import { importTown } from "../../src/people/import.ts";
import { readTown } from "../../src/people/town-file.ts";
import { sealFor } from "../../src/people/index.ts";
import { onDisk } from "../../src/media/store.ts";
import { occasionPersonal } from "../../src/occasion/index.ts";
import { createProgram } from "../../src/program.ts";
import { type Contents, contentsOf } from "../restore/town.ts";

/* Two channels: `outside`, whose ids say nothing, as WeChat's do, and the one of plays. */

const bots = createBots();
let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], bots.work.towns);
});
after(() => worlds.close());

const AT = Date.parse("2026-11-23T01:00:00Z");
const DAY = 86_400_000;
const GROUP = { kind: "group" as const, id: "g1", name: "群" };
const direct = (id: string) => ({ kind: "direct" as const, id });

async function town() {
  const world = await worlds.open("merge.md", "small");
  const { sql } = world;
  await sql`insert into account (channel, kind, external_id, room_id) select 'outside', 'chat', 'g1', id from room where name = '氟硅材料链企业群'`;
  await sql`insert into account (channel, kind, external_id, person_id) select 'outside', 'user', 'old', id from person where name = '荣师傅'`;
  await sql`update town set revision = revision + 1`;
  const [far, home] = [createMemory("outside"), createMemory("web")];
  for (const each of [far, home]) await each.start({ hear: async () => {}, state: () => {} });
  const clock = { now: AT };
  const program = await createProgram({
    sql,
    now: () => clock.now,
    work: bots.work,
    understand: bots.understand,
    vault: createVault(SECRET),
    channels: [far, home],
    home: "web",
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
  });
  let count = 0;
  const hear = async (channel: string, from: Heard["from"], where: Heard["where"], text: string): Promise<void> => {
    count += 1;
    await program.hear({ channel, account: "main", key: `k${count}`, where, from, at: clock.now, kind: "message", text, messageId: `m${count}` });
    await program.drain();
  };
  const last = (memory: typeof far, id: string): string => memory.messages(direct(id)).at(-1)?.text ?? "";
  return {
    ...world,
    clock,
    /** Somebody on the outside channel, privately or in the group. */
    far: async (id: string, text: string, more: { name?: string; remark?: string; where?: Heard["where"] } = {}): Promise<string> => {
      const { where = direct(id), name = `网名${id}`, remark } = more;
      await hear("outside", { id, name, ...(remark === undefined ? {} : { remark }) }, where, text);
      return last(far, id);
    },
    home: async (who: string, text: string): Promise<string> => {
      await hear("web", { id: who, name: who }, direct(who), text);
      return last(home, who);
    },
    told: (id: string) => last(far, id),
    toldHome: (who: string) => last(home, who),
    count: () => far.transcript.length,
  };
}

/** Without what a merge and its undoing themselves write: the record, the audit, the town's revision. */
const WITHOUT = /^(?:public\.(?:person_merge|audit|town|seen)|story\.|drizzle\.)/u;
const rowsOf = (contents: Contents): Contents => Object.fromEntries(Object.entries(contents).filter(([name]) => !WITHOUT.test(name)));
const tieNow = async (sql: Sql, from: string, into: string): Promise<{ newcomer: number; person: number }> => {
  const [row] = await sql<{ newcomer: number; person: number }[]>`
    select f.id as newcomer, i.id as person from person f, person i where f.name = ${from} and i.name = ${into}`;
  assert.ok(row);
  return row;
};

test("what was merged and undone is row for row what it was before", async () => {
  const t = await town();
  // A colleague who came by conversation, with a matter, a receipt, a place in the group, and in the middle of a sentence.
  await t.far("new", "我是森荣新材料的会计", { name: "氟小白" });
  await t.home("李专员", "是");
  await t.far("new", "流动资金缺800万，银行说抵押物不够");
  await t.far("new", "大家好", { where: GROUP });
  await t.home("孙书记", "公告：明天下午两点在市工业局开会，请各企业参加");
  await t.home("孙书记", "1");
  await t.far("new", "反映问题");
  await t.home("荣师傅", "贷款下个月到期，续贷300万办不下来");
  const [{ sessions } = { sessions: 0 }] = await t.sql`select count(*)::int as sessions from conversation where sessions <> '[]'`;
  assert.ok(sessions, "somebody is in the middle of something");

  const before = rowsOf(await contentsOf(t.sql));
  const pair = await tieNow(t.sql, "氟小白", "荣师傅");
  const { deeds } = (await programOf(t.sql)).world;
  const run = (name: string, value: object) =>
    t.sql.begin((tx) => (deeds[name] as (tx: unknown, done: unknown, now: number) => Promise<void>)(tx, [{ value, who: pair.person, heard: null }], AT));
  await run("person.tie", { ...pair, invitation: null, how: "commanded", evidence: ["备注“荣师傅”"] });
  const between = rowsOf(await contentsOf(t.sql));
  const changed = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(between[name]));
  for (const name of ["account", "heard", "matter", "matter_event", "membership", "person", "role", "conversation", "line"])
    assert.ok(changed.includes(`public.${name}`), `${name} was moved`);
  assert.equal((await t.sql`select 1 from matter where raiser_id = ${pair.newcomer}`).length, 0);

  const [merge] = await t.sql<{ id: number }[]>`select id from person_merge`;
  await run("person.untie", { merge: merge?.id, person: pair.person });
  assert.deepEqual(rowsOf(await contentsOf(t.sql)), before);
  // Once more changes nothing.
  await run("person.untie", { merge: merge?.id, person: pair.person });
  assert.deepEqual(rowsOf(await contentsOf(t.sql)), before);
  await t.close();
});

const programOf = (sql: Sql) =>
  createProgram({
    sql,
    now: () => AT,
    work: bots.work,
    understand: bots.understand,
    vault: createVault(SECRET),
    channels: [],
    home: "web",
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
  });

test("a newcomer whom the login calls by a known name is put to the confirmer at once, and nothing more is said to the old account", async () => {
  const t = await town();
  const [{ id } = { id: 0 }] = await t.sql<{ id: number }[]>`select id from person where name = '荣师傅'`;
  const [phone] = await sealFor(t.sql, createVault(SECRET), [{ person: id, table: "person", row: String(id), column: "phone_sealed", text: "13800000000" }]);
  await t.sql`update person set phone_sealed = decode(${phone ?? ""}, 'hex') where id = ${id}`;
  await t.far("old", "流动资金缺800万，银行说抵押物不够");
  t.clock.now += 3 * DAY;
  assert.match(await t.far("new", "你好", { name: "小荣荣", remark: "荣师傅" }), /已请李专员确认/u);
  assert.match(t.toldHome("李专员"), /是荣师傅本人吗？.*备注“荣师傅”.*原来的号3天没说话/u);
  assert.match(await t.far("new", "我电话13800000000"), /已请李专员确认/u);
  assert.match(t.toldHome("李专员"), /手机号与登记的一致/u);
  assert.match(await t.home("李专员", "是"), /已登记为老荣/u);
  assert.match(t.told("new"), /李专员已确认您的身份/u);
  const before = t.told("old");
  await t.home("钱经理", "接单");
  assert.match(t.told("new"), /钱经理接单/u);
  assert.equal(t.told("old"), before);
  // It speaks again: it was not dead after all.
  assert.match(await t.far("old", "氟硅-0001 怎么样了"), /氟硅-0001/u);
  await t.close();
});

test("a remark that is made later is put to the confirmer with what was said, and of two who may be meant one is chosen", async () => {
  const t = await town();
  await t.far("new", "你好", { name: "小荣荣" });
  assert.match(await t.far("new", "我是东岳的王小云", { name: "小荣荣", remark: "荣师傅" }), /已请李专员确认/u);
  assert.match(t.toldHome("李专员"), /是王小云本人吗？.*备注“荣师傅”/su);
  assert.match(await t.far("new", "我是王小云", { name: "小荣荣", remark: "荣师傅" }), /已请李专员确认/u);
  assert.match(t.toldHome("李专员"), /可能是下面2位之一/u);
  assert.match(await t.home("李专员", "都不是"), /没有登记/u);
  await t.close();
});

/** Only who has an office is named there, and such a person is never merged into somebody; or the row is a record of its own. */
const STAYS = [
  ["absence.person_id", "checkin.elder_id", "elder.backup_id", "elder.person_id", "elder.volunteer_id", "smiley.elder_id", "town_role.person_id"],
  ["absence.by_id", "checkin.volunteer_id", "duty.cover_id", "heard.with_id", "notice.approver_id", "notice_version.by_id", "invitation.made_by_id"],
  ["conversation.person_id", "person_key.person_id", "room.person_id", "account.person_id"],
  ["person_merge.from_id", "person_merge.into_id", "person_merge.merged_by_id", "person_merge.undone_by_id"],
].flat();

test("every column that names a person is moved by a merge, or is known to stay", async () => {
  const t = await town();
  const columns = await t.sql<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name ~ '^(person|owner|raiser|.*by|with|author|approver|deputy|volunteer|backup|elder|cover|from|into)_id$' order by 1`;
  const parts = [...personalOf(bots), occasionPersonal];
  const moved = parts.flatMap((each) => each.refers ?? []).map((each) => `${each.table}.${each.column}`);
  const named = columns.map((each) => each.name);
  assert.deepEqual(
    named.filter((each) => !moved.includes(each) && !STAYS.includes(each)),
    [],
  );
  assert.deepEqual(
    STAYS.filter((each) => !named.includes(each)),
    [],
  );
  await t.close();
});

test("whoever is in the middle of a sentence goes on with it, across the merge and its undoing", async () => {
  const t = await town();
  await t.far("new", "我是东岳氟材的会计", { name: "氟小白" });
  await t.home("李专员", "是");
  await t.far("new", "反映问题");
  await t.home("李专员", "把微信“氟小白”并到荣师傅");
  assert.match(await t.home("李专员", "1"), /已并到老荣/u);
  // Begun before, ended as the other: the matter goes back; begun meanwhile, ended after: it is theirs.
  assert.match(await t.far("new", "流动资金缺800万，银行说抵押物不够"), /已登记 氟硅-0001/u);
  await t.far("new", "反映问题");
  await t.home("李专员", "撤销合并 荣师傅");
  assert.match(await t.home("李专员", "1"), /已撤销.*氟硅-0001/u);
  assert.match(await t.far("new", "贷款下个月到期，续贷300万办不下来"), /已登记 氟硅-0002/u);
  const matters = await t.sql`select raiser, organisation from story.matter order by no`;
  assert.deepEqual(
    matters.map((each) => ({ ...each })),
    [
      { raiser: "氟小白", organisation: "东岳氟材" },
      { raiser: "氟小白", organisation: "东岳氟材" },
    ],
  );
  assert.equal((await t.sql`select 1 from conversation where sessions <> '[]'`).length, 0);
  await t.close();
});

test("a nickname that is somebody's name proposes nobody", async () => {
  const t = await town();
  assert.match(await t.far("new", "大家好，以后多关照", { name: "荣师傅" }), /确认/u);
  assert.match(`${t.toldHome("孙书记")}${t.toldHome("李专员")}`, /您认识吗/u);
  await t.close();
});

test("a code for another person moves an account only by a commissioner's word, and it can be undone", async () => {
  const t = await town();
  await t.sql`insert into invitation (code, person_id, made_at) select 'K7M2P9', id, ${AT}::timestamptz from person where name = '小荣'`;
  assert.match(await t.far("old", "邀请码 K7M2P9"), /登记的是老荣。要改成小荣，已请李专员确认/u);
  assert.match(t.toldHome("李专员"), /荣师傅的账号.*小荣的邀请码/u);
  assert.match(await t.home("李专员", "1"), /已改到小荣名下/u);
  await t.far("old", "流动资金缺800万，银行说抵押物不够");
  assert.deepEqual(
    (await t.sql`select raiser from story.matter`).map((each) => each["raiser"]),
    ["小荣"],
  );
  assert.match(await t.home("李专员", "撤销合并 小荣"), /撤销“老荣”并到小荣.*氟硅-0001/u);
  assert.match(await t.home("李专员", "1"), /已撤销/u);
  assert.deepEqual(
    (await t.sql`select raiser from story.matter`).map((each) => each["raiser"]),
    ["荣师傅"],
  );
  assert.match(t.told("old"), /误登记为别人/u);
  await t.close();
});

test("what goes back is told of by the audit, and erasing takes the words of a merge and leaves that", async () => {
  const t = await town();
  await t.far("new", "我是森荣的荣师傅", { name: "氟小白" });
  await t.home("李专员", "是");
  const audited = await t.sql`select what, details ->> 'how' as how from audit where what like '%merge' order by id`;
  assert.deepEqual(
    audited.map((each) => ({ ...each })),
    [{ what: "merge", how: "answered" }],
  );
  // The file comes once more: the account stays with whom it was tied to.
  const read = readTown(JSON.parse(await readFile(new URL("../towns/small.json", import.meta.url), "utf8")));
  assert.ok(read.ok);
  await importTown(t.sql, read.town, { now: AT, vault: createVault(SECRET), readers: bots.work.towns });
  assert.match(await t.far("new", "流动资金缺800万，银行说抵押物不够"), /已登记/u);
  assert.deepEqual(
    (await t.sql`select raiser from story.matter`).map((each) => each["raiser"]),
    ["荣师傅"],
  );
  assert.equal(
    (
      await erase(
        t.sql,
        onDisk(tmpdir(), () => {}),
        "荣师傅",
        personalOf(bots),
        AT,
      )
    ).ok,
    true,
  );
  // What was said to others of them stays, as what others said does.
  const everything = Object.entries(await contentsOf(t.sql)).filter(([name]) => !/\.(?:line|turn)$/u.test(name));
  for (const word of ["氟小白", "荣师傅", "老荣"]) assert.equal(JSON.stringify(everything).includes(word), false, `${word} is nowhere`);
  assert.equal((await t.sql`select 1 from audit where what = 'merge'`).length, 1);
  assert.equal((await verifyAudit(t.sql)).broken, undefined);
  assert.match(await t.home("孙书记", "撤销合并 荣师傅"), /撤销合并/u);
  await t.close();
});
