import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect, type Query, type Sql, targetOf } from "./connect.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
/** Any number that no other advisory lock of this database uses. */
const migrationLock = 7_200_001;

type Journal = { readonly entries: readonly { readonly when: number }[] };

/** The program's migrations, oldest first; drizzle knows each by `when` it was generated (epoch milliseconds). */
export async function journal(): Promise<Journal> {
  return JSON.parse(await readFile(join(migrationsFolder, "meta", "_journal.json"), "utf8")) as Journal;
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

/** Applies the migrations the database lacks, all or none; true if there were any. Two processes may do it at once.
 *  `until` stops at an older one, as a backup made then needs. */
export async function migrate(sql: Sql, until = Infinity): Promise<boolean> {
  const newest = (await journal()).entries.findLast((entry) => entry.when <= until)?.when ?? 0;
  if ((await appliedUntil(sql)) >= newest) return false;
  // One connection of its own: the lock belongs to a session, and drizzle replaces the type parsers of the pool it is
  // given.
  const own = connect(targetOf(sql), { max: 1 });
  try {
    await own`select pg_advisory_lock(${migrationLock})`;
    if ((await appliedUntil(own)) >= newest) return false;
    await (until === Infinity ? apply(own, migrationsFolder) : applyUntil(own, until));
    return true;
  } finally {
    await own.end();
  }
}

async function apply(sql: Sql, folder: string): Promise<void> {
  const { drizzle, migrate: run } = await loadMigrator();
  await run(drizzle(sql), { migrationsFolder: folder });
}

/** drizzle applies all that a journal lists, so it is shown a shorter one. */
async function applyUntil(sql: Sql, until: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-migrations-"));
  try {
    await cp(migrationsFolder, folder, { recursive: true });
    const whole = await journal();
    const entries = whole.entries.filter((entry) => entry.when <= until);
    await writeFile(join(folder, "meta", "_journal.json"), JSON.stringify({ ...whole, entries }));
    await apply(sql, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Importing drizzle costs half a second, so it happens only when there is something to apply. */
export async function loadMigrator() {
  const [{ drizzle }, { migrate: run }] = await Promise.all([import("drizzle-orm/postgres-js"), import("drizzle-orm/postgres-js/migrator")]);
  return { drizzle, migrate: run };
}
