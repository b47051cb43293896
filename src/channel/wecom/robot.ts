import { setTimeout as wait } from "node:timers/promises";
import type { WSClient } from "@wecom/aibot-node-sdk";
import type { Ears } from "../port.ts";
import type { Names } from "./names.ts";
import type { Part } from "./part.ts";
import { createRecall, type Recall } from "./recall.ts";
import { type Around, chatOf, translate } from "./receive-robot.ts";
import { away, createSay } from "./say.ts";
import { sendByRobot } from "./send-robot.ts";

export type RobotOptions = { botId: string; secret: string; botName: string };
type Options = RobotOptions & {
  /** Another server that speaks the protocol; WeCom's own unless said. */
  wsUrl: string | undefined;
  names: Names;
  now: () => number;
  backOffMs: readonly number[];
};
type Session = { ears: Ears; abort: AbortController; client: WSClient; up: boolean; kicked: boolean; waiting: number; turns: Map<string, Promise<void>> };

/** Messages told while nothing can be stored; beyond, they are lost, as the platform keeps none. */
const MOST_WAITING = 10_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The intelligent robot: one connection, which is the only one, on which it listens and speaks. */
export function createRobot(options: Options): Part {
  const say = createSay();
  const recall = createRecall();
  let session: Session | undefined;
  return {
    ready: () => session?.up ?? false,
    async start(ears, only) {
      // A second connection would put an end to the first: without the lease there is none, and nothing is said by it.
      if (only || session) return;
      session = await open(options, recall, ears);
    },
    async send(line, signal) {
      if (!session || signal?.aborted) return away("the robot's connection is not in this process");
      if (session.kicked) return away("kicked: another connection of this robot was opened");
      return session.up ? sendByRobot({ client: session.client, say, recall }, line) : away("the robot is not connected");
    },
    async stop() {
      const ending = session;
      session = undefined;
      ending?.abort.abort();
      ending?.client.disconnect();
      if (ending) await Promise.allSettled(ending.turns.values());
    },
  };
}

/** The SDK is imported here and nowhere else: a program without the robot does not pay for it. */
async function open(options: Options, recall: Recall, ears: Ears): Promise<Session> {
  const { WSClient, decryptFile } = await import("@wecom/aibot-node-sdk");
  const { botId, secret, botName, wsUrl, names, now, backOffMs } = options;
  const client = new WSClient({
    botId,
    secret,
    ...(wsUrl === undefined ? {} : { wsUrl }),
    reconnectInterval: backOffMs[0] ?? 1000,
    maxReconnectAttempts: -1,
    // Its log would hold what people say.
    logger: silent,
  });
  const abort = new AbortController();
  const session: Session = { ears, abort, client, up: false, kicked: false, waiting: 0, turns: new Map() };
  const around: Around = {
    botName,
    account: botId,
    names,
    recall,
    now,
    stop: abort.signal,
    open: decryptFile,
    async fetch(url, signal) {
      if (wsUrl === undefined && !url.startsWith("https://")) throw new Error("地址不安全");
      return fetch(url, { signal });
    },
  };
  const take = (frame: { body?: unknown }): void => inOrder(session, chatOf(frame.body), () => hear(session, frame.body, around, backOffMs));
  client.on("message", take);
  client.on("event", take);
  watch(session);
  client.connect();
  return session;
}

/** What the SDK says of its connection: it comes back by itself, unless another connection took its place. */
function watch(session: Session): void {
  const { client, ears, abort } = session;
  let trouble: string | undefined;
  const down = (why: string): void => {
    session.up = false;
    if (!abort.signal.aborted) ears.state("down", why);
  };
  client.on("authenticated", () => {
    session.up = true;
    trouble = undefined;
    if (!abort.signal.aborted) ears.state("up");
  });
  client.on("error", (error) => {
    const refused = error.message.startsWith("Authentication failed") || error.name === "WSAuthFailureError";
    trouble = refused ? `auth: ${error.message}` : error.message;
    if (error.name === "WSAuthFailureError") down(trouble);
  });
  client.on("event.disconnected_event", () => {
    session.kicked = true;
    down("kicked: another connection of this robot was opened");
  });
  client.on("disconnected", (reason) => {
    if (!session.kicked) down(trouble ?? reason);
  });
}

/** Every chat in its own order, the chats beside each other. */
function inOrder(session: Session, chat: string, hear: () => Promise<void>): void {
  const { turns, ears } = session;
  if (session.waiting >= MOST_WAITING) return ears.state("down", `${MOST_WAITING} messages wait to be stored: what comes now is lost`);
  session.waiting += 1;
  const turn = (turns.get(chat) ?? Promise.resolve()).then(hear).finally(() => {
    session.waiting -= 1;
    if (turns.get(chat) === turn) turns.delete(chat);
  });
  turns.set(chat, turn);
}

/** The platform tells a message once and waits for no word of it: what cannot be stored now is held here until it can. */
async function hear({ ears, abort }: Session, body: unknown, around: Around, backOffMs: readonly number[]): Promise<void> {
  const heard = await translate(body, around).catch(() => undefined);
  for (let failures = 0; heard && !abort.signal.aborted; failures += 1) {
    try {
      return await ears.hear(heard);
    } catch {
      const pause = backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 0;
      await wait(pause, undefined, { signal: abort.signal }).catch(() => {});
    }
  }
}
