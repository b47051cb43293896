import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findBinaries } from "./binaries.ts";
import { type Cluster, cannotRun, findPostmaster, initialise, launch, type Postmaster } from "./cluster.ts";
import { connect, type Sql } from "./connect.ts";
import { DatabaseError } from "./error.ts";
import { checkWay, prepareFolder, servantOf } from "./folder.ts";
import { commandOf } from "./processes.ts";
import { isTied, type Tie, tie } from "./tie.ts";

/** A running server. Its owner stops it; a guest only leaves. */
export type Server = { readonly socket: string; readonly stop: () => Promise<void> };

/** How long a server may take to come up, recovering from a crash included. */
const startMs = 60_000;
const retryMs = 20;
/** How long a killed owner's connection may take to be noticed by the server. */
const lockMs = { owner: 1_000, guest: 200 };
/** A stop that takes longer becomes an immediate one; the next start then recovers from the log. */
const stopMs = 7_000;
const ownerLock = 7_200_000;

/** Starts the embedded server on this folder, or takes over one that a killed process left behind. While this process
 *  lives, a second one gets `folder-in-use`, unless it comes as a guest: it then uses the running server. */
export async function startServer(folder: string, options: { scratch?: boolean; guest?: boolean } = {}): Promise<Server> {
  const cluster = await describe(folder, options.scratch ?? false);
  await initialise(cluster);
  const patience = AbortSignal.timeout(startMs);
  while (!patience.aborted) {
    const running = await findPostmaster(cluster);
    const started = running ?? (await launch(cluster, patience));
    const server = started === undefined ? undefined : await own(cluster, started, options.guest ?? false);
    if (server !== undefined) return server;
    await pause(retryMs);
  }
  if ((await findPostmaster(cluster)) !== undefined) throw inUse(cluster);
  throw cannotRun(cluster);
}

async function describe(folder: string, scratch: boolean): Promise<Cluster> {
  const real = await prepareFolder(folder);
  await checkWay(real);
  const data = join(real, "postgres");
  const servant = await servantOf(data);
  return { folder: real, data, log: join(real, "postgres.log"), binaries: await findBinaries(real, servant), servant, scratch };
}

/** Takes the owner's lock, then ties the server to us. Undefined when the server is coming up or going down. */
async function own(cluster: Cluster, running: Postmaster, guest: boolean): Promise<Server | undefined> {
  const keeper = connect({ socket: running.socket, database: "postgres" }, { max: 1 });
  const leave = () => keeper.end({ timeout: 0 });
  try {
    if (!(await takeLock(keeper, guest ? lockMs.guest : lockMs.owner))) {
      await leave();
      if (guest) return { socket: running.socket, stop: async () => {} };
      throw inUse(cluster);
    }
    // A dead owner's watcher is about to stop this server: wait for that, and start a new one.
    if ((await isTied(cluster.folder, cluster.data)) || !(await isStaying(running))) {
      await leave();
      return undefined;
    }
    const tied = await tie(cluster, running.socket);
    return { socket: running.socket, stop: () => stop(cluster, running, keeper, tied) };
  } catch (error) {
    await leave();
    if (isPassing(error)) return undefined;
    throw error;
  }
}

/** Held by a connection of ours, the lock ends with us however we end. */
async function takeLock(keeper: Sql, waitMs: number): Promise<boolean> {
  await keeper`select set_config('lock_timeout', ${`${waitMs}ms`}, false)`;
  return keeper`select pg_advisory_lock(${ownerLock})`.then(
    () => true,
    (error: { code?: string }) => {
      if (error.code === "55P03") return false;
      throw error;
    },
  );
}

/** A server that was told to stop lets nobody else in: the watcher may have acted just before it ended. */
async function isStaying(running: Postmaster): Promise<boolean> {
  const visitor = connect({ socket: running.socket, database: "postgres" }, { max: 1 });
  try {
    await visitor`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await visitor.end({ timeout: 0 });
  }
}

async function stop(cluster: Cluster, running: Postmaster, keeper: Sql, tied: Tie): Promise<void> {
  const patience = AbortSignal.timeout(stopMs);
  signal(running.pid, cluster.scratch ? "SIGQUIT" : "SIGINT");
  while (commandOf(running.pid) !== undefined) {
    if (patience.aborted) signal(running.pid, "SIGQUIT");
    await pause(patience.aborted ? retryMs * 10 : retryMs / 4);
  }
  await tied.release();
  await keeper.end({ timeout: 0 });
  await rm(running.socket, { recursive: true, force: true });
}

function signal(pid: number, name: "SIGINT" | "SIGQUIT"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has gone in the meantime.
  }
}

/** Starting up, shutting down, or its socket gone: errors that a moment later are no more. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? "";
  return ["57P01", "57P02", "57P03", "ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "CONNECTION_CLOSED", "CONNECTION_ENDED"].includes(code);
}

function inUse(cluster: Cluster): DatabaseError {
  return new DatabaseError("folder-in-use", `数据目录 ${cluster.folder} 正由另一个链心程序使用，请先停下它。`);
}
