import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Query, type Sql, targetOf } from "../../src/db/connect.ts";
import { clean } from "../../src/db/text.ts";
import { isTrouble } from "../../src/db/trouble.ts";
import { scratch } from "./scratch.ts";

const noon = Date.parse("2026-04-15T12:00:00.250Z");

after(async () => (await scratch()).close());

test("A moment is a number on our side and a timestamptz on the other, alone and in a list", async () => {
  const { sql, drop } = await (await scratch()).database();
  const [row] = await sql`
    select ${noon}::timestamptz as number, ${"2026-04-15 20:00:00.25+08"}::timestamptz as text, ${null}::timestamptz as none,
      ${[noon, null]}::timestamptz[] as list, '-infinity'::timestamptz as never, ${noon}::timestamptz::text as written`;
  assert.deepEqual({ ...row }, { number: noon, text: noon, none: null, list: [noon, null], never: -Infinity, written: "2026-04-15 12:00:00.25+00" });
  const shifted = await sql.begin(async (tx) => {
    await tx`set local time zone 'Asia/Shanghai'`;
    return tx<{ at: number }[]>`select ${noon}::timestamptz as at`;
  });
  assert.equal(shifted[0]?.at, noon, "a session in another zone reads the same moment");
  await drop();
});

test("A count is a number, a day is its text, bytes are bytes", async () => {
  const { sql, drop } = await (await scratch()).database();
  const [row] =
    await sql`select count(*) as n, '2026-02-30'::text as t, ${"2028-02-29"}::date as day, ${Uint8Array.of(0, 255)}::bytea as bytes, ${[1, 2]}::bigint[] as list from person`;
  assert.deepEqual({ ...row, bytes: [...(row?.["bytes"] as Uint8Array)] }, { n: 0, t: "2026-02-30", day: "2028-02-29", bytes: [0, 255], list: [1, 2] });
  await drop();
});

test("What people paste goes in once it is clean", async () => {
  const { sql, drop } = await (await scratch()).database();
  const pasted = "老\u0000人\ud83d 🎉";
  const text = clean(pasted);
  assert.equal(text, "老人\ufffd 🎉");
  assert.equal((await sql`select ${text}::text as text`)[0]?.["text"], text);
  assert.deepEqual((await sql`select ${sql.json({ text })} as kept`)[0]?.["kept"], { text });
  await drop();
});

test("Each database is one's own, from the template that was prepared once", async () => {
  const server = await scratch();
  let prepared = 0;
  const prepare = async (sql: Parameters<typeof targetOf>[0]) => {
    prepared++;
    await sql`insert into clock_state values ('town', '永修')`;
  };
  const names = await Promise.all([1, 2].map(() => server.template("town", prepare)));
  assert.deepEqual([prepared, new Set(names).size], [1, 1]);
  const [one, two] = await Promise.all([server.database(names[0]), server.database(names[1])]);
  await one.sql`delete from clock_state`;
  assert.equal((await two.sql`select count(*) as n from clock_state`)[0]?.["n"], 1);
  assert.equal((await one.connect({ max: 1 })`select current_database() as name`)[0]?.["name"], one.name);
  await Promise.all([one.drop(), two.drop()]);
});

for (const [way, open] of [
  ["transaction", (sql: Sql, use: (one: Query) => Promise<unknown>) => sql.begin(use)],
  ["reserved connection", (sql: Sql, use: (one: Query) => Promise<unknown>) => sql.reserve().then((one) => use(one).finally(() => one.release()))],
] as const)
  test(`Whatever is still asked of a lost ${way} is refused, and the pool connects again`, async () => {
    const database = await (await scratch()).database();
    const sql = database.connect({ max: 1 });
    const killed = open(sql, async (one) => {
      const [row] = await one<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const waiting = assert.rejects(Promise.resolve(one`select pg_sleep(600)`), isTrouble);
      await database.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
      await waiting;
      await assert.rejects(Promise.resolve(one`rollback`), isTrouble);
      // The same once the connection was made anew for somebody else: it is theirs.
      assert.equal((await sql`select 1 as n`)[0]?.["n"], 1);
      await one`select 1`;
    });
    await assert.rejects(killed, isTrouble);
    assert.deepEqual(await Promise.all([1, 2, 3].map(async (n) => (await sql`select ${n}::int as n`)[0]?.["n"])), [1, 2, 3]);
    await database.drop();
  });

test("A statement that comes after its transaction has failed is refused, not run outside of it", async () => {
  const database = await (await scratch()).database();
  const { sql } = database;
  const late = Promise.withResolvers<void>();
  let refused: Promise<void> | undefined;
  const failed = sql.begin(async (tx) => {
    refused = late.promise.then(() => assert.rejects(Promise.resolve(tx`insert into clock_state values ('town', '迟到')`), { code: "TRANSACTION_OVER" }));
    await tx`select 1`;
    throw new Error("meant");
  });
  await assert.rejects(failed, { message: "meant" });
  late.resolve();
  await refused;
  assert.equal((await sql`select count(*)::int as n from clock_state`)[0]?.["n"], 0);
  await database.drop();
});

test("NUL and half a letter refuse no statement, within JSON neither; what people write of escapes stays", async () => {
  const database = await (await scratch()).database();
  const { sql } = database;
  const odd = ["a\u0000b", "a\ud83d", "\udc00b", "😀", String.raw`\u0000 \ud83d`];
  const kept = ["ab", "a\ufffd", "\ufffdb", "😀", String.raw`\u0000 \ud83d`];
  for (const [n, text] of odd.entries()) {
    const [row] = await sql`select ${text}::text as text, ${JSON.stringify({ text })}::text::jsonb ->> 'text' as json`;
    assert.deepEqual({ ...row }, { text: kept[n], json: kept[n] });
  }
  const rows = await sql`select t from json_to_recordset(${JSON.stringify(odd.map((t) => ({ t })))}::text::json) as r(t text)`;
  assert.deepEqual(
    rows.map((each) => each["t"]),
    kept,
  );
  await database.drop();
});

test("The driver keeps what waits, not what ever waited", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { default: Queue } = (await import(new URL("queue.js", import.meta.resolve("postgres")).href)) as {
    default: () => { push(x: object): void; shift(): object };
  };
  const open = Queue();
  open.push({});
  const kept = (): number => (collect(), process.memoryUsage().heapUsed);
  const before = kept();
  // A pool of which one connection is always free: others come and go.
  for (let n = 0; n < 2_000_000; n += 1) {
    open.push({});
    open.shift();
  }
  assert.ok(kept() - before < 4_000_000, `${kept() - before} bytes more`);
  open.shift();
});
