import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { appendAudit, verifyAudit } from "../../src/audit/index.ts";
import { createBots } from "../../src/bots.ts";
import { examine } from "../../src/cli/doctor.ts";
import { Actor } from "../../src/cli/play/act.ts";
import { findPlays } from "../../src/cli/play/play.ts";
import { openWorlds, SECRET, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Sql } from "../../src/db/connect.ts";
import { scratch } from "../db/scratch.ts";

const bots = createBots();
let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], bots.work.towns);
});
after(() => worlds.close());

const AT = Date.parse("2026-11-23T01:00:00Z");
const deed = (n: number) => ({ by: "operator", what: "erase" as const, about: `person ${n}`, details: { n, b: true, a: "x" } });
const rowsOf = (sql: Sql) => sql<{ by: string; what: string; about: string; details: object }[]>`
  select a.by, a.what, a.about, a.details from audit a order by a.id`;

/** Acts a play out and shows what was audited after the import of its town. */
async function auditedIn(path: string): Promise<{ by: string; what: string; about: string; details: object }[]> {
  const [play] = await findPlays([path]);
  assert.ok(play);
  const world = await worlds.open(play.file, play.statements.find((each) => each.does === "town")?.name ?? "");
  await new Actor(world.sql, play, bots, undefined, () => Promise.resolve()).run();
  const names = new Map((await world.sql<{ id: number; name: string }[]>`select id, name from person`).map((each) => [`person ${each.id}`, each.name]));
  assert.equal((await verifyAudit(world.sql)).broken, undefined);
  const [town, ...rows] = await rowsOf(world.sql);
  assert.equal(town?.what, "import");
  await world.close();
  return rows.map((each) => ({ ...each, by: names.get(each.by) ?? each.by, about: names.get(each.about) ?? each.about }));
}

test("a matter that ends without its raiser's word, and who signed it, stands in the audit", async () => {
  assert.deepEqual(await auditedIn("test/plays/problem/unsolvable.md"), [
    { by: "李专员", what: "exception", about: "matter 1", details: { end: "unsolvable" } },
  ]);
});

test("an elder's home shown to somebody stands in the audit; one that is only matched does not", async () => {
  const shown = await auditedIn("test/plays/checkin/which-household.md");
  assert.ok(shown.length > 0);
  assert.deepEqual([...new Set(shown.map((each) => each.what))], ["look"]);
  assert.ok(
    shown.every((each) => each.by === "王秀" || each.by === "王队长"),
    JSON.stringify(shown),
  );
});

test("an ordinary problem, raised, worked on and solved, audits nothing", async () => {
  assert.deepEqual(await auditedIn("test/plays/problem/to-the-end.md"), []);
});

test("many at once make one chain", async () => {
  const database = await (await scratch()).database();
  await Promise.all(Array.from({ length: 40 }, (_, n) => database.sql.begin((tx) => appendAudit(tx, [deed(n), deed(n + 100)], AT + n))));
  const { rows, broken } = await verifyAudit(database.sql);
  assert.deepEqual({ rows, broken }, { rows: 80, broken: undefined });
  await database.drop();
});

test("a deed that is rolled back leaves nothing behind", async () => {
  const database = await (await scratch()).database();
  await database.sql.begin((tx) => appendAudit(tx, [deed(1)], AT));
  await database.sql
    .begin(async (tx) => {
      await appendAudit(tx, [deed(2)], AT);
      throw new Error("no");
    })
    .catch(() => {});
  await database.sql.begin((tx) => appendAudit(tx, [deed(3)], AT));
  assert.equal((await verifyAudit(database.sql)).rows, 2);
  assert.equal((await verifyAudit(database.sql)).broken, undefined);
  await database.drop();
});

const TAMPERED: Record<string, { id: number; why: string; how: (sql: Sql) => Promise<unknown> }> = {
  "another name": { id: 3, why: "内容被改过", how: (sql) => sql`update audit set by = 'person 1' where id = 3` },
  "another moment": { id: 3, why: "内容被改过", how: (sql) => sql`update audit set at = at + interval '1 second' where id = 3` },
  "other details": { id: 4, why: "内容被改过", how: (sql) => sql`update audit set details = '{"n": 3}' where id = 4` },
  "a row taken out": { id: 4, why: "接不上", how: (sql) => sql`delete from audit where id = 3` },
  "the first row taken out": { id: 2, why: "接不上", how: (sql) => sql`delete from audit where id = 1` },
  "a row put in": {
    id: 9,
    why: "接不上",
    how: (sql) => sql`insert into audit (id, at, by, what, about, previous, hash) overriding system value
      select 9, at, by, what, about, previous, repeat('a', 64) from audit where id = 3`,
  },
  "two rows exchanged": {
    id: 2,
    why: "内容被改过",
    how: (sql) => sql`update audit a set about = b.about, details = b.details from audit b where a.id in (2, 3) and b.id = 5 - a.id`,
  },
};

for (const [what, { id, why, how }] of Object.entries(TAMPERED))
  test(`the doctor names the first row that cannot be trusted: ${what}`, async () => {
    const database = await (await scratch()).database();
    await database.sql.begin((tx) => appendAudit(tx, [1, 2, 3, 4, 5].map(deed), AT));
    assert.ok((await examine(database.sql, SECRET)).every((each) => each.well));
    await how(database.sql);
    const [found] = (await examine(database.sql, SECRET)).filter((each) => !each.well);
    assert.ok(found?.say.includes(`从第 ${id} 号起不可信`) && found.say.includes(why), found?.say);
    await database.drop();
  });

test("the doctor says when the secret is not the one that sealed", async () => {
  const world = await worlds.open("doctor.md", "mornings");
  assert.ok((await examine(world.sql, SECRET)).every((each) => each.well));
  assert.match((await examine(world.sql, "another")).find((each) => !each.well)?.say ?? "", /密钥打不开/u);
  await world.close();
});
