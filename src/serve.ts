import { serve as listen } from "@hono/node-server";
import { schedule } from "node-cron";
import type { Channel, Heard } from "./channel/port.ts";
import { createWebChat } from "./channel/web/index.ts";
import { createTelegram } from "./channel/telegram/index.ts";
import { importFile } from "./cli/import.ts";
import type { Understand, Work } from "./conversation/index.ts";
import type { Pass } from "./crash-points.ts";
import type { Sql } from "./db/connect.ts";
import { openDatabase } from "./db/open.ts";
import { createVault } from "./db/seal.ts";
import { loadSecret } from "./db/secret.ts";
import { channelsLost, channelsSeen, channelTurned } from "./delivery/index.ts";
import { createPace } from "./delivery/pace.ts";
import { createKeeper } from "./media/keep.ts";
import { createProgram, type Parts, type Program } from "./program.ts";
import { createClock } from "./sandbox-clock.ts";
import { type Settings, SettingError } from "./settings.ts";
import { createWeb } from "../web/app.tsx";

/** A batch gathers what arrives within this time. */
const WINDOW_MS = 2;
/** How often the clock looks for what is due. */
const TICKS = "*/5 * * * * *";

type Database = Awaited<ReturnType<typeof openDatabase>>;
export type Running = { address: string; stop(): Promise<void> };
export type Host = { bots: { work: Work; understand: Understand }; now(): number; log(message: string): void; crash: Pass };

/** Opens the database, starts the program, its channels and its pages. Throws with one plain sentence. */
export async function serve(settings: Settings, host: Host): Promise<Running> {
  const database = await openDatabase({ url: settings.databaseUrl, folder: settings.dataFolder });
  const closers: (() => Promise<void> | void)[] = [() => database.close()];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    return await open(settings, host, database, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(
  settings: Settings,
  host: Host,
  { sql }: Pick<Database, "sql">,
  closers: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const secret = await loadSecret(settings.databaseUrl ? undefined : settings.dataFolder, settings.secret);
  const clock = await createClock(sql, host.now, host.crash);
  await firstTown(sql, settings, { now: clock.now(), secret, readers: host.bots.work.towns, crash: host.crash });
  const listeners = new Set<() => void>();
  const { telegram, channels } = createChannels(settings, clock.now, host.crash);
  const changed = (): void => listeners.forEach((each) => each());
  const program = await startMachine({ sql, now: clock.now, vault: createVault(secret), channels, changed }, host);
  const pulse = await pulseOf(sql, channels, clock.now);
  const keeper = createKeeper(sql, settings.dataFolder, clock.now, host.crash);
  const carry = (): Promise<unknown> => program.drain().catch((error: unknown) => host.log(`delivery: ${String(error)}`));
  const hear = async (heard: Heard): Promise<void> => {
    await program.hear(heard.kind === "message" && heard.media ? { ...heard, media: await keeper.keepAll(heard.media) } : heard);
    void carry();
  };
  let ready = true;
  const web = createWeb({
    sql,
    hear,
    now: clock.now,
    zone: program.world.directory().town.zone,
    turnClock: (to) => clock.turn(program, to),
    sandbox: settings.sandbox,
    dataFolder: settings.dataFolder,
    ready: async () => ready && (await sql`select 1`).length === 1,
    changed: { subscribe: (listener) => (listeners.add(listener), () => void listeners.delete(listener)) },
    webhooks: telegram?.webhook ? [telegram.webhook] : [],
    keepMedia: keeper.keep,
  });
  const address = await listenOn(settings, web.fetch, closers);
  const work = (): Promise<unknown> => pulse().then(program.work);
  const task = schedule(TICKS, () => work().catch((error: unknown) => host.log(`tick: ${String(error)}`)), { noOverlap: true });
  closers.push(async () => {
    ready = false;
    await task.destroy();
    await program.flush();
    await carry();
  });
  await startChannels(sql, channels, hear, clock.now, host.log, closers);
  await work();
  return { address, stop };
}

/** The machine as it runs in production; what a killed one left half sent is settled first. */
async function startMachine(parts: Pick<Parts, "sql" | "now" | "vault" | "channels" | "changed">, { bots, log, crash }: Host): Promise<Program> {
  const program = await createProgram({
    ...parts,
    ...bots,
    home: "web",
    window: (run) => void setTimeout(run, WINDOW_MS),
    pace: createPace(),
    crash,
    failed: (error) => log(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  await program.recover();
  return program;
}

/** The channels of a program that was killed were up until it was last seen; from now on this one is. */
async function pulseOf(sql: Sql, channels: readonly Channel[], now: () => number): Promise<() => Promise<void>> {
  const ids = channels.map((each) => each.id);
  await channelsLost(sql, ids);
  return () => channelsSeen(sql, ids, now());
}

/** An empty database gets the town of the settings. */
async function firstTown(sql: Sql, settings: Settings, options: Parameters<typeof importFile>[2]): Promise<void> {
  const [{ towns } = { towns: 0 }] = await sql<{ towns: number }[]>`select count(*)::int as towns from town`;
  if (towns) return;
  if (!settings.town) throw new SettingError("数据库里还没有镇：请先运行 npx lianxin import 文件.json。");
  await importFile(sql, settings.town, options);
}

function createChannels(settings: Settings, now: () => number, crash: Pass) {
  const telegram = settings.telegram && createTelegram({ ...settings.telegram, now, crash });
  // Without the sandbox nobody reads the web chat: a line there would be said to nobody.
  const channels: Channel[] = [...(settings.sandbox ? [createWebChat()] : []), ...(telegram ? [telegram] : [])];
  return { telegram, channels };
}

async function startChannels(
  sql: Sql,
  channels: readonly Channel[],
  hear: (heard: Heard) => Promise<void>,
  now: () => number,
  log: Host["log"],
  closers: (() => Promise<void> | void)[],
): Promise<void> {
  for (const channel of channels) {
    const state = (to: "up" | "down", why?: string): Promise<void> => {
      if (why) log(`${channel.id}: ${to} ${why}`);
      return channelTurned(sql, channel.id, to, now());
    };
    await channel.start({ hear, state: (to, why) => void state(to, why) });
    closers.push(async () => {
      await channel.stop();
      await state("down");
    });
  }
}

/** Listens; a port that is taken is one sentence. */
function listenOn(settings: Settings, fetch: Parameters<typeof listen>[0]["fetch"], closers: (() => Promise<void> | void)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, port: settings.port, hostname: settings.host }, (info) => resolve(`http://127.0.0.1:${info.port}/`));
    server.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new SettingError(`端口 ${settings.port} 已被占用，请换一个 PORT。`) : error),
    );
    closers.push(
      () =>
        new Promise((closed) => {
          server.close(() => closed());
          if ("closeAllConnections" in server) server.closeAllConnections();
        }),
    );
  });
}
