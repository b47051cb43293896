import { serve as listen } from "@hono/node-server";
import { schedule } from "node-cron";
import { createListen, type Listen } from "./assist/model/listen.ts";
import { openModel } from "./assist/model/open.ts";
import type { Model } from "./assist/model/model.ts";
import type { Channel, Heard, Media } from "./channel/port.ts";
import { budgetOf, type Suggest, type Understand, type Work } from "./conversation/index.ts";
import { createWebChat } from "./channel/web/index.ts";
import { createTelegram } from "./channel/telegram/index.ts";
import { createWecom } from "./channel/wecom/index.ts";
import { createWechat } from "./channel/wechat/index.ts";
import { importFile } from "./cli/import.ts";
import type { Pass } from "./crash-points.ts";
import type { Sql } from "./db/connect.ts";
import { openDatabase } from "./db/open.ts";
import { createVault } from "./db/seal.ts";
import { loadSecret } from "./db/secret.ts";
import { everyRoom, noRoom, type Rooms } from "./delivery/index.ts";
import { createPace } from "./delivery/pace.ts";
import { createKeeper, type Keeper } from "./media/keep.ts";
import { openStore } from "./media/open.ts";
import { type Bell, hangBell, noBell } from "./process/bell.ts";
import { startChannels } from "./process/channels.ts";
import { createHealth, type Health } from "./process/health.ts";
import type { Log } from "./process/log.ts";
import { createMetrics, type Metrics } from "./process/metrics.ts";
import { SharedRooms } from "./process/rooms.ts";
import { dutiesOf } from "./process/role.ts";
import { within } from "./process/within.ts";
import { createProgram, type Program } from "./program.ts";
import { createClock, type ShiftingClock } from "./sandbox-clock.ts";
import { type Settings, SettingError } from "./settings.ts";
import { createWeb } from "../web/app.tsx";

/** A batch gathers what arrives within this time. */
const WINDOW_MS = 2;
/** How often the clock looks for what is due. */
const TICKS = "*/5 * * * * *";
/** What was begun has so long to end when the program is stopped; the rest is resolved at the next start. */
const REST_MS = 4_000;

export type Running = { address: string; stop(): Promise<void> };
/** `suggestBy`: what a model makes of words that the bots cannot place. */
export type Bots = { work: Work; understand: Understand; suggestBy(model: Model): Suggest };
export type Host = { bots: Bots; now(): number; log: Log; crash: Pass };
type Closers = (() => Promise<void> | void)[];
/** What every part of one process shares; `shared` with other processes is the database. */
type Frame = Host & {
  shared: boolean;
  settings: Settings;
  sql: Sql;
  clock: ShiftingClock;
  health: Health;
  closers: Closers;
  duties: ReturnType<typeof dutiesOf>;
};

/** Opens the database, starts the program, its channels and its pages. Throws with one plain sentence. */
export async function serve(settings: Settings, host: Host): Promise<Running> {
  const database = await openDatabase({ url: settings.databaseUrl, folder: settings.dataFolder });
  const closers: Closers = [() => database.close()];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  const duties = dutiesOf(settings.role);
  const health = createHealth({ ping: () => database.sql`select 1`, ticks: duties.works, log: host.log });
  try {
    const clock = await createClock(database.sql, host.now, host.crash);
    return { address: await open({ ...host, shared: settings.databaseUrl !== undefined, settings, sql: database.sql, clock, health, closers, duties }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Answers its address, ready. What is pushed to the closers last is closed first. */
async function open(frame: Frame): Promise<string> {
  const { shared, settings, sql, clock, health, closers, duties, log } = frame;
  const secret = await loadSecret(shared ? undefined : settings.dataFolder, settings.secret);
  await firstTown(frame, secret);
  const { webhooks, login, channels } = createChannels(frame);
  const pages = new Set<() => void>();
  const rung = (): void => pages.forEach((each) => each());
  let bell: Bell = noBell;
  closers.push(() => bell.close());
  const changed = (): void => (rung(), bell.ring());
  const model = settings.model && (await openModel(settings.model, { sql, now: clock.now }));
  const program = await startMachine(frame, secret, channels, model, { changed, taken: (lines) => metrics.carried(lines) });
  const inquire = (): void => {
    if (model && duties.works) void health.watch("inquiries", async () => void ((await program.inquire()) && (await program.drain())));
  };
  const carry = (): void => {
    if (duties.works) void health.watch("delivery", () => program.drain());
    inquire();
  };
  if (shared)
    bell = await hangBell(
      sql,
      () => (rung(), carry()),
      (doing) => void health.watch("jobs", doing),
    );
  let listening = (): string[] => [];
  const metrics = createMetrics({ sql, now: clock.now, nextWork: program.nextWork, listening: () => listening() });
  const listen = model && createListen(model, () => budgetOf(program.world.limits()));
  const keeper = createKeeper(sql, await openStore(frame.settings.bucket, frame.settings.dataFolder, frame.crash), clock.now, frame.crash);
  const hear = measured(metrics, async (heard) => {
    await program.hear(heard.kind === "message" && heard.media ? { ...heard, media: await listened(keeper, listen, heard.media) } : heard);
    carry();
  });
  const web = createWeb({
    sql,
    hear,
    now: clock.now,
    zone: program.world.directory().town.zone,
    turnClock: (to) => clock.turn(program, to),
    shows: duties.shows,
    sandbox: settings.sandbox,
    troubles: health.troubles,
    metrics: metrics.text,
    failed: (where, error) => log.error("page failed", error, { where }),
    changed: { subscribe: (listener) => (pages.add(listener), () => void pages.delete(listener)) },
    webhooks,
    media: keeper,
    ...(login ? { login } : {}),
  });
  const address = await listenOn(settings, web.fetch, closers);
  const started = await startChannels({ sql, channels, hear, now: clock.now, alone: !shared, listens: duties.listens, log, health });
  listening = started.listening;
  closers.push(started.stop, () => within(REST_MS, program.rest()).catch((error: unknown) => log.error("not all that was begun was finished", error)));
  await startClock(frame, program, metrics, started.seen, inquire);
  closers.push(started.quiet, health.stopping);
  return address;
}

/** The machine as it runs in production. What a killed one left half sent is settled: by whoever has the room where there
 *  may be others, at once where there are none. */
async function startMachine(
  frame: Frame,
  secret: string,
  channels: readonly Channel[],
  model: Model | undefined,
  told: { changed: () => void; taken: (lines: number) => void },
): Promise<Program> {
  const { shared, sql, clock, bots, crash, log } = frame;
  const rooms = await roomsOf(frame);
  const program = await createProgram({
    sql,
    now: clock.now,
    vault: createVault(secret),
    channels,
    ...told,
    work: bots.work,
    understand: bots.understand,
    ...(model ? { suggest: bots.suggestBy(model) } : {}),
    home: "web",
    window: (run) => void setTimeout(run, WINDOW_MS),
    pace: createPace(),
    rooms,
    crash,
    failed: (error) => log.error("turn failed", error),
  });
  if (!shared) await program.recover();
  return program;
}

async function roomsOf({ shared, sql, duties, health, closers }: Frame): Promise<Rooms> {
  if (!shared) return everyRoom;
  if (!duties.works) return noRoom;
  const rooms = await SharedRooms.open(sql, (doing) => health.watch("jobs", doing));
  closers.push(() => rooms.stop());
  return rooms;
}

/** Ticks while the process lives; the first time before it is ready. */
async function startClock(
  { shared, clock, health, closers, duties, settings }: Frame,
  program: Program,
  metrics: Metrics,
  seen: () => Promise<void>,
  inquire: () => void,
) {
  const tick = async (): Promise<void> => {
    await health.watch("tick", async () => {
      const began = performance.now();
      if (shared && settings.sandbox) await clock.refresh();
      await seen();
      if (duties.works) await program.work();
      metrics.ticked((performance.now() - began) / 1000);
      inquire();
    });
  };
  const task = schedule(TICKS, tick, { noOverlap: true });
  await tick();
  closers.push(() => task.destroy());
}

/** What came with a message, stored; a voice with what it says, if somebody can tell. */
async function listened(keeper: Keeper, listen: Listen | undefined, media: readonly Media[]): Promise<Media[]> {
  const kept = await keeper.keepAll(media);
  if (!listen) return kept;
  return Promise.all(
    kept.map(async (each) => {
      const { kind, hash, transcript } = each;
      const words = kind === "voice" && hash && !transcript ? await listen(hash, () => keeper.read(hash)) : undefined;
      return words === undefined ? each : { ...each, transcript: words };
    }),
  );
}

const measured =
  (metrics: Metrics, hear: (heard: Heard) => Promise<void>) =>
  async (heard: Heard): Promise<void> => {
    const began = performance.now();
    let ok = false;
    try {
      await hear(heard);
      ok = true;
    } finally {
      metrics.heard(heard, (performance.now() - began) / 1000, ok);
    }
  };

/** An empty database gets the town of the settings. */
async function firstTown({ sql, settings, clock, bots, crash }: Frame, secret: string): Promise<void> {
  const [{ towns } = { towns: 0 }] = await sql<{ towns: number }[]>`select count(*)::int as towns from town`;
  if (towns) return;
  if (!settings.town) throw new SettingError("数据库里还没有镇：请先运行 npx lianxin import 文件.json。");
  await importFile(sql, settings.town, { now: clock.now(), secret, readers: bots.work.towns, crash });
}

function createChannels({ settings, clock, now, crash, log }: Frame) {
  const telegram = settings.telegram && createTelegram({ ...settings.telegram, now: clock.now, crash });
  // Its calls are proven by the platform's clock, whatever the sandbox's says.
  const wecom = settings.wecom && createWecom({ ...settings.wecom, now });
  const wechat =
    settings.wechat &&
    createWechat({
      ...settings.wechat,
      memory: `${settings.dataFolder}/wechat`,
      now: clock.now,
      failed: (what, error) => log.error(what, error, { channel: "wechat" }),
      show: (drawn) => void process.stderr.write(drawn),
    });
  const outside: Channel[] = [telegram, wechat, wecom].filter((each) => each !== undefined);
  // Without the sandbox nobody reads the web chat: a line there would be said to nobody.
  const channels: Channel[] = [...(settings.sandbox ? [createWebChat()] : []), ...outside];
  return { webhooks: [telegram, wecom].flatMap((each) => each?.webhook ?? []), login: wechat?.login, channels };
}

/** Listens; a port that is taken is one sentence. */
function listenOn(settings: Settings, fetch: Parameters<typeof listen>[0]["fetch"], closers: Closers): Promise<string> {
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
