import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { erase, personalOf } from "../../src/cli/erase.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, SECRET, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Sql } from "../../src/db/connect.ts";
import { createVault, keysFrom, seal } from "../../src/db/seal.ts";
import { createKeeper } from "../../src/media/keep.ts";
import { onDisk, smallOf, type Store } from "../../src/media/store.ts";
import { resealAll } from "../../src/people/index.ts";
import { contentsOf } from "../restore/town.ts";

const bots = createBots();
let worlds: Worlds;
let folder: string;
let store: Store;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], bots.work.towns);
  folder = await mkdtemp(join(tmpdir(), "lianxin-erase-"));
  store = onDisk(folder, () => {});
});
after(async () => {
  await worlds.close();
  await rm(folder, { recursive: true, force: true });
});

const AT = Date.parse("2026-11-23T01:00:00Z");
async function stageIn(sql: Sql): Promise<{ stage: Stage; say: (who: string, text: string) => Promise<string> }> {
  const stage = new Stage(sql, bots, undefined);
  stage.now = AT;
  await stage.rebuild();
  const say = async (who: string, text: string): Promise<string> => {
    const where = { kind: "direct" as const, id: who };
    await stage.turn(() => stage.memory.say({ kind: "message", where, from: { id: who, name: who }, at: stage.now, text }));
    return stage.memory.messages(where).at(-1)?.text ?? "";
  };
  return { stage, say };
}

const homes = (sql: Sql) => sql<{ id: number; home: Uint8Array; key: Uint8Array }[]>`
  select p.id, e.home_sealed as home, k.wrapped as key from elder e join person p on p.id = e.person_id join person_key k on k.person_id = p.id where p.name = '刘阿姨'`;
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const place = { table: "elder", row: "刘阿姨", column: "home_sealed" };

test("whoever is erased is found in no table any more, and what they did is still counted", async () => {
  const world = await worlds.open("erase.md", "small");
  const { say, stage } = await stageIn(world.sql);
  await say("荣师傅", "流动资金缺800万，银行说抵押物不够");
  await say("钱经理", "氟硅-0001 已联系，荣总说急用");
  await say("荣师傅", "反映问题");
  const keeper = createKeeper(world.sql, store, () => AT);
  const { hash } = await keeper.keep(PICTURE);
  assert.ok(await keeper.thumbnail(hash));
  await world.sql`update heard set media = ${JSON.stringify([{ kind: "picture", name: "厂房.png", hash }])}::text::jsonb where text like '流动资金%'`;
  assert.deepEqual(await erase(world.sql, store, "荣师傅", personalOf(bots), AT), { ok: true, person: (await personNamed(world.sql))?.id });

  assert.deepEqual([await store.has(hash), await store.has(smallOf(hash))], [false, false], "what they sent, and what was made of it");
  const everything = JSON.stringify(await contentsOf(world.sql));
  for (const word of ["荣师傅", "老荣", "荣工", "流动资金", "抵押物"]) assert.equal(everything.includes(word), false, `${word} is nowhere`);
  const [matter] = await world.sql`select no, raiser, organisation, state from story.matter`;
  assert.deepEqual(
    { no: matter?.["no"], raiser: matter?.["raiser"], organisation: matter?.["organisation"] },
    { no: "氟硅-0001", raiser: matter?.["raiser"], organisation: "森荣新材料" },
  );
  assert.match(String(matter?.["raiser"]), /^已删除 \d+$/u);
  assert.match(await say("钱经理", "氟硅-0001 怎么样了"), /氟硅-0001 .*（已删除）/u);
  await stage.advance(AT + 8 * 24 * 3_600_000);
  assert.equal((await world.sql`select 1 from heard where state = 'parked'`).length, 0, "the program goes on");

  assert.deepEqual(await erase(world.sql, store, "荣师傅", personalOf(bots), AT), { ok: false, say: "没有叫“荣师傅”的人。" });
  assert.match(((await erase(world.sql, store, String(matter?.["raiser"]), personalOf(bots), AT)) as { say: string }).say, /已经删除过了/u);
  await world.close();
});

const personNamed = async (sql: Sql) => (await sql<{ id: number }[]>`select id from person where name like '已删除 %'`)[0];

test("what was sealed for an elder opens by their own key, and by none once it is destroyed", async () => {
  const world = await worlds.open("erase.md", "mornings");
  const vault = createVault(SECRET);
  const [one] = await homes(world.sql);
  assert.ok(one);
  const key = { person: one.id, wrapped: one.key };
  const home = vault.open(place, one.home, key);
  assert.ok(home.ok && home.text.includes("号楼"));
  assert.deepEqual(createVault(SECRET).open(place, one.home, { person: one.id, wrapped: null }), { ok: false, code: "erased" });
  assert.throws(() => createVault("another secret").open(place, one.home, key));

  await world.sql`update person_key set wrapped = null, destroyed_at = now() where person_id = ${one.id}`;
  const { say } = await stageIn(world.sql);
  assert.doesNotMatch(await say("王队长", "刘阿姨今天怎么样"), /处理时出了错/u);
  assert.doesNotMatch(await say("王秀", "刘阿姨平安"), /处理时出了错/u);
  await world.close();
});

test("what the town's key sealed before still opens, and is sealed by people's own when that is asked for", async () => {
  const world = await worlds.open("erase.md", "mornings");
  const vault = createVault(SECRET);
  const before = seal(keysFrom(SECRET).seal, place, "老地方5号");
  await world.sql`update elder set home_sealed = ${before} where person_id = (select id from person where name = '刘阿姨')`;
  const [old] = await homes(world.sql);
  assert.deepEqual(vault.open(place, old?.home ?? new Uint8Array()), { ok: true, text: "老地方5号" });
  const columns = personalOf(bots).flatMap((each) => each.sealed ?? []);
  assert.equal(await resealAll(world.sql, vault, columns, AT), 1);
  assert.equal(await resealAll(world.sql, vault, columns, AT), 0);
  const [now] = await homes(world.sql);
  assert.equal(now?.home[0], 2);
  assert.deepEqual(vault.open(place, now?.home ?? new Uint8Array(), { person: now?.id ?? 0, wrapped: now?.key ?? null }), { ok: true, text: "老地方5号" });

  // Sealed in the old way, it must not outlive its person either.
  await world.sql`update elder set home_sealed = ${before} where person_id = ${now?.id ?? 0}`;
  await world.sql`update person set phone_sealed = ${seal(keysFrom(SECRET).seal, { table: "person", row: now?.id ?? 0, column: "phone_sealed" }, "13800138000")} where id = ${now?.id ?? 0}`;
  await erase(world.sql, store, "刘阿姨", personalOf(bots), AT);
  assert.equal((await world.sql`select 1 from person where phone_sealed is not null and id = ${now?.id ?? 0}`).length, 0);
  await world.close();
});
