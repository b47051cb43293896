import { createHash } from "node:crypto";
import { BOT_NAME, type Heard, type Media, type Where } from "../port.ts";
import { type Found, keep } from "./media.ts";
import type { Names } from "./names.ts";
import type { Recall } from "./recall.ts";

/** What translating needs beside the frame's body. */
export type Around = {
  /** The robot's name as WeCom shows it. */
  botName: string;
  account: string;
  names: Names;
  recall: Recall;
  now: () => number;
  stop: AbortSignal;
  /** Fetches what the platform keeps under an address it told, and opens it with the key it told. */
  fetch: (url: string, signal: AbortSignal) => Promise<Response>;
  open: (sealed: Buffer, key: string) => Uint8Array;
};

/** Downloads hold up what is said after them in that chat: longer is not waited. */
const DOWNLOAD_WAIT_MS = 20_000;
/** Things in one message: https://developer.work.weixin.qq.com/document/path/100719 knows no more than a few. */
const MOST_THINGS = 20;
const unknownKind: Media = { kind: "file", name: "消息", missing: `这种消息${BOT_NAME}还看不懂` };

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const word = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

/** Where a frame belongs: the chat in whose order it is heard. */
export const chatOf = (body: unknown): string => {
  const { chattype, chatid, from } = record(body);
  return chattype === "group" ? word(chatid) : word(record(from)["userid"]);
};

/** A message or a press in the terms of the port; nothing for what asks for nothing (somebody opened the chat). */
export async function translate(frame: unknown, around: Around): Promise<Heard | undefined> {
  const body = record(frame);
  const id = word(record(body["from"])["userid"]);
  const msgid = word(body["msgid"]);
  const chat = chatOf(body);
  if (!id || !msgid || !chat) return undefined;
  const from = { id, name: await around.names(id) };
  const group = body["chattype"] === "group";
  const where: Where = group ? { kind: "group", id: chat } : { kind: "direct", id, name: from.name };
  const start = { channel: "wecom", account: around.account, where, from, at: Number(word(body["create_time"])) * 1000 || around.now() };
  if (body["msgtype"] === "event") {
    const event = record(body["event"]);
    // The pages say it stands in an object of the event's name, the SDK's types beside it.
    const press = { ...event, ...record(event["template_card_event"]) };
    const messageId = word(press["task_id"]);
    if (event["eventtype"] !== "template_card_event") return undefined;
    return { ...start, key: `${messageId}:press:${msgid}`, kind: "press", messageId, data: word(press["event_key"]), pressId: msgid };
  }
  const things = thingsIn(body);
  const media = await Promise.all(things.flatMap((thing) => foundIn(thing, around)).map((found) => keep(found, DOWNLOAD_WAIT_MS, around.stop)));
  const said = things.map(textIn).filter(Boolean).join("\n");
  // A kind of message this program does not know yet is kept as such, for a person to look at.
  if (!said && !media.length) media.push(unknownKind);
  return {
    ...start,
    key: msgid,
    kind: "message",
    messageId: msgid,
    ...(group ? called(said, around.botName) : { text: said }),
    ...quoteIn(body, chat, around),
    ...(media.length ? { media } : {}),
  };
}

/** In a group the robot is told only what calls it, by the name the group sees. */
function called(said: string, botName: string): { text: string; mentionsMe: true; mentions?: string[] } {
  const name = `@${botName}`;
  const at = said.indexOf(name);
  // Under another name than was set: what stands first called it.
  const shown = at >= 0 ? name : (/^@[^\s@]+/u.exec(said)?.[0] ?? "");
  const start = Math.max(at, 0);
  const [before, after] = [said.slice(0, start), said.slice(start + shown.length)];
  const mentions = [...`${before} ${after}`.matchAll(/@([^\s@]+)/gu)].map((match) => match[1] ?? "");
  const text = shown ? `${before}@${BOT_NAME} ${after.replace(/^[ \u2005\u00a0]/u, "")}` : said;
  return { text, mentionsMe: true, ...(mentions.length ? { mentions } : {}) };
}

/** One message may hold several things. */
function thingsIn(body: Loose): Loose[] {
  if (body["msgtype"] !== "mixed") return [body];
  const items = record(body["mixed"])["msg_item"];
  return Array.isArray(items) ? items.slice(0, MOST_THINGS).map(record) : [];
}

const textIn = (thing: Loose): string => (thing["msgtype"] === "text" ? word(record(thing["text"])["content"]) : "");

function foundIn(thing: Loose, around: Around): Found[] {
  const type = word(thing["msgtype"]);
  const inner = record(thing[type]);
  if (type === "voice") {
    // Its sound is not given out; what it says is.
    const transcript = word(inner["content"]);
    return [{ media: { kind: "voice", name: "语音", ...(transcript ? { transcript } : { missing: "企业微信没有转出文字" }) } }];
  }
  const [url, key] = [word(inner["url"]), word(inner["aeskey"])];
  const kept = { get: (signal: AbortSignal) => around.fetch(url, signal), ...(key ? { open: (sealed: Buffer) => around.open(sealed, key) } : {}) };
  const short = createHash("sha256").update(url).digest("hex").slice(0, 12);
  if (type === "image") return [{ media: { kind: "picture", name: `${short}.jpg` }, ...kept }];
  if (type === "file") return [{ media: { kind: "file", name: word(inner["filename"]) || short }, ...kept }];
  if (type === "video") return [{ media: { kind: "file", name: `${short}.mp4` }, ...kept }];
  return [];
}

function quoteIn(body: Loose, chat: string, { recall }: Around): { quote?: { messageId: string; mine: boolean; text?: string } } {
  const quote = record(body["quote"]);
  const text = thingsIn(quote).map(textIn).filter(Boolean).join("\n");
  if (!quote["msgtype"]) return {};
  const messageId = recall.find(chat, text);
  const unnamed = `quoted:${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  return { quote: { messageId: messageId ?? unnamed, mine: messageId !== undefined, ...(text ? { text } : {}) } };
}
