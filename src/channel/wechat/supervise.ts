import { setTimeout as wait } from "node:timers/promises";
import type { Ears } from "../port.ts";
import type { LoginBoard } from "./login.ts";
import { type Connection, isMissing, type Online, open, type Puppet, type Source, type WechatyModule, within } from "./open.ts";
import { storesOf } from "./stores.ts";

/** `bot.start()` resolves also where nothing answered: without a code or a login by then, it is begun anew. */
const LOGIN_WAIT_MS = 60_000;
/** Puppets that live beat; one that was silent for so long is dead, whatever it says. */
const BEAT_WAIT_MS = 60_000;
/** Each new login is looked at by the platform: the waits are long, the last one repeated. */
const BACK_OFF_MS = [2_000, 10_000, 30_000, 120_000, 300_000];
const END_WAIT_MS = 20_000;

export type Supervised = {
  wechaty: WechatyModule;
  source: Source;
  ears: Ears;
  board: LoginBoard;
  stop: AbortSignal;
  loginWaitMs?: number | undefined;
  beatWaitMs?: number | undefined;
  backOffMs?: readonly number[] | undefined;
  /** What a connection tells beside its own state. Called before it starts; answers how to stop listening. */
  listen(connection: Connection): () => void;
  /** Somebody is logged in; nobody is any more. */
  online(connection: Online): void;
  offline(): void;
  failed(what: string, error: unknown): void;
};
type Ending = { why: string; kicked?: boolean };
type Ended = Ending & { wasOnline: boolean };

/** Words of an error after which the puppet is not there any more. Other errors are noise that puppets make. */
const BROKEN =
  /UNAVAILABLE|ECONNREFUSED|ECONNRESET|EPIPE|Connection dropped|No connection established|WatchdogAgent reset|no grpc manager|NO CLIENT|socket hang up/iu;
/** How a logout is explained that the puppet did itself, to begin anew. */
const OWN_LOGOUT = /^puppet (?:stop|reset)/iu;

/** Keeps somebody logged in until stopped. Wechaty's own resets are not relied on: they come a minute late, and say
 *  nothing of what was missed. */
export async function supervise(supervised: Supervised): Promise<void> {
  const { ears, board, stop, failed } = supervised;
  const steps = supervised.backOffMs ?? BACK_OFF_MS;
  let told: "up" | "down" | undefined;
  const turn = (state: "up" | "down", why?: string): void => {
    if (told !== state) ears.state((told = state), why);
  };
  let failures = 0;
  while (!stop.aborted) {
    board.turn("starting");
    const { why, kicked, wasOnline } = await once(supervised, turn).catch((error: unknown): Ended => {
      if (isMissing(error)) throw error;
      failed("WeChat connection", error);
      return { why: error instanceof Error ? error.message : String(error), wasOnline: false };
    });
    if (stop.aborted) break;
    // Whoever was kicked is watched: back at once, and the account is gone for good.
    failures = kicked ? steps.length : wasOnline ? 1 : failures + 1;
    turn("down", kicked ? `kicked: ${why}` : why);
    board.turn(kicked ? "kicked" : "offline", { why });
    await wait(steps[Math.min(failures - 1, steps.length - 1)], undefined, { signal: stop }).catch(() => {});
  }
  board.turn("off");
}

/** One connection, from its making to whatever ends it. */
async function once(supervised: Supervised, turn: (state: "up" | "down", why?: string) => void): Promise<Ended> {
  const { wechaty, source, board, stop, loginWaitMs = LOGIN_WAIT_MS } = supervised;
  const ended = Promise.withResolvers<Ending>();
  const end = (ending: Ending): void => ended.resolve(ending);
  const connection = await open(wechaty, source);
  const { bot, puppet } = connection;
  const deadlines = new Deadlines(end, supervised.beatWaitMs ?? BEAT_WAIT_MS);
  let was = false;
  let stores: ReturnType<typeof storesOf> = [];
  const heed = (doing: () => unknown) => (): void =>
    void Promise.resolve()
      .then(doing)
      .catch((error: unknown) => end({ why: String(error) }));
  const on: Record<string, (payload: never) => void> = {
    scan: ({ qrcode = "", status }: { qrcode?: string; status: number }) =>
      heed(() => {
        deadlines.login(undefined);
        const waiting = status === wechaty.types.ScanStatus.Waiting || status === wechaty.types.ScanStatus.Timeout;
        board.turn("scan", waiting && qrcode ? { code: qrcode } : {});
        turn("down", "scan: somebody must scan the code");
      })(),
    login: ({ contactId }: { contactId: string }) =>
      heed(async () => {
        deadlines.login(undefined);
        stores = storesOf(puppet);
        for (const store of stores) store.on("error", (error: Error) => end({ why: error.message }));
        const { name } = await puppet.contactPayload(contactId);
        const me = { id: contactId, name };
        was = true;
        board.turn("online", { name });
        supervised.online({ ...connection, me });
        turn("up");
        connection.known.resolve(me);
      })(),
    logout: ({ data }: { data: string }) => end({ why: data, kicked: !OWN_LOGOUT.test(data) }),
    heartbeat: () => deadlines.beat(),
  };
  const silence = supervised.listen(connection);
  for (const [event, listener] of Object.entries(on)) puppet.on(event as "scan", listener as never);
  // Without a listener an error would be thrown, and end the process. The puppet's come here, too.
  bot.on("error", (error: Error) => {
    if (BROKEN.test(error.message)) end({ why: error.message.slice(0, 200) });
  });
  const stopped = (): void => end({ why: "stopped" });
  stop.addEventListener("abort", stopped);
  if (stop.aborted) stopped();
  deadlines.login(loginWaitMs);
  bot.start().catch((error: unknown) => end({ why: String(error) }));
  const ending = await ended.promise;
  stop.removeEventListener("abort", stopped);
  deadlines.clear();
  silence();
  for (const [event, listener] of Object.entries(on)) puppet.off(event as "scan", listener as never);
  supervised.offline();
  const closed = bot.stop().then(() => Promise.all(stores.map((each) => each.close())));
  await within(END_WAIT_MS, "ending the connection", closed).catch((error: unknown) => supervised.failed("WeChat did not stop", error));
  bury(puppet);
  return { ...ending, wasOnline: was };
}

/** Wechaty does not take its watchdog off the heartbeats: a late one wakes it, and a minute later it begins a connection
 *  that nobody asked for. */
function bury(puppet: Puppet): void {
  puppet.removeAllListeners();
  puppet.on("error", () => {});
  (puppet as unknown as { __watchdog?: { stop(): void } }).__watchdog?.stop();
}

/** What must have happened by when. */
class Deadlines {
  private loginBy: NodeJS.Timeout | undefined;
  private beatBy: NodeJS.Timeout | undefined;
  private readonly end: (ending: Ending) => void;
  private readonly beatMs: number;

  constructor(end: (ending: Ending) => void, beatMs: number) {
    this.end = end;
    this.beatMs = beatMs;
  }

  login(ms: number | undefined): void {
    clearTimeout(this.loginBy);
    if (ms !== undefined) this.loginBy = setTimeout(() => this.end({ why: `neither a code nor a login within ${ms} ms` }), ms);
  }

  /** From the first beat on: not every puppet does. */
  beat(): void {
    clearTimeout(this.beatBy);
    this.beatBy = setTimeout(() => this.end({ why: `no sign of life for ${this.beatMs} ms` }), this.beatMs);
  }

  clear(): void {
    clearTimeout(this.loginBy);
    clearTimeout(this.beatBy);
  }
}
