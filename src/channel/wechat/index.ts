import type { payloads } from "wechaty";
import type { Capabilities, Channel, Ears, Login } from "../port.ts";
import { createEchoes } from "./echo.ts";
import { createHistory, type History } from "./history.ts";
import { type Arrival, Intake } from "./intake.ts";
import { createLoginBoard, type LoginBoard } from "./login.ts";
import { type Connection, isMissing, loadWechaty, type Me, type Online, type Source, within } from "./open.ts";
import { instantOf, placeOf, translate } from "./receive.ts";
import { Rooms } from "./rooms.ts";
import { capabilities, type Mouth, OFFICIAL_ACCOUNT_MAX_TEXT, sendLine } from "./send.ts";
import { supervise } from "./supervise.ts";

export type WechatOptions = Source & {
  now: () => number;
  /** Something went wrong that nobody waits for. */
  failed(what: string, error: unknown): void;
  /** The code to scan, drawn in characters. */
  show(drawn: string): void;
  /** The pause between any two messages of the account; and after a login, before the first. */
  gapMs?: number;
  quietMs?: number;
  loginWaitMs?: number;
  /** A puppet that gave signs of life and was then silent for so long is begun anew. */
  beatWaitMs?: number;
  /** Waits before a new attempt to log in, and to store what was heard; the last one repeated. */
  backOffMs?: readonly number[];
  storeBackOffMs?: readonly number[];
  echoWaitMs?: number;
  /** How long a picture or file is waited for; it holds up what is said after it in its room. */
  downloadMs?: number;
  /** How often the members of each room are compared with who was there. */
  reconcileMs?: number;
};
export type Wechat = Channel & { login(): Login };

const GAP_MS = 3_000;
const QUIET_MS = 30_000;
const ECHO_WAIT_MS = 10_000;
const DOWNLOAD_MS = 20_000;
const RECONCILE_MS = 600_000;
const LOAD_WAIT_MS = 15_000;

/** What lives from start to stop, over any number of logins. */
type Life = { abort: AbortController; mouth: Mouth; intake: Intake; running: Promise<void> };
/** What outlives even that: who was in which room is compared after the next start, too. */
type Kept = { options: WechatOptions; capabilities: Capabilities; rooms: Rooms; history: History; board: LoginBoard };

export function createWechat(options: WechatOptions): Wechat {
  const { gapMs = GAP_MS, puppet } = options;
  const kept: Kept = {
    options,
    capabilities: {
      ...capabilities,
      gapMs,
      ...(String(puppet).includes("official-account") ? { maxText: OFFICIAL_ACCOUNT_MAX_TEXT } : {}),
    },
    rooms: new Rooms(),
    history: createHistory(),
    board: createLoginBoard(options.now, options.show),
  };
  let life: Life | undefined;
  /** Another process has the login. */
  let elsewhere = false;
  return {
    id: "wechat",
    capabilities: kept.capabilities,
    login: kept.board.look,
    async start(ears, only) {
      if (life) throw new Error("the WeChat channel is running already");
      // One login at a time: without it nothing can be said either.
      elsewhere = only !== undefined;
      if (!only) life = begin(kept, ears);
    },
    async send(line, signal) {
      if (life) return sendLine(life.mouth, line, signal);
      return elsewhere
        ? { ok: false, kind: "rate", retryAfterMs: ELSEWHERE_MS, message: "another process has the WeChat login" }
        : { ok: false, kind: "temporary", message: "the WeChat channel is not running" };
    },
    async stop() {
      const ending = life;
      life = undefined;
      elsewhere = false;
      ending?.abort.abort();
      await ending?.running;
      await ending?.intake.settled();
    },
  };
}
/** A line that came to a process without the login is left to the one that has it. */
const ELSEWHERE_MS = 1_000;

function begin(kept: Kept, ears: Ears): Life {
  const { options, history, board } = kept;
  const abort = new AbortController();
  let online: Online | undefined;
  const mouth: Mouth = {
    online: () => online,
    quietUntil: 0,
    gapMs: options.gapMs ?? GAP_MS,
    nextAt: 0,
    nextPlace: 0,
    echoWaitMs: options.echoWaitMs ?? ECHO_WAIT_MS,
    maxText: kept.capabilities.maxText,
    now: options.now,
    stop: abort.signal,
    echoes: createEchoes(),
    history,
    halfSaid: new Map(),
  };
  const intake = new Intake(ears, abort.signal, options.failed, options.storeBackOffMs);
  const reconciling = setInterval(() => online && reconcile(kept, intake, online), options.reconcileMs ?? RECONCILE_MS);
  const run = async (): Promise<void> => {
    try {
      const wechaty = await loadWechaty();
      await supervise({
        wechaty,
        source: options,
        ears,
        board,
        stop: abort.signal,
        loginWaitMs: options.loginWaitMs,
        beatWaitMs: options.beatWaitMs,
        backOffMs: options.backOffMs,
        failed: options.failed,
        listen: (connection) => listenTo({ kept, intake, mouth, connection }),
        online(connection) {
          online = connection;
          mouth.quietUntil = options.now() + (options.quietMs ?? QUIET_MS);
          reconcile(kept, intake, connection);
        },
        offline: () => (online = undefined),
      });
    } catch (error) {
      const why = isMissing(error)
        ? `wechaty${typeof options.puppet === "string" ? ` or ${options.puppet}` : ""} is not installed: WeChat is left out`
        : String(error);
      board.turn("offline", { why });
      ears.state("down", why);
    } finally {
      clearInterval(reconciling);
    }
  };
  return { abort, mouth, intake, running: run() };
}

/** Nobody tells when somebody leaves by themselves, nor what changed during an outage. */
function reconcile({ rooms, options }: Kept, intake: Intake, connection: Online): void {
  const { puppet, me } = connection;
  intake.later(async () => {
    for (const room of await within(LOAD_WAIT_MS, "reading the rooms", puppet.roomList()))
      intake.enter({ lane: room, make: () => rooms.reconciled(puppet, me, { room, at: options.now() }) });
  });
}

/** Everything a puppet tells, each in its turn. No handler throws: wechaty would let it end the process. */
function listenTo({ kept, intake, mouth, connection }: { kept: Kept; intake: Intake; mouth: Mouth; connection: Connection }): () => void {
  const { puppet } = connection;
  const { rooms, history, options } = kept;
  const downloadMs = options.downloadMs ?? DOWNLOAD_MS;
  /** What comes in the moment before it is known who we are waits for it. */
  const known = (): Promise<Me> => within(LOAD_WAIT_MS, "the login", connection.known.promise);
  const tell = <T extends { roomId: string; timestamp: number }>(payload: T, make: (me: Me, at: number) => ReturnType<Arrival["make"]>): void =>
    intake.take(async () => {
      const me = await known();
      return { lane: payload.roomId, make: () => make(me, instantOf(payload.timestamp)) };
    });
  const load = async (id: string): Promise<Arrival | undefined> => {
    const me = await known();
    const payload = await within(LOAD_WAIT_MS, "reading a message", puppet.messagePayload(id));
    const lane = placeOf(payload, me);
    if (!ours(payload, me)) return { lane, make: () => translate(payload, { connection, me, rooms, history, downloadMs }) };
    const text = payload.type === connection.wechaty.types.Message.Text ? payload.text : undefined;
    mouth.echoes.heard(lane, text, id);
    if (text) history.remember(lane, { id, name: me.name, text, mine: true });
    return undefined;
  };
  const on = {
    message: ({ messageId }: { messageId: string }) => intake.take(() => load(messageId)),
    "room-join": (event: payloads.EventRoomJoin) =>
      tell(event, (each, at) => rooms.joined(puppet, each, { room: event.roomId, at }, event.inviteeIdList, event.inviterId)),
    "room-leave": (event: payloads.EventRoomLeave) =>
      tell(event, (each, at) => rooms.left(puppet, each, { room: event.roomId, at }, event.removeeIdList, event.removerId)),
    "room-topic": (event: payloads.EventRoomTopic) =>
      tell(event, (_each, at) => rooms.renamed(puppet, { room: event.roomId, at }, event.newTopic, event.changerId)),
  };
  for (const [event, listener] of Object.entries(on)) puppet.on(event as "message", listener as never);
  return () => {
    for (const [event, listener] of Object.entries(on)) puppet.off(event as "message", listener as never);
  };
}

const ours = (payload: payloads.Message, me: Me): boolean => (payload as { talkerId?: string }).talkerId === me.id;
