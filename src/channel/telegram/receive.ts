import { createHash } from "node:crypto";
import type { Chat, Message, MessageReactionUpdated, ReactionType, Update, User } from "telegraf/types";
import { BOT_NAME, type Heard, type Media, type Where, type Who } from "../port.ts";
import { type Found, mediaIn } from "./media.ts";
import { type Me, wordsOf } from "./words.ts";

export const ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"] as const;

/** What translating needs beside the update. */
export type Surroundings = { me: Me; now: () => number; keep: (found: Found) => Promise<Media> };
const unknownKind: Media = { kind: "file", name: "消息", missing: `这种消息${BOT_NAME}还看不懂` };
type Start = Pick<Heard, "channel" | "account" | "where" | "from" | "at">;

/** Happenings that are no words of a person to the bot. */
const SILENT =
  /^(new_chat_photo|delete_chat_photo|(super)?group_chat_created|channel_chat_created|message_auto_delete|pinned_message|forum_topic|general_forum|video_chat|write_access|boost_added|connected_website|proximity|users_shared|chat_shared|passport|web_app|giveaway|successful_payment|chat_background)/;

/** An update in the terms of the port. One update may be several happenings (three people joined), or none. */
export async function translate(update: Update, around: Surroundings): Promise<Heard[]> {
  if ("message" in update) return ofMessage(update.message, around);
  if ("edited_message" in update) return ofEdit(update.edited_message as Message, around);
  if ("callback_query" in update) {
    const { id, from, message, ...query } = update.callback_query;
    if (!message) return [];
    const start = startOf(message.chat, whoOf(from), around.now(), around, message);
    return [{ ...start, key: `${idOf(message)}:press:${id}`, kind: "press", messageId: idOf(message), data: "data" in query ? query.data : "", pressId: id }];
  }
  if ("my_chat_member" in update) {
    const { chat, from, date, new_chat_member: now, old_chat_member: before } = update.my_chat_member;
    const change = inside(now.status) ? "added" : "removed";
    if (inside(now.status) === inside(before.status)) return [];
    // https://core.telegram.org/bots/features#privacy-mode: an administrator hears everything all the same.
    const hearsAll = now.status === "administrator" || around.me.can_read_all_group_messages;
    const told = change === "added" && chat.type !== "private" ? { hearsAll } : {};
    return [{ ...startOf(chat, whoOf(from), date * 1000, around), key: `${chat.id}:bot:${date}:${change}`, kind: "room", change, ...told }];
  }
  return "message_reaction" in update ? ofReaction(update.message_reaction, around) : [];
}

/** A sign that was put to a message. One taken away says nothing, nor does one of somebody who hides. */
function ofReaction({ chat, message_id, user, date, old_reaction: before, new_reaction: now }: MessageReactionUpdated, around: Surroundings): Heard[] {
  const signs = (all: readonly ReactionType[]): string[] => all.flatMap((each) => (each.type === "emoji" ? [each.emoji] : []));
  const [sign] = signs(now).filter((each) => !signs(before).includes(each));
  if (!user || sign === undefined) return [];
  const messageId = idOf({ chat, message_id });
  const media: Media[] = [{ kind: "sticker", name: sign }];
  const key = `${messageId}:reaction:${user.id}:${date}:${sign}`;
  return [{ ...startOf(chat, whoOf(user), date * 1000, around), key, kind: "message", text: "", media, quote: { messageId, mine: false }, reaction: true }];
}

/** What stands for a message that could not be translated: one that throws each time would hold up all behind it. */
export function unreadable(update: Update, around: Surroundings): Heard[] {
  const message = "message" in update ? update.message : "edited_message" in update ? update.edited_message : undefined;
  if (!message) return [];
  const from = { id: String(message.from?.id ?? message.chat.id), name: String(message.from?.first_name ?? "") };
  const where: Where = { kind: message.chat.type === "private" ? "direct" : "group", id: String(message.chat.id) };
  const start: Start = { channel: "telegram", account: String(around.me.id), where, from, at: message.date * 1000 };
  return [{ ...start, key: `${idOf(message)}:unreadable`, kind: "message", text: "", messageId: idOf(message), media: [unknownKind] }];
}

const inside = (status: string): boolean => status !== "left" && status !== "kicked";

/** Numbered per chat on Telegram, so the chat stands before it. */
export const idOf = (message: { chat: { id: number }; message_id: number }): string => `${message.chat.id}:${message.message_id}`;

const whereOf = (chat: Chat, message: object): Where => {
  if (chat.type === "private") return { kind: "direct", id: String(chat.id), name: nameOf(chat) };
  return { kind: "group", id: String(chat.id), name: chat.title, ...threadOf(message) };
};
/** Outside of topics the number is that of a chain of replies, and nothing can be sent there. */
const threadOf = (message: { message_thread_id?: number; is_topic_message?: boolean }): Pick<Where, "thread"> =>
  message.is_topic_message && message.message_thread_id !== undefined ? { thread: String(message.message_thread_id) } : {};
const nameOf = (one: { first_name: string; last_name?: string }): string => [one.first_name, one.last_name].filter(Boolean).join(" ");
const whoOf = (user: User): Who => ({ id: String(user.id), name: nameOf(user) });

const startOf = (chat: Chat, from: Who, at: number, { me }: Surroundings, message: object = {}): Start => ({
  channel: "telegram",
  account: String(me.id),
  where: whereOf(chat, message),
  from,
  at,
});

/** Who speaks: an administrator who hides, or a channel, speaks as the chat. */
function speakerOf(message: Message): Who {
  const { from, sender_chat: chat } = message as Message & { sender_chat?: Chat };
  if (chat) return { id: String(chat.id), name: "title" in chat ? chat.title : String(chat.id) };
  return from ? whoOf(from) : { id: String(message.chat.id), name: "" };
}

async function ofMessage(message: Message, around: Surroundings): Promise<Heard[]> {
  const start = startOf(message.chat, speakerOf(message), message.date * 1000, around, message);
  const key = idOf(message);
  if ("new_chat_members" in message) return passing(start, key, "join", message.new_chat_members, around);
  if ("left_chat_member" in message) return passing(start, key, "leave", [message.left_chat_member], around);
  if ("new_chat_title" in message) return [{ ...start, key, kind: "room", change: "renamed", to: message.new_chat_title }];
  if ("migrate_to_chat_id" in message) return [migrated(start, message.chat.id, message.migrate_to_chat_id)];
  if ("migrate_from_chat_id" in message) return [migrated(start, message.migrate_from_chat_id, message.chat.id)];
  if (Object.keys(message).some((each) => SILENT.test(each))) return [];
  return [await spoken(start, key, message, around)];
}

/** The bot's own coming and going is told by `my_chat_member`. */
const passing = (start: Start, key: string, kind: "join" | "leave", users: readonly User[], { me }: Surroundings): Heard[] =>
  users.filter((user) => user.id !== me.id).map((user) => ({ ...start, key: `${key}:${kind}:${user.id}`, kind, who: whoOf(user) }));

/** Told three times (in the old chat, in the new one, in the answer to a send), with one key: heard once. */
export function migrated(start: Start, from: number | string, to: number | string): Heard {
  const { thread: _thread, ...room } = start.where;
  const where: Where = { ...room, kind: "group", id: String(from) };
  return { ...start, where, key: `${from}:migrated:${to}`, kind: "room", change: "migrated", to: String(to) };
}

async function ofEdit(message: Message & { edit_date?: number }, around: Surroundings): Promise<Heard[]> {
  // A shared live location is edited every few seconds: the first one was heard.
  if ("location" in message) return [];
  const at = message.edit_date ?? message.date;
  const words = "text" in message ? message.text : "caption" in message ? message.caption : "";
  // Two corrections within one second differ in their words only.
  const version = createHash("sha256")
    .update(words ?? "")
    .digest("hex")
    .slice(0, 8);
  const start = startOf(message.chat, speakerOf(message), at * 1000, around, message);
  return [{ ...(await spoken(start, `${idOf(message)}:edit:${at}:${version}`, message, around)), edited: true }];
}

async function spoken(start: Start, key: string, message: Message, around: Surroundings): Promise<Extract<Heard, { kind: "message" }>> {
  const words = wordsOf(message, around.me, start.where.kind === "direct");
  const media = await Promise.all(mediaIn(message).map((each) => around.keep(each)));
  // A kind of message this program does not know yet is kept as such, for a person to look at.
  if (!words.text && !media.length) media.push(unknownKind);
  return { ...start, key, kind: "message", messageId: idOf(message), ...words, ...(media.length ? { media } : {}) };
}
