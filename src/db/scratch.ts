import { randomBytes } from "node:crypto";
import { chown, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, elsewhere, type Sql, type Target } from "./connect.ts";
import { servantOf } from "./folder.ts";
import { migrate } from "./migrate.ts";
import { type Server, startServer } from "./server.ts";

/** A server for tests and plays, thrown away at the end. */
export type Scratch = {
  /** The same server for another process, as its `TEST_DATABASE_URL`. */
  readonly url: string;
  /** The migrated empty database, for other processes' `TEST_DATABASE_TEMPLATE`. */
  empty(): Promise<string>;
  /** Builds a migrated database once, with whatever `prepare` puts in; answers what to give to `database`. */
  template(name: string, prepare: (sql: Sql) => Promise<void>): Promise<string>;
  /** A database of one's own, copied from that template; from a migrated empty one unless said. */
  database(template?: string, options?: { max?: number }): Promise<ScratchDatabase>;
  close(): Promise<void>;
};

export type ScratchDatabase = {
  readonly sql: Sql;
  readonly name: string;
  readonly target: Target;
  /** The same database for another process, as its `DATABASE_URL`. */
  readonly url: string;
  /** Every pool opened on it. */
  readonly pools: readonly Sql[];
  /** A further pool, as another process would have; ended by `drop`. */
  connect(options?: { max?: number }): Sql;
  drop(): Promise<void>;
};

/** Less free memory than this, and a scratch server goes to the disk. */
const memoryBytes = 4_000_000_000;

let shared: Promise<Scratch> | undefined;

/** This process's scratch server, started at the first call: on the server at `url` (`TEST_DATABASE_URL`), else an
 *  embedded one in a temporary folder that never syncs to disk, and that vanishes with this process however it ends.
 *  `migrated`: a migrated empty database on it that another process keeps, and that is copied instead of made again. */
export function scratchServer(url: string | undefined, migrated = process.env["TEST_DATABASE_TEMPLATE"]): Promise<Scratch> {
  shared ??= (url ? useServer({ url }, { migrated }) : startEmbedded()).catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

async function startEmbedded(): Promise<Scratch> {
  const folder = await makeFolder();
  const remove = () => rm(folder, { recursive: true, force: true });
  let server: Server;
  try {
    // Whom the server runs as also clears this away when we are killed.
    const servant = await servantOf(folder);
    if (servant !== undefined) await chown(folder, servant.uid, servant.gid);
    server = await startServer(folder, { scratch: true });
  } catch (error) {
    await remove();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await server.stop();
    await remove();
  };
  return useServer({ socket: server.socket, database: "postgres" }, { stop });
}

/** In memory where there is plenty of it: a copy of the empty town is 500 small files, which some disks' file systems
 *  make at under 2,000 a second (330 ms a database, against 12 in memory). */
async function makeFolder(): Promise<string> {
  const memory = await statfs("/dev/shm").catch(() => undefined);
  if (memory !== undefined && memory.bavail * memory.bsize >= memoryBytes)
    try {
      return await mkdtemp("/dev/shm/lianxin-scratch-");
    } catch {
      // Not ours to write: the disk will do.
    }
  return mkdtemp(join(tmpdir(), "lianxin-scratch-"));
}

async function useServer(target: Target, { stop, migrated }: { stop?: () => Promise<void>; migrated?: string | undefined }): Promise<Scratch> {
  const admin = connect(target, { max: 4 });
  const [durable] = await admin<{ fsync: boolean }[]>`select current_setting('fsync')::boolean as fsync`;
  // Without fsync, copying files beats writing the copy to the log: 10 ms against 24 ms for the empty town.
  const strategy = durable?.fsync === false ? "file_copy" : "wal_log";
  // On a shared server others make theirs at the same time.
  const prefix = `lianxin_${randomBytes(4).toString("hex")}`;
  const templates = new Map<string, Promise<string>>();
  const open = new Set<ScratchDatabase>();
  let count = 0;

  const copy = (source: string, name: string) => admin.unsafe(`create database "${name}" template "${source}" strategy = ${strategy}`);
  const built = (key: string, make: (name: string) => Promise<unknown>, prepare: (sql: Sql) => Promise<unknown>): Promise<string> => {
    const build = async (name: string): Promise<string> => {
      await make(name);
      const sql = connect(elsewhere(target, name));
      // A template with a connection to it cannot be copied.
      await prepare(sql).finally(() => sql.end());
      return name;
    };
    const found = templates.get(key) ?? build(`${prefix}_template_${++count}`);
    templates.set(key, found);
    return found;
  };
  const empty: Scratch["empty"] = async () => migrated ?? built("", (name) => admin.unsafe(`create database "${name}"`), migrate);
  const template: Scratch["template"] = (name, prepare) => built(name, async (copied) => copy(await empty(), copied), prepare);
  const database: Scratch["database"] = async (from, options) => {
    const name = `${prefix}_${++count}`;
    await copy(from ?? (await empty()), name);
    const made = handle(admin, elsewhere(target, name), name, () => open.delete(made), options);
    open.add(made);
    return made;
  };
  const end = async () => {
    shared = undefined;
    if (stop === undefined) {
      await Promise.all([...open].map((each) => each.drop()));
      for (const each of await Promise.all(templates.values())) await admin.unsafe(`drop database if exists "${each}" with (force)`);
    }
    // Where the whole server goes, nothing need be dropped first.
    await Promise.all([admin, ...[...open].flatMap((each) => each.pools)].map((sql) => sql.end({ timeout: 1 })));
    await stop?.();
  };
  let ended: Promise<void> | undefined;
  // Whoever shares it in this process may close it, too.
  const close = () => (ended ??= end());
  return { url: addressOf(target), empty, template, database, close };
}

function handle(admin: Sql, target: Target, name: string, forget: () => void, options: { max?: number } = {}): ScratchDatabase {
  const pools: Sql[] = [];
  const open = (how: { max?: number } = {}): Sql => {
    const sql = connect(target, how);
    pools.push(sql);
    return sql;
  };
  const drop = async () => {
    forget();
    await Promise.all(pools.map((sql) => sql.end({ timeout: 1 })));
    await admin.unsafe(`drop database if exists "${name}" with (force)`);
  };
  return { sql: open(options), name, target, url: addressOf(target), pools, connect: open, drop };
}

function addressOf(target: Target): string {
  if ("url" in target) return target.url;
  return `postgres://lianxin@localhost/${target.database}?host=${encodeURIComponent(target.socket)}`;
}
