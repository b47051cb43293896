import { setTimeout as wait } from "node:timers/promises";
import type { Ears, Outgoing, Sent } from "../port.ts";
import { type Api, createApi } from "./api.ts";
import { createCallback, type Fields, type Webhook } from "./callback.ts";
import { createNames, type Names } from "./names.ts";
import { failureOf } from "./outcome.ts";
import type { Part } from "./part.ts";
import { translate } from "./receive-app.ts";
import { away, createSay } from "./say.ts";
import { sendByApp } from "./send-app.ts";

export type AppOptions = { corpId: string; agentId: string; secret: string; token: string; aesKey: string };
type Options = AppOptions & { root: string; path: string; now: () => number; backOffMs: readonly number[]; checkMs?: number };
export type App = Part & { webhook: Webhook; names: Names };

/** How often the platform is asked whether it still knows us: it calls us, and so its silence says nothing. */
const CHECK_MS = 60_000;
const CHECK_WAIT_MS = 10_000;

type Session = { ears: Ears; abort: AbortController; watching?: Promise<void>; turns: Map<string, Promise<void>> };

/** The self-built app: members talk to it in private, by a callback that every process with the web server may answer. */
export function createApp(options: Options): App {
  const api = createApi(options);
  const names = createNames(api, options.now);
  const say = createSay();
  let session: Session | undefined;
  const webhook = createCallback(options, async (fields) => {
    if (!session) return "not ready";
    await inOrder(session, fields, (ending) => hear(ending, fields));
    return "heard";
  });
  const hear = async ({ ears, abort }: Session, fields: Fields): Promise<void> => {
    const heard = await translate(fields, { agentId: options.agentId, names, api, stop: abort.signal, now: options.now });
    if (heard) await ears.hear(heard);
  };
  return {
    webhook,
    names,
    ready: () => session !== undefined,
    async start(ears, only) {
      session ??= { ears, abort: new AbortController(), turns: new Map() };
      session.ears = ears;
      if (!only) session.watching ??= watch(api, options, session);
    },
    send: async (line: Outgoing, signal): Promise<Sent> => {
      if (!session || signal?.aborted) return away("stopped before anything was sent");
      return sendByApp({ api, agentId: options.agentId, say, stop: session.abort.signal }, line, signal);
    },
    async stop() {
      const ending = session;
      session = undefined;
      ending?.abort.abort();
      await Promise.allSettled([ending?.watching, ...(ending?.turns.values() ?? [])]);
    },
  };
}

/** A member's messages one after the other; none overtakes one before it that could not be stored. */
async function inOrder(session: Session, fields: Fields, hear: (session: Session) => Promise<void>): Promise<void> {
  const member = fields.get("FromUserName") ?? "";
  const turn = (session.turns.get(member) ?? Promise.resolve()).then(() => hear(session));
  session.turns.set(member, turn);
  try {
    await turn;
  } finally {
    if (session.turns.get(member) === turn) session.turns.delete(member);
  }
}

/** Up while the platform knows the app; a lost connection is waited out, refused credentials end it. */
async function watch(api: Api, { agentId, backOffMs, checkMs }: Options, { ears, abort }: Session): Promise<void> {
  let said: string | undefined;
  let failures = 0;
  while (!abort.signal.aborted) {
    let pause = checkMs ?? CHECK_MS;
    try {
      await api.call("agent/get", { query: { agentid: agentId } }, AbortSignal.any([abort.signal, AbortSignal.timeout(CHECK_WAIT_MS)]));
      failures = 0;
      if (said !== "up") ears.state("up");
      said = "up";
    } catch (error) {
      if (abort.signal.aborted) return;
      const { kind, message, retryAfterMs = 0 } = failureOf(error);
      const how = kind === "auth" ? "auth" : "away";
      if (said !== how && said !== "auth") ears.state("down", how === "auth" ? `auth: ${message}` : message);
      said = how;
      // Rights and trusted addresses are mended at the platform: asked for again, but not in haste.
      if (kind !== "auth") pause = Math.max(retryAfterMs, backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 0);
      failures += 1;
    }
    await wait(pause, undefined, { signal: abort.signal }).catch(() => {});
  }
}
