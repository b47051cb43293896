import { execFile, spawn } from "node:child_process";
import { chown, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { type Binaries, noBinary } from "./binaries.ts";
import { DatabaseError } from "./error.ts";
import { isOpenToAll, isRoot, type Servant } from "./folder.ts";
import { commandOf, runsWith } from "./processes.ts";

/** One data directory and all it takes to run it. */
export type Cluster = {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly binaries: Binaries;
  readonly servant: Servant | undefined;
  /** Gone with this process: nothing need reach the disk. */
  readonly scratch: boolean;
};

export type Postmaster = { readonly pid: number; readonly socket: string; readonly ready: boolean };

/** A Unix socket's whole path may have 107 bytes on Linux, 103 on macOS. */
const socketPathBytes = 103;
const logBytes = 1_000_000;
const readyPollMs = 5;

const served = {
  // Nobody but us may connect. A refused statement's message quotes what people said, and the program gets it anyway:
  // of the server's own log we want only the server's own fate.
  always: [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
    "log_min_messages=log",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "jit=off",
  ],
  // A scratch server is thrown away: it need not survive a power loss, nor tidy up after itself.
  scratch: [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=300",
    "checkpoint_timeout=1h",
    "max_wal_size=256MB",
  ],
};

/** Makes the data directory if there is none: beside its place first, so that a half-made one is never taken. */
export async function initialise(cluster: Cluster): Promise<void> {
  const version = await readFile(join(cluster.data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version?.trim() === cluster.binaries.major) return;
  if (version !== undefined) throw cannotRun(cluster, `数据目录 ${cluster.folder} 由 PostgreSQL ${version.trim()} 写成，请用当时的链心备份，再用这一版恢复。`);
  const fresh = `${cluster.data}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (cluster.servant !== undefined) await chown(fresh, cluster.servant.uid, cluster.servant.gid);
  // By code point, as in C.UTF-8 of the system, but without asking the system at every comparison.
  const collation = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"];
  const how = ["-D", fresh, "-U", "lianxin", "--auth=trust", "-E", "UTF8", ...collation];
  try {
    await promisify(execFile)(cluster.binaries.initdb, cluster.scratch ? [...how, "--no-sync"] : how, { cwd: "/", env: {}, ...cluster.servant });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw isMissing(error) ? noBinary(error) : cannotRun(cluster, undefined, error);
  }
  // Renaming fails when another process was first; its directory is as good as ours.
  await rename(fresh, cluster.data).catch(() => rm(fresh, { recursive: true, force: true }));
}

/** The server that runs on this data, if one does. */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const file = join(cluster.data, "postmaster.pid");
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!(pid > 0)) return undefined;
  if (runsWith(pid, "postgres", cluster.data)) return { pid, socket: lines[4] ?? "", ready: lines[7] === "ready" };
  // The number now belongs to somebody else, whom PostgreSQL would take for its predecessor. It never takes its own
  // parent for one, so our number goes there; the rest stays, for its check of shared memory.
  if (commandOf(pid) !== undefined) await writeFile(file, [`${process.pid}`, ...lines.slice(1)].join("\n"));
  if (lines[4]?.includes("lianxin-")) await rm(lines[4], { recursive: true, force: true });
  return undefined;
}

/** Starts the server; undefined when it went away again because another one is there. */
export async function launch(cluster: Cluster, patience: AbortSignal): Promise<Postmaster | undefined> {
  const socket = await makeSocketFolder(cluster.servant);
  const log = await openLog(cluster.log);
  const settings = [...served.always, ...(cluster.scratch ? served.scratch : [])].flatMap((setting) => ["-c", setting]);
  const server = spawn(cluster.binaries.postgres, ["-D", cluster.data, "-k", socket, ...settings], {
    // Its own session: Ctrl-C must reach us first, not the server under us.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    cwd: "/",
    env: {},
    ...cluster.servant,
  });
  let failure: unknown;
  server.once("error", (error) => (failure = error));
  server.unref();
  await log.close();
  const isOver = () => failure !== undefined || server.exitCode !== null || server.signalCode !== null;
  while (!isOver() && !patience.aborted) {
    const found = await findOwn(cluster, server.pid);
    if (found?.ready) return found;
    await pause(readyPollMs);
  }
  server.kill("SIGINT");
  await rm(socket, { recursive: true, force: true });
  if (failure !== undefined) throw isMissing(failure) ? noBinary(failure) : cannotRun(cluster, undefined, failure);
  const said = (await readFile(cluster.log, "utf8").catch(() => "")).slice(-2000);
  // Either another process starts the same server, or a killed one's last backend has not noticed yet.
  if (/lock file .* already exists|shared memory block .* in use/i.test(said) && !patience.aborted) return undefined;
  throw cannotRun(cluster, undefined, new Error(said));
}

export function cannotRun(cluster: { folder: string }, message?: string, cause?: unknown): DatabaseError {
  const usual = `内嵌数据库无法在 ${cluster.folder} 运行，请检查权限与磁盘空间，或用 DATABASE_URL 指向一个 PostgreSQL。`;
  return new DatabaseError("cannot-run", message ?? usual, cause);
}

/** Our own child's entry: until it is written, the file may still be a killed predecessor's. */
async function findOwn(cluster: Cluster, pid: number | undefined): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(cluster.data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  if (Number(lines[0]) !== pid || pid === undefined) return undefined;
  return { pid, socket: lines[4]?.trim() ?? "", ready: lines[7]?.trim() === "ready" };
}

/** Short, private, and never reused, so that nobody else can have prepared it. */
async function makeSocketFolder(servant: Servant | undefined): Promise<string> {
  const usual = tmpdir();
  const fits = Buffer.byteLength(join(usual, "lianxin-XXXXXX", ".s.PGSQL.5432")) <= socketPathBytes;
  const socket = await mkdtemp(join(fits && (!isRoot() || (await isOpenToAll(usual))) ? usual : "/tmp", "lianxin-"));
  if (servant !== undefined) await chown(socket, servant.uid, servant.gid);
  return socket;
}

async function openLog(path: string) {
  const log = await open(path, "a", 0o600);
  if ((await log.stat()).size > logBytes) await log.truncate();
  return log;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}
