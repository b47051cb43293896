import { connect, elsewhere, type Sql, type Target } from "./connect.ts";
import { DatabaseError } from "./error.ts";
import { appliedUntil, migrate } from "./migrate.ts";
import { startServer } from "./server.ts";

export type Database = {
  readonly sql: Sql;
  /** Migrations were applied just now. */
  readonly migrated: boolean;
  /** The database was empty before that. */
  readonly fresh: boolean;
  /** Ends the pool, and the embedded server if it is ours. */
  readonly close: () => Promise<void>;
};

const name = "lianxin";
const oldest = 150_000;
/** Connections get this long to finish what they do. */
const closeSeconds = 5;

/** Opens your PostgreSQL (`url`), or the embedded one in `folder`; brings it up to date. A `guest` uses the embedded
 *  server of a process that already runs on that folder. Throws `DatabaseError`. */
export async function openDatabase(settings: {
  readonly url?: string | undefined;
  readonly folder: string;
  readonly guest?: boolean;
  /** Connections in the pool: 10 unless said. */
  readonly max?: number;
  /** Leaves the migrations to `restore`, which needs those of its backup first. */
  readonly unmigrated?: boolean;
}): Promise<Database> {
  const max = settings.max === undefined ? {} : { max: settings.max };
  const run = settings.unmigrated ? async () => false : migrate;
  if (settings.url) return ready(await reach({ url: settings.url }, max), run, async () => {});
  const server = await startServer(settings.folder, { guest: settings.guest ?? false });
  try {
    const sql = await enter({ socket: server.socket, database: name }, max);
    return await ready(sql, run, server.stop);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function ready(sql: Sql, run: (sql: Sql) => Promise<boolean>, after: () => Promise<void>): Promise<Database> {
  try {
    const fresh = (await appliedUntil(sql)) === 0;
    const migrated = await run(sql);
    const close = async () => {
      await sql.end({ timeout: closeSeconds });
      await after();
    };
    return { sql, migrated, fresh, close };
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

async function reach(target: Target, options: { max?: number }): Promise<Sql> {
  const sql = connect(target, options);
  try {
    const [version] = await sql<{ number: number }[]>`select current_setting('server_version_num')::int as number`;
    if ((version?.number ?? 0) >= oldest) return sql;
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw new DatabaseError("unreachable", "连不上 DATABASE_URL 所指的 PostgreSQL，请检查地址、账号与网络。", error);
  }
  await sql.end({ timeout: 0 });
  throw new DatabaseError("cannot-run", "DATABASE_URL 所指的 PostgreSQL 太旧，请换成 15 或更新的版本。");
}

/** Our own database in the embedded server, made when it is missing: reopening must not ask twice. */
async function enter(target: Target, options: { max?: number }): Promise<Sql> {
  const sql = connect(target, options);
  try {
    await sql`select 1`;
    return sql;
  } catch (error) {
    await sql.end({ timeout: 0 });
    if ((error as { code?: string }).code !== "3D000") throw error;
  }
  const server = connect(elsewhere(target, "postgres"), { max: 1 });
  try {
    await server`create database ${server(name)}`;
  } catch (error) {
    // 42P04: it is there already, made by a guest at the same moment.
    if ((error as { code?: string }).code !== "42P04") throw error;
  } finally {
    await server.end();
  }
  return connect(target, options);
}
