import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connect, type Query, type Sql, targetOf } from "./connect.ts";
import { DatabaseError } from "./error.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
/** Any number that no other advisory lock of this database uses. */
const migrationLock = 7_200_001;
/** So long may a migration make writers wait behind it for a lock; then it lets them pass and tries again. */
const LOCK_MS = 2_000;
const MOST_TRIES = 12;
const LONGEST_PAUSE_MS = 30_000;
/** How often who comes second looks whether the first is through. */
const LOOK_MS = 100;

type Entry = { readonly when: number; readonly tag: string };
type Journal = { readonly entries: readonly Entry[] };
export type MigrateOptions = {
  /** Stops at an older one, as a backup made then needs. */
  until?: number;
  folder?: string;
  lockMs?: number;
  /** After the n-th try that got no lock. */
  pause?: (tries: number) => Promise<unknown>;
};

/** The program's migrations, oldest first; each is known by `when` it was generated (epoch milliseconds). */
export async function journal(folder = migrationsFolder): Promise<Journal> {
  return JSON.parse(await readFile(join(folder, "meta", "_journal.json"), "utf8")) as Journal;
}

/** The newest migration this database has (epoch milliseconds), 0 for an empty one. */
export async function appliedUntil(query: Query): Promise<number> {
  const [found] = await query<{ there: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!found?.there) return 0;
  const [last] = await query<{ at: number }[]>`
    select coalesce(max(created_at), 0) as at from drizzle.__drizzle_migrations`;
  return last?.at ?? 0;
}

/** Applies the migrations the database lacks, one after the other, each whole or not at all; true if there were any. Two
 *  processes may do it at once. Throws `DatabaseError` when a table stays taken. */
export async function migrate(sql: Sql, options: MigrateOptions = {}): Promise<boolean> {
  const { until = Infinity, folder = migrationsFolder } = options;
  const wanted = (await journal(folder)).entries.filter((entry) => entry.when <= until);
  const newest = wanted.at(-1)?.when ?? 0;
  if ((await appliedUntil(sql)) >= newest) return false;
  // One connection of its own: the lock belongs to a session.
  const own = connect(targetOf(sql), { max: 1 });
  try {
    // Asked for over and over: who waits inside a statement holds a snapshot, for which an index made concurrently waits.
    while (!(await locked(own))) await sleep(LOOK_MS);
    const applied = await appliedUntil(own);
    if (applied >= newest) return false;
    await prepare(own);
    for (const entry of wanted) if (entry.when > applied) await applyPolitely(own, entry, folder, options);
    return true;
  } finally {
    await own.end();
  }
}

const locked = async (own: Sql): Promise<boolean> => {
  const [row] = await own<{ got: boolean }[]>`select pg_try_advisory_lock(${migrationLock}) as got`;
  return row?.got ?? false;
};

/** The record of what was applied, under the name and in the form that drizzle-kit knows. */
async function prepare(own: Sql): Promise<void> {
  await own`create schema if not exists drizzle`;
  await own`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
}

/** Who waits for a lock on a table makes everybody after them wait too: after a while it lets them through. */
async function applyPolitely(own: Sql, entry: Entry, folder: string, { lockMs = LOCK_MS, pause = backOff }: MigrateOptions): Promise<void> {
  const text = await readFile(join(folder, `${entry.tag}.sql`), "utf8");
  for (let tries = 1; ; tries += 1) {
    try {
      return await apply(own, entry, text, lockMs);
    } catch (error) {
      // 55P03: lock_not_available
      if ((error as { code?: string }).code !== "55P03") throw error;
      if (tries >= MOST_TRIES) throw new DatabaseError("busy", "有别的程序长时间占着数据表，结构没有更新，请稍后再试。", error);
    }
    await pause(tries);
  }
}

const backOff = (tries: number): Promise<unknown> => sleep(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** tries));

/** In one transaction; a file that makes indexes concurrently, which no transaction allows, statement by statement: it takes
 *  no lock that a writer would wait for, and is written so that it may begin anew. */
async function apply(own: Sql, entry: Entry, text: string, lockMs: number): Promise<void> {
  const statements = text.split("--> statement-breakpoint");
  const hash = createHash("sha256").update(text).digest("hex");
  const run = async (query: Query): Promise<void> => {
    for (const statement of statements) await query.unsafe(statement);
    await query`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${entry.when})`;
  };
  if (isConcurrent(text)) return run(own);
  await own.begin(async (tx) => {
    await tx.unsafe(`set local lock_timeout = ${lockMs}`);
    await run(tx);
  });
}

const isConcurrent = (text: string): boolean => /^\s*(create|drop)\s+(unique\s+)?index\s+concurrently\b/imu.test(text);
