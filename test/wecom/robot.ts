import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Watch } from "../bot-api/watch.ts";
import { BOT_ID, BOT_SECRET } from "./ids.ts";

/** What was shown in a chat: `text` as a reader sees it, `raw` as it came. */
export type Shown = { chat: string; id: string; type: string; text: string; raw: string; buttons: { label: string; data: string }[]; file?: Uint8Array };
type Body = Record<string, unknown>;
type Frame = { cmd?: string; headers: { req_id: string }; body?: Body };
export type RobotFault = { errcode: number; errmsg: string } | "cut" | "silent";

/** The server end of an intelligent robot: one connection counts, the newest; what is told while there is none is lost. */
export type RobotServer = {
  shown: Shown[];
  /** Frames of the client, heartbeats left out. */
  frames: Frame[];
  connections: () => number;
  tell(cmd: "aibot_msg_callback" | "aibot_event_callback", body: Body): void;
  again(): void;
  /** The next so many of these go wrong. */
  fault(cmd: string, fault: RobotFault, times?: number): void;
  /** Chats that put the robot out. */
  barred: Set<string>;
  /** Ends the connection, as a network does. */
  drop(): void;
  /** Somebody else connects as this robot. */
  kick(): void;
  close(): void;
};

export function createRobotServer(server: Server, changed: Watch["changed"]): RobotServer {
  const sockets = new WebSocketServer({ server, path: "/aibot" });
  const state: State = { shown: [], frames: [], faults: [], barred: new Set(), uploads: new Map(), files: new Map(), current: undefined };
  let last: { cmd: string; body: Body } | undefined;
  const push = (cmd: string, body: Body): void =>
    state.current?.send(JSON.stringify({ cmd, headers: { req_id: `told-${randomBytes(6).toString("hex")}` }, body }));
  sockets.on("connection", (socket: WebSocket) => {
    socket.on("message", (data: Buffer) => {
      answer(state, socket, JSON.parse(data.toString()) as Frame);
      changed();
    });
    socket.on("close", () => {
      if (state.current === socket) state.current = undefined;
      changed();
    });
  });
  return {
    shown: state.shown,
    frames: state.frames,
    barred: state.barred,
    connections: () => sockets.clients.size,
    tell(cmd, body) {
      last = { cmd, body };
      push(cmd, body);
    },
    again: () => void (last && push(last.cmd, last.body)),
    fault: (cmd, fault, times = 1) => state.faults.push(...Array.from({ length: times }, () => ({ cmd, fault }))),
    drop: () => state.current?.terminate(),
    kick: () => push("aibot_event_callback", { msgid: "kick", aibotid: BOT_ID, msgtype: "event", event: { eventtype: "disconnected_event" } }),
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

type State = Pick<RobotServer, "shown" | "frames" | "barred"> & {
  faults: { cmd: string; fault: RobotFault }[];
  uploads: Map<string, { pieces: string[]; total: number }>;
  files: Map<string, Uint8Array>;
  current: WebSocket | undefined;
};

function answer(state: State, socket: WebSocket, frame: Frame): void {
  const { cmd = "", headers, body = {} } = frame;
  const reply = (more: object): void => socket.send(JSON.stringify({ headers, ...more }));
  if (cmd === "ping") return reply({ errcode: 0, errmsg: "ok" });
  state.frames.push(frame);
  const at = state.faults.findIndex((each) => each.cmd === cmd);
  const fault = at < 0 ? undefined : state.faults.splice(at, 1)[0]?.fault;
  if (typeof fault === "object") return reply(fault);
  if (cmd === "aibot_subscribe") return subscribe(state, socket, body, reply);
  if (cmd.startsWith("aibot_upload_media")) return reply(upload(state, cmd, body));
  if (cmd !== "aibot_send_msg") return reply({ errcode: 40008, errmsg: "unknown command" });
  const refused = refusal(state, body);
  if (refused) return reply(refused);
  state.shown.push(shownFrom(state, body, headers.req_id));
  if (fault === "cut") return socket.terminate();
  if (fault !== "silent") reply({ errcode: 0, errmsg: "ok" });
}

function subscribe(state: State, socket: WebSocket, body: Body, reply: (more: object) => void): void {
  if (body["bot_id"] !== BOT_ID || body["secret"] !== BOT_SECRET) return reply({ errcode: 853000, errmsg: "invalid bot_id or secret" });
  const older = state.current;
  state.current = socket;
  const gone = { msgid: "kick", aibotid: BOT_ID, msgtype: "event", event: { eventtype: "disconnected_event" } };
  older?.send(JSON.stringify({ cmd: "aibot_event_callback", headers: { req_id: "kick" }, body: gone }));
  reply({ errcode: 0, errmsg: "ok" });
}

function upload({ uploads, files }: State, cmd: string, body: Body): object {
  const id = String(body["upload_id"] ?? `up-${uploads.size + 1}`);
  if (cmd.endsWith("init")) uploads.set(id, { pieces: [], total: Number(body["total_chunks"]) });
  const held = uploads.get(id);
  if (!held) return { errcode: 40007, errmsg: "no such upload" };
  if (cmd.endsWith("chunk")) held.pieces[Number(body["chunk_index"])] = String(body["base64_data"]);
  if (!cmd.endsWith("finish")) return { errcode: 0, errmsg: "ok", body: { upload_id: id } };
  files.set(`media-${id}`, Buffer.concat(held.pieces.map((piece) => Buffer.from(piece, "base64"))));
  return { errcode: 0, errmsg: "ok", body: { type: "file", media_id: `media-${id}`, created_at: "1" } };
}

type Card = { sub_title_text?: string; main_title?: { title?: string }; task_id: string; button_list: { text: string; key: string }[] };
const cardIn = (body: Body): Card | undefined => body["template_card"] as Card | undefined;
const markdownIn = (body: Body): string | undefined => (body["markdown"] as { content: string } | undefined)?.content;

/** What the platform does not take. */
function refusal({ barred, shown }: State, body: Body): object | undefined {
  if (barred.has(String(body["chatid"]))) return { errcode: 86003, errmsg: "chatid not exist" };
  const card = cardIn(body);
  if (card && (shown.some((each) => each.id === card.task_id) || card.button_list.length > 6)) return { errcode: 40058, errmsg: "invalid card" };
  if (card && card.button_list.some((each) => Buffer.byteLength(each.key) > 1024)) return { errcode: 40058, errmsg: "key too long" };
  if (Buffer.byteLength(markdownIn(body) ?? "") > 4096) return { errcode: 45002, errmsg: "content too long" };
  return undefined;
}

function shownFrom({ files }: State, body: Body, reqId: string): Shown {
  const card = cardIn(body);
  const raw = card ? (card.sub_title_text ?? "") : (markdownIn(body) ?? "");
  const media = (body["file"] ?? body["image"]) as { media_id: string } | undefined;
  const file = media && files.get(media.media_id);
  return {
    chat: String(body["chatid"]),
    id: card?.task_id ?? reqId,
    type: String(body["msgtype"]),
    raw,
    text: card ? raw : raw.replaceAll(/\\([!-/:-@[-`{-~])/gu, "$1"),
    buttons: card?.button_list.map(({ text, key }) => ({ label: text, data: key })) ?? [],
    ...(file ? { file } : {}),
  };
}
