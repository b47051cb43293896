import { setTimeout as wait } from "node:timers/promises";
import { withChoices } from "../choices.ts";
import type { Capabilities, Outgoing, Sent, Sheet } from "../port.ts";
import { pictureOf, spreadsheetOf } from "../sheet.ts";
import { splitText } from "../split.ts";
import type { Echoes } from "./echo.ts";
import type { History } from "./history.ts";
import { type Connection, type Online, within } from "./open.ts";
import { type Failure, failureOf } from "./outcome.ts";
import { mentioning } from "./words.ts";

/** WeChat publishes no limits. A text of 2,000 characters is at most 6,000 bytes, well under the 16 KB its clients take;
 *  pace and quiet are those of a person who types, see docs/channels/wechat.md. */
export const capabilities: Capabilities = {
  buttons: false,
  quote: true,
  mentions: true,
  files: true,
  edits: false,
  hearsGroup: true,
  stableIds: false,
  receipt: "echo",
  idempotent: false,
  opensDirect: true,
  losesWhileDown: true,
  maxText: 2_000,
  textUnit: "utf16",
  perRoomPerMinute: 10,
  gapMs: 3_000,
};
/** A customer-service text of an official account holds 2,048 bytes:
 *  https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html */
export const OFFICIAL_ACCOUNT_MAX_TEXT = 600;

const SEND_WAIT_MS = 30_000;
/** A line whose turn comes later than this goes back to the queue: waiting here, a crash would make it `unknown`. */
const MAX_TURN_WAIT_MS = 5_000;
/** Lines of which some parts were shown and the rest is to follow; the oldest is forgotten first. */
const MAX_HALF_SAID = 1_000;

export type Mouth = {
  /** The login, while somebody is logged in. */
  online(): Online | undefined;
  /** Nothing is said before this moment: a fresh login that talks at once looks like a machine. */
  quietUntil: number;
  /** The pause between any two messages of the account, and when the next one may go. */
  gapMs: number;
  nextAt: number;
  /** When the next line that is sent back may come again. */
  nextPlace: number;
  echoWaitMs: number;
  maxText: number;
  now: () => number;
  stop: AbortSignal;
  echoes: Echoes;
  history: History;
  halfSaid: Map<string, string[]>;
};
type Part = (connection: Online) => Promise<string>;

export async function sendLine(mouth: Mouth, line: Outgoing, signal?: AbortSignal): Promise<Sent> {
  const connection = mouth.online();
  if (mouth.stop.aborted || signal?.aborted || !connection) return { ok: false, kind: "temporary", message: "nobody is logged in to WeChat" };
  const parts = partsOf(mouth, line);
  if (!parts) return { ok: false, kind: "refused", message: "there is nothing to show in this line" };
  const pause = pauseOf(mouth);
  if (pause > 0) return { ok: false, kind: "rate", retryAfterMs: pause, message: "the account pauses" };
  const shown = mouth.halfSaid.get(line.key) ?? [];
  mouth.halfSaid.delete(line.key);
  try {
    for (const part of parts.slice(shown.length)) {
      await turn(mouth);
      shown.push(await part(connection));
    }
  } catch (error) {
    return failed(mouth, connection, line, shown, error);
  }
  return { ok: true, messageIds: shown.toReversed() };
}

/** How long this line is to stay in the queue. Whoever is sent back gets a place of their own: two hundred rooms that all
 *  came again at the next free moment would keep the database busy with being sent back. */
function pauseOf(mouth: Mouth): number {
  const now = mouth.now();
  if (mouth.quietUntil > now) return mouth.quietUntil - now;
  if (mouth.nextAt - now <= MAX_TURN_WAIT_MS) return 0;
  const place = Math.max(mouth.nextAt, mouth.nextPlace);
  mouth.nextPlace = place + mouth.gapMs;
  return place - now;
}

/** Tables first, each as a picture and a file; the words, with what may be answered to them, stand at the end. */
function partsOf(mouth: Mouth, line: Outgoing): Part[] | undefined {
  const { id } = line.to;
  const mentions = line.to.kind === "group" ? (line.mention ?? []) : [];
  const text = mentioning(mentions.map((who) => who.name)) + withChoices(line.text, line.buttons);
  const texts = splitText(text.toWellFormed(), mouth.maxText, "utf16");
  if (!texts.length) return undefined;
  return [
    ...(line.sheets ?? []).flatMap((sheet): Part[] => [
      (connection) => sendFile(mouth, connection, id, "table.png", () => pictureOf(sheet)),
      (connection) => sendFile(mouth, connection, id, `${fileName(sheet)}.xlsx`, () => spreadsheetOf(sheet)),
    ]),
    ...texts.map(
      (each, at): Part =>
        (connection) =>
          sendText(mouth, connection, id, each, at ? [] : mentions.map((who) => who.id)),
    ),
  ];
}

/** One message of the account at a time, the pause between two. */
async function turn(mouth: Mouth): Promise<void> {
  const now = mouth.now();
  const at = Math.max(now, mouth.nextAt);
  mouth.nextAt = at + mouth.gapMs;
  if (at > now) await wait(at - now, undefined, { signal: mouth.stop });
}

async function sendText(mouth: Mouth, connection: Online, to: string, text: string, mentionIds: string[]): Promise<string> {
  const id = await confirmed(mouth, to, text, () => connection.puppet.messageSendText(to, text, mentionIds));
  mouth.history.remember(to, { id, name: connection.me.name, text, mine: true });
  return id;
}

/** `fromBase64`: a buffer throws inside some puppets and takes the process with it. */
async function sendFile(mouth: Mouth, { puppet }: Connection, to: string, name: string, bytes: () => Promise<Uint8Array>): Promise<string> {
  const { FileBox } = await import("file-box");
  const file = FileBox.fromBase64(Buffer.from(await bytes()).toString("base64"), name);
  return confirmed(mouth, to, undefined, () => puppet.messageSendFile(to, file));
}

/** Said, and known to be: by the id the puppet answers, else by its echo. Without either it may have arrived or not. */
async function confirmed(mouth: Mouth, to: string, text: string | undefined, say: () => Promise<string | void>): Promise<string> {
  const echo = mouth.echoes.expect(to, text);
  try {
    const id = (await within(SEND_WAIT_MS, "sending", say())) || (await echo.within(mouth.echoWaitMs));
    if (id) return id;
  } catch (error) {
    const id = failureOf(error).kind === "unknown" ? await echo.within(mouth.echoWaitMs) : undefined;
    if (id) return id;
    throw error;
  } finally {
    echo.drop();
  }
  throw new Error("it was sent, and did not come back");
}

const fileName = ({ name }: Sheet): string =>
  name
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, " ")
    .trim()
    .slice(0, 60);

async function failed(mouth: Mouth, connection: Online, line: Outgoing, shown: string[], error: unknown): Promise<Sent> {
  if (shown.length) {
    // Sent again with the same key, the line goes on where it stopped.
    mouth.halfSaid.set(line.key, shown);
    const oldest = mouth.halfSaid.size > MAX_HALF_SAID ? mouth.halfSaid.keys().next().value : undefined;
    if (oldest !== undefined) mouth.halfSaid.delete(oldest);
  }
  if (mouth.stop.aborted) return { ok: false, kind: shown.length ? "unknown" : "temporary", message: "stopped while sending" };
  const failure = await explained(connection, line, failureOf(error));
  return shown.length ? { ...failure, message: `${failure.message} (after ${shown.length} parts were shown)` } : failure;
}

/** Puppets do not say why a room cannot be written to; who is in it tells. */
async function explained({ puppet, me }: Online, { to }: Outgoing, failure: Failure): Promise<Failure> {
  if (failure.kind !== "unknown" || to.kind !== "group") return failure;
  const members = await within(SEND_WAIT_MS, "asking who is there", puppet.roomMemberList(to.id)).catch(() => undefined);
  return members && !members.includes(me.id) ? { ...failure, kind: "gone" } : failure;
}
