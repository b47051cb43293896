import { createHash } from "node:crypto";
import { BOT_NAME, type Heard, type Who } from "../port.ts";
import type { Api } from "./api.ts";
import type { Fields } from "./callback.ts";
import { type Found, keep } from "./media.ts";
import type { Names } from "./names.ts";

/** What translating needs beside the fields. */
export type Around = { agentId: string; names: Names; api: Pick<Api, "download">; stop: AbortSignal; now: () => number };

/** The platform waits five seconds for its answer; the name is asked for meanwhile, the rest is for storing. */
const DOWNLOAD_WAIT_MS = 3500;
const unknownKind: Found = { media: { kind: "file", name: "消息", missing: `这种消息${BOT_NAME}还看不懂` } };

/** What a member said or pressed in the app, in the terms of the port; nothing for what asks for nothing (they opened it,
 *  they were given it). https://developer.work.weixin.qq.com/document/path/90239 */
export async function translate(fields: Fields, around: Around): Promise<Heard | undefined> {
  const of = (name: string): string => fields.get(name) ?? "";
  const id = of("FromUserName");
  if (!id) return undefined;
  const event = of("MsgType") === "event" ? of("Event") : undefined;
  if (event !== undefined && !HEARD_EVENTS.has(event)) return undefined;
  const found = event === undefined ? foundIn(of, around) : undefined;
  const [name, media] = await Promise.all([around.names(id), found && keep(found, DOWNLOAD_WAIT_MS, around.stop)]);
  const from: Who = { id, name };
  const at = Number(of("CreateTime")) * 1000 || around.now();
  const start = { channel: "wecom", account: around.agentId, where: { kind: "direct" as const, id, name }, from, at };
  if (event === "unsubscribe") return { ...start, key: `${id}:left:${at}`, kind: "room", change: "removed" };
  if (event !== undefined) return { ...start, key: pressKey(of), kind: "press", messageId: of("TaskId"), data: of("EventKey") };
  const text = of("MsgType") === "text" ? of("Content") : of("MsgType") === "location" ? of("Label") : of("MsgType") === "link" ? linkIn(of) : "";
  // Without an id it is told apart by what the platform says to tell it by: who, and when.
  const messageId = of("MsgId") || `${id}:${at}`;
  return { ...start, key: messageId, kind: "message", messageId, text, ...(media ? { media: [media] } : {}) };
}

const HEARD_EVENTS = new Set(["template_card_event", "unsubscribe"]);

/** Each press has a code of its own with which its card could be changed; told again, it is the same. */
function pressKey(of: (name: string) => string): string {
  const code = of("ResponseCode") || `${of("FromUserName")}:${of("CreateTime")}:${of("EventKey")}`;
  return `${of("TaskId")}:press:${createHash("sha256").update(code).digest("hex").slice(0, 24)}`;
}

const linkIn = (of: (name: string) => string): string => [of("Title"), of("Description"), of("Url")].filter(Boolean).join("\n");

function foundIn(of: (name: string) => string, { api }: Around): Found | undefined {
  const id = of("MediaId");
  const short = id.slice(0, 16);
  const get = (signal: AbortSignal): Promise<Response> => api.download(id, signal);
  switch (of("MsgType")) {
    case "text":
    case "link":
      return undefined;
    case "image":
      return { media: { kind: "picture", name: `${short}.jpg` }, get };
    case "voice":
      return { media: { kind: "voice", name: `${short}.${of("Format") || "amr"}` }, get };
    case "video":
      return { media: { kind: "file", name: `${short}.mp4` }, get };
    case "file":
      return { media: { kind: "file", name: of("FileName") || of("Title") || short }, get };
    case "location":
      return { media: { kind: "place", name: `${of("Location_X")},${of("Location_Y")}` } };
    default:
      return unknownKind;
  }
}
