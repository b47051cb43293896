import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import type { Sql } from "../../src/db/connect.ts";
import { enrol, type Worker } from "../../src/process/workers.ts";
import { scratch } from "./scratch.ts";

after(async () => (await scratch()).close());

/** Ends the connection on which the worker with these jobs lives, as when it is killed. */
const cutOff = (sql: Sql, jobs: readonly string[]) => sql`
  select pg_terminate_backend(k.pid) from worker w join pg_locks k on k.locktype = 'advisory' and k.objid = w.id::oid and k.objsubid = 2
    and k.database = (select oid from pg_database where datname = current_database()) where w.jobs = ${[...jobs]}::uuid[]`;
/** PostgreSQL has let go of its lock. */
async function gone(sql: Sql, jobs: readonly string[]): Promise<void> {
  while ((await cutOff(sql, jobs)).length);
}
/** What it answers once it has learnt that its connection is broken, as it does at its next look. */
const presentAgain = (worker: Worker) => worker.present().catch(() => worker.present());

test("What a killed worker had is given to one other, and once; what a living one has, to nobody", async () => {
  const { sql, drop } = await (await scratch()).database();
  const [killed, living, other] = [await enrol(sql), await enrol(sql), await enrol(sql)];
  const [lost, kept] = [[randomUUID(), randomUUID()], [randomUUID()]];
  await killed.has(lost, []);
  await living.has(kept, []);
  assert.deepEqual([await living.orphans(), await other.orphans()], [[], []]);
  await gone(sql, lost);
  assert.deepEqual([await living.orphans(), await other.orphans()], [[], []], "it might connect again");
  assert.deepEqual(await other.orphans(), lost);
  assert.deepEqual([await living.orphans(), await other.orphans()], [[], []]);
  assert.equal(await presentAgain(killed), false, "it learns that it counted as dead");
  assert.equal(await killed.present(), true, "and begins anew");
  await Promise.all([killed, living, other].map((each) => each.leave()));
  await drop();
});

test("A worker that connects again in time keeps what it has", async () => {
  const { sql, drop } = await (await scratch()).database();
  const [broken, other] = [await enrol(sql), await enrol(sql)];
  const jobs = [randomUUID()];
  await broken.has(jobs, []);
  await gone(sql, jobs);
  assert.deepEqual(await other.orphans(), []);
  assert.equal(await presentAgain(broken), true);
  assert.deepEqual(await other.orphans(), []);
  await gone(sql, jobs);
  assert.deepEqual(await other.orphans(), [], "looked for again from the beginning");
  await Promise.all([broken, other].map((each) => each.leave()));
  await drop();
});

test("A worker whose connection is broken still goes off the roll", async () => {
  const { sql, drop } = await (await scratch()).database();
  const broken = await enrol(sql);
  const jobs = [randomUUID()];
  await broken.has(jobs, []);
  await gone(sql, jobs);
  await broken.leave();
  assert.equal((await sql`select id from worker`).length, 0);
  await drop();
});

test("What was taken over from a worker that hung is not given away when that one is killed", async () => {
  const { sql, drop } = await (await scratch()).database();
  const [hung, living, other] = [await enrol(sql), await enrol(sql), await enrol(sql)];
  const [taken, left] = [randomUUID(), randomUUID()];
  await hung.has([taken, left], []);
  await living.has([taken], [taken]);
  await gone(sql, [left]);
  assert.deepEqual([await other.orphans(), await other.orphans()], [[], [left]]);
  await Promise.all([hung, living, other].map((each) => each.leave()));
  await drop();
});
