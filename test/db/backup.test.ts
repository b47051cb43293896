import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { backup } from "../../src/db/backup.ts";
import type { Query, Sql } from "../../src/db/connect.ts";
import { journal, migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { restore } from "../../src/db/restore.ts";
import { keysFrom, open, seal } from "../../src/db/seal.ts";
import { inFolder } from "./program.ts";
import { scratch } from "./scratch.ts";

const secret = "c2VjcmV0";
const awkward = 'tab\t, line\nfeed, back\\slash, \\N, quote ", 氟硅链 🎉';

after(async () => (await scratch()).close());

/** A town with a little of everything COPY might stumble over. */
async function fill(sql: Sql): Promise<void> {
  await sql`insert into town (name, zone, hours) values ('永修', 'Asia/Shanghai', ${sql.json({ work: ["08:30-12:00"], note: awkward })})`;
  await sql`
    insert into person (name, display, aliases, state)
    select 'person ' || n, ${awkward}, array['a' || n, null, ${awkward}], 'known' from generate_series(1, 20000) n`;
  const sealed = seal(keysFrom(secret).seal, { table: "person", row: 7, column: "phone_sealed" }, "13800138000");
  await sql`update person set phone_sealed = ${sealed}, deputy_id = 20000 where id = 7`;
  await sql`delete from person where id = 19999`;
  await sql`insert into room (kind, name, person_id) select 'direct', name, id from person where id <= 5000`;
  await sql`insert into line (room_id, class, repeatable, text, not_before, made_at) select id, 'due', true, ${awkward}, now(), 'epoch' from room`;
}

/** Each table's rows in one sum, whatever order they lie in. */
async function sums(query: Query): Promise<Record<string, string>> {
  const tables = await query<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'drizzle') and table_type = 'BASE TABLE'`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await query.unsafe<{ sum: string }[]>(`select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${name} t`);
    found[name] = row?.sum ?? "";
  }
  return found;
}

test("A backup taken while people go on writing comes back row for row in a new folder", async () => {
  const source = await (await scratch()).database();
  await fill(source.sql);
  await inFolder(async (folder) => {
    const [from, to, file] = [join(folder, "from"), join(folder, "to"), join(folder, "town.backup")];
    await mkdir(join(from, "media", "ab"), { recursive: true });
    await writeFile(join(from, "media", "ab", "abcd"), "a photograph");
    await writeFile(join(from, "media", "ab", "empty"), "");

    const writer = source.connect({ max: 1 });
    let [writing, written] = [true, 0];
    const busy = (async () => {
      for (; writing; written++)
        await writer`with p as (insert into person (name, display) values (${`late ${written}`}, '') returning id)
        insert into room (kind, name, person_id) select 'direct', 'late', id from p`;
    })();
    const made = await backup(source.sql, from, file, { secret });
    const during = written;
    writing = false;
    await busy;
    assert.ok(during > 0, "somebody wrote in the meantime");
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.doesNotMatch(execFileSync("tar", ["-xzOf", file], { encoding: "latin1", maxBuffer: 1e9 }), /13800138000|c2VjcmV0/);

    const target = await openDatabase({ folder: to });
    assert.deepEqual(await restore(target.sql, to, file, { secret }), made);
    // What came later is taken away from the source, in the order of references, and nothing else differs.
    const late = (await target.sql<{ id: number }[]>`select coalesce(max(id), 0) as id from person where name like 'late %'`)[0]?.id ?? 0;
    await source.sql`delete from room where name = 'late' and person_id > ${Math.max(late, 20000)}`;
    await source.sql`delete from person where name like 'late %' and id > ${Math.max(late, 20000)}`;
    assert.deepEqual(await sums(target.sql), await sums(source.sql));

    const [person] = await target.sql<{ phone_sealed: Uint8Array }[]>`select phone_sealed from person where id = 7`;
    assert.equal(open(keysFrom(secret).seal, { table: "person", row: 7, column: "phone_sealed" }, person?.phone_sealed ?? new Uint8Array()), "13800138000");
    assert.equal(await readFile(join(to, "media", "ab", "abcd"), "utf8"), "a photograph");
    assert.equal((await readdir(join(to, "media", "ab"))).length, 2);
    const [added] = await target.sql<{ id: number }[]>`insert into person (name, display) values ('new', '') returning id`;
    assert.ok((added?.id ?? 0) > 20000, "numbers go on where they stood");
    await assert.rejects(Promise.resolve(target.sql`insert into membership (room_id, person_id, joined_at) values (1, -1, now())`), { code: "23503" });
    await assert.rejects(restore(target.sql, to, file, { secret }), /已有内容/);
    await target.close();
  });
  await source.drop();
});

test("Only the right secret restores, unless the backup was asked to carry it", async () => {
  const server = await scratch();
  const source = await server.database();
  await source.sql`insert into town (name, zone, hours) values ('永修', 'Asia/Shanghai', '{}')`;
  await inFolder(async (folder) => {
    const [without, carrying] = [join(folder, "without"), join(folder, "carrying")];
    await backup(source.sql, folder, without, { secret });
    await backup(source.sql, folder, carrying, { secret, withSecret: true });
    const target = await server.database();
    await assert.rejects(restore(target.sql, join(folder, "a"), without), /LIANXIN_SECRET/);
    await assert.rejects(restore(target.sql, join(folder, "a"), without, { secret: "wrong" }), /LIANXIN_SECRET/);
    await restore(target.sql, join(folder, "a"), carrying);
    assert.equal(await readFile(join(folder, "a", "secret"), "utf8"), `${secret}\n`);
    assert.equal((await stat(join(folder, "a", "secret"))).mode & 0o777, 0o600);
    await target.drop();
  });
  await source.drop();
});

test("A backup that was cut or changed is refused, and leaves the database as empty as it was", async () => {
  const server = await scratch();
  const source = await server.database();
  await fill(source.sql);
  await inFolder(async (folder) => {
    const file = join(folder, "whole");
    await backup(source.sql, folder, file);
    const bytes = await readFile(file);
    const target = await server.database();
    for (const [name, damaged] of [
      ["cut", bytes.subarray(0, bytes.length * 0.7)],
      ["changed", Buffer.from(bytes).fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 9)],
      ["other", Buffer.from("not a backup")],
    ] as const) {
      await writeFile(join(folder, name), damaged);
      await assert.rejects(restore(target.sql, folder, join(folder, name)), name);
      assert.equal((await target.sql`select count(*) as n from person`)[0]?.["n"], 0);
    }
    await restore(target.sql, folder, file);
    assert.deepEqual(await sums(target.sql), await sums(source.sql));
    await target.drop();
  });
  await source.drop();
});

test("Two processes may migrate one database at the same moment", async () => {
  const server = await scratch();
  const { sql, connect, drop } = await server.database("template0");
  const other = connect();
  assert.deepEqual((await Promise.all([migrate(sql), migrate(other)])).sort(), [false, true]);
  assert.equal(await migrate(sql), false);
  assert.equal((await sql`select count(*) as n from person`)[0]?.["n"], 0);
  await drop();
});

test("A backup older than the program goes into a new database, which is then brought up to date", async (t) => {
  const [first, second] = (await journal()).entries;
  if (first === undefined || second === undefined) return t.skip("there is only one migration");
  const server = await scratch();
  const source = await server.database("template0");
  await migrate(source.sql, { until: first.when });
  await fill(source.sql);
  await inFolder(async (folder) => {
    const file = join(folder, "old");
    await backup(source.sql, folder, file);
    const upToDate = await server.database();
    await assert.rejects(restore(upToDate.sql, folder, file), /全新的数据库/);
    await upToDate.drop();
    const target = await server.database("template0");
    await restore(target.sql, folder, file);
    assert.equal(await migrate(target.sql), false, "nothing was left to apply");
    await migrate(source.sql);
    assert.equal((await sums(target.sql))["public.line"], (await sums(source.sql))["public.line"]);
    await target.drop();
  });
  await source.drop();
});
