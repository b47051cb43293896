import type { Telegraf } from "telegraf";
import type { Message, MessageEntity } from "telegraf/types";
import type { Button, Capabilities, Ears, Outgoing, Sent, Sheet } from "../port.ts";
import { pictureOf, spreadsheetOf } from "../sheet.ts";
import { splitText } from "../split.ts";
import { failureOf } from "./outcome.ts";
import { inForm, inPlace, type Part, type Place, placesOf } from "./place.ts";
import { migrated } from "./receive.ts";
import { inTime, type Options } from "./signal.ts";

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this and the limits of sendMessage. */
export const capabilities: Capabilities = {
  buttons: true,
  quote: true,
  mentions: true,
  files: true,
  edits: true,
  hearsGroup: true,
  hearsGroupHow: "请机器人的管理者在 @BotFather 里发送 /setprivacy，选中我，点 Disable，再把我移出群重新拉进来；或者把我设为群管理员",
  stableIds: true,
  receipt: "id",
  idempotent: false,
  opensDirect: false,
  maxText: 4096,
  textUnit: "utf16",
  maxButtonDataBytes: 64,
  perRoomPerMinute: 20,
  gapMs: 1000,
  // A broadcast: thirty a second, wherever to.
  gapOfAllMs: 35,
};
/** Longer without an answer, and nobody knows whether it was shown. */
const SEND_WAIT_MS = 30_000;
/** Lines of which some parts were shown and the rest is to follow; the oldest is forgotten first. */
const MAX_HALF_SAID = 1000;

/** What sending needs: the client, the ears for a room that moved, and what is half said. */
export type Mouth = { bot: Telegraf; ears: Ears; now: () => number; stop: AbortSignal; halfSaid: Map<string, string[]> };

export async function sendLine(mouth: Mouth, line: Outgoing, signal?: AbortSignal): Promise<Sent> {
  if (mouth.stop.aborted || signal?.aborted) return { ok: false, kind: "temporary", message: "stopped before anything was sent" };
  const long = line.buttons.find((each) => Buffer.byteLength(each.data) > (capabilities.maxButtonDataBytes ?? Infinity));
  if (long) return { ok: false, kind: "too_big", message: `the data of the button “${long.label}” is longer than ${capabilities.maxButtonDataBytes} bytes` };
  const { text, entities } = withMentions(line);
  // Half a surrogate pair is no UTF-8: the platform would refuse the whole line.
  const texts = splitText(text.toWellFormed(), capabilities.maxText, "utf16");
  // Tables first, each as two messages: the buttons stand under the words, at the end.
  const parts: Part[] = [
    ...(line.sheets ?? []).flatMap((sheet): Part[] => [
      (place) => sendPicture(mouth, place, sheet, signal),
      (place) => sendSpreadsheet(mouth, place, sheet, signal),
    ]),
    ...texts.map(
      (part, at): Part =>
        (place) =>
          sendPart(mouth, place, part, at ? [] : entities, at === texts.length - 1 ? line.buttons : [], signal),
    ),
  ];
  if (!texts.length) return { ok: false, kind: "refused", message: "there is nothing to show in this line" };
  const shown = mouth.halfSaid.get(line.key) ?? [];
  mouth.halfSaid.delete(line.key);
  try {
    for (const [at, part] of parts.entries()) {
      if (at < shown.length) continue;
      shown.push(idOf(await inPlace(placesOf(line, at === 0), part)));
    }
  } catch (error) {
    return failed(mouth, line, shown, error);
  }
  return { ok: true, messageIds: shown.toReversed() };
}

async function sendPart(
  mouth: Mouth,
  place: Place,
  text: string,
  entities: MessageEntity[],
  buttons: readonly Button[],
  signal?: AbortSignal,
): Promise<Message> {
  const message = {
    ...place,
    text,
    ...(entities.length ? { entities } : {}),
    // A preview is fetched by the platform: a link that works once would be spent.
    link_preview_options: { is_disabled: true },
    ...(buttons.length ? { reply_markup: { inline_keyboard: buttons.map(({ label, data }) => [{ text: label, callback_data: data }]) } } : {}),
  };
  return patiently(mouth, signal, (options) => mouth.bot.telegram.callApi("sendMessage", message, options));
}

async function sendPicture(mouth: Mouth, place: Place, sheet: Sheet, signal?: AbortSignal): Promise<Message> {
  const photo = { source: Buffer.from(await pictureOf(sheet)), filename: "table.png" };
  return patiently(mouth, signal, (options) => mouth.bot.telegram.callApi("sendPhoto", { ...inForm(place), photo }, options));
}

async function sendSpreadsheet(mouth: Mouth, place: Place, sheet: Sheet, signal?: AbortSignal): Promise<Message> {
  const document = { source: Buffer.from(await spreadsheetOf(sheet)), filename: `${fileName(sheet.name)}.xlsx` };
  return patiently(mouth, signal, (options) => mouth.bot.telegram.callApi("sendDocument", { ...inForm(place), document }, options));
}

const patiently = <T>({ stop }: Mouth, signal: AbortSignal | undefined, call: (options: Options) => Promise<T>): Promise<T> =>
  inTime(SEND_WAIT_MS, [stop, signal], call);
const idOf = (message: { chat: { id: number }; message_id: number }): string => `${message.chat.id}:${message.message_id}`;
/** What every system takes as a file's name. */
const fileName = (name: string): string =>
  name
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, " ")
    .trim()
    .slice(0, 60);

async function failed(mouth: Mouth, line: Outgoing, shown: string[], error: unknown): Promise<Sent> {
  const failure = failureOf(error);
  if (shown.length) {
    // Sent again with the same key, the line goes on where it stopped.
    mouth.halfSaid.set(line.key, shown);
    const oldest = mouth.halfSaid.size > MAX_HALF_SAID ? mouth.halfSaid.keys().next().value : undefined;
    if (oldest !== undefined) mouth.halfSaid.delete(oldest);
  }
  if (failure.movedTo !== undefined) {
    const account = String(mouth.bot.botInfo?.id ?? "main");
    const start = { channel: "telegram", account, where: line.to, from: { id: account, name: "" }, at: mouth.now() };
    // Not stored now, it is said again at the next attempt: the old id keeps answering so.
    await mouth.ears.hear(migrated(start, line.to.id, failure.movedTo)).catch(() => {});
  }
  return shown.length ? { ...failure, message: `${failure.message} (after ${shown.length} parts were shown)` } : failure;
}

/** Names before the text that Telegram shows as mentions, also of people without a user name. */
function withMentions(line: Outgoing): { text: string; entities: MessageEntity[] } {
  let text = "";
  const entities: MessageEntity[] = [];
  for (const who of line.mention ?? []) {
    const id = Number(who.id);
    const name = `@${who.name}`;
    if (Number.isSafeInteger(id))
      entities.push({ type: "text_mention", offset: text.length, length: name.length, user: { id, is_bot: false, first_name: who.name } });
    text += `${name} `;
  }
  return { text: text + line.text, entities };
}
