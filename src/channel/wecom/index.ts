import type { Capabilities, Channel, Ears, Outgoing, Sent } from "../port.ts";
import { createAnnouncer } from "./announce.ts";
import { type AppOptions, createApp } from "./app.ts";
import type { Webhook } from "./callback.ts";
import type { Names } from "./names.ts";
import type { Part } from "./part.ts";
import { createRobot, type RobotOptions } from "./robot.ts";
import { away } from "./say.ts";
import { MAX_BUTTON_DATA_BYTES, MAX_TEXT_BYTES, overlong } from "./words.ts";

export type WecomOptions = {
  /** Another server that speaks the protocol: its API here, the robot's connection at `/aibot` under it. */
  apiRoot?: string;
  app?: AppOptions;
  robot?: RobotOptions;
  /** Keys of group robots by the room in which they stand. */
  groupRobots?: ReadonlyMap<string, string>;
  now: () => number;
  /** Waits between attempts to connect, the last one repeated. */
  backOffMs?: readonly number[];
  /** How often the platform is asked whether it still knows the app. */
  checkMs?: number;
};
export type Wecom = Channel & { webhook?: Webhook };

/** Where WeCom calls the app, on the program's own port. */
export const CALLBACK_PATH = "/wecom";
const API_ROOT = "https://qyapi.weixin.qq.com";
const BACK_OFF_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
const bareIds: Names = async (id) => id;

/** One channel, three ways: a member is one account, whichever way they are met. Who is spoken to in private is spoken to
 *  by the app, a group by the robot in it; where there is none, or it is not connected, by the group's webhook. */
export function createWecom(options: WecomOptions): Wecom {
  const { apiRoot, app: appOptions, robot: robotOptions, groupRobots, now, backOffMs = BACK_OFF_MS, checkMs } = options;
  const root = apiRoot ?? API_ROOT;
  const app = appOptions && createApp({ ...appOptions, root, path: CALLBACK_PATH, now, backOffMs, ...(checkMs === undefined ? {} : { checkMs }) });
  const wsUrl = apiRoot === undefined ? undefined : `${apiRoot.replace(/^http/u, "ws")}/aibot`;
  const robot = robotOptions && createRobot({ ...robotOptions, wsUrl, names: app?.names ?? bareIds, now, backOffMs });
  const announcer = groupRobots?.size ? createAnnouncer({ root, keys: groupRobots, answerable: robot !== undefined }) : undefined;
  const listening: Part[] = [app, robot].filter((each) => each !== undefined);
  const parts: Part[] = [...listening, ...(announcer ? [announcer] : [])];
  const wayTo = ({ to }: Outgoing): Part | undefined => {
    if (to.kind === "direct") return app ?? robot;
    return announcer?.has(to.id) && !robot?.ready() ? announcer : robot;
  };
  let running: "no" | "speaks" | "listens" = "no";
  return {
    id: "wecom",
    capabilities: capabilitiesOf(options),
    ...(app ? { webhook: app.webhook } : {}),
    async start(ears, only) {
      if (running === "listens") throw new Error("the WeCom channel is running already");
      running = only ?? "listens";
      const earsOf = together(ears, listening.length);
      for (const [at, part] of listening.entries()) await part.start(earsOf(at), only);
      await announcer?.start(ears, only);
      if (!listening.length && !only) ears.state("up");
    },
    async send(line, signal): Promise<Sent> {
      if (running === "no") return away("the WeCom channel is not running");
      const long = overlong(line);
      if (long) return { ok: false, kind: "too_big", message: `the data of the button “${long.label}” is longer than ${MAX_BUTTON_DATA_BYTES} bytes` };
      const way = wayTo(line);
      return way ? way.send(line, signal) : { ok: false, kind: "unreachable", message: `nothing that is set up reaches this ${line.to.kind}` };
    },
    async stop() {
      running = "no";
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

/** What holds whichever way a line goes. */
function capabilitiesOf({ app, robot, groupRobots }: WecomOptions): Capabilities {
  return {
    buttons: app !== undefined || robot !== undefined,
    // A quote tells the words quoted, not the message.
    quote: false,
    // Only the webhook makes a name ring; by the robot it is written.
    mentions: robot === undefined && (groupRobots?.size ?? 0) > 0,
    files: true,
    edits: false,
    hearsGroup: false,
    stableIds: true,
    receipt: "id",
    idempotent: false,
    opensDirect: app !== undefined,
    maxText: MAX_TEXT_BYTES,
    textUnit: "bytes",
    maxButtonDataBytes: MAX_BUTTON_DATA_BYTES,
    // A member gets thirty a minute from an app, and the platform drops the rest without a word; a group robot says twenty.
    perRoomPerMinute: groupRobots?.size ? 20 : 30,
    gapMs: 2000,
    // The robot's connection keeps nothing for later; the app's callback is tried again.
    losesWhileDown: robot !== undefined,
  };
}

/** The channel is up when all of it is. */
function together(ears: Ears, parts: number): (part: number) => Ears {
  const states = new Map<number, { state: "up" | "down"; why?: string }>();
  let said: string | undefined;
  return (part) => ({
    hear: (heard) => ears.hear(heard),
    state(state, why) {
      states.set(part, { state, ...(why === undefined ? {} : { why }) });
      const down = [...states.values()].find((each) => each.state === "down");
      if (!down && states.size < parts) return;
      const now = down ? `down ${down.why}` : "up";
      if (now === said) return;
      said = now;
      ears.state(down ? "down" : "up", down?.why);
    },
  });
}
