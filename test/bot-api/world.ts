import type { Chat, Entity, Message, Update, User } from "./shapes.ts";
import type { Updates } from "./updates.ts";

/** What a message carries beside its text. Times are milliseconds since 1970. */
export type Extras = {
  at?: number;
  reply?: Message;
  mentions?: User[];
  file?: { as: "photo" | "voice" | "document" | "video"; bytes: Uint8Array; name?: string; claims?: number };
  /** Any other fields of the message, as the Bot API writes them. */
  fields?: Record<string, unknown>;
};

/** The people, chats and messages of the far end, and what they do. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(me: User, updates: Updates, now: () => number) {
  const chats = new Map<number, Chat>();
  const messages: Message[] = [];
  const files = new Map<string, Buffer>();
  /** Why the bot may not write to a chat; or where it went. */
  const barred = new Map<number, string>();
  const moved = new Map<number, number>();
  const begun = new Set<number>();
  let ids = 1000;
  let last: Record<string, unknown> = {};
  const seconds = (at = now()): number => Math.floor(at / 1000);

  // Copied: a later edit does not reach back into what was told before it.
  const tell = (update: Record<string, unknown>): Update => updates.push((last = structuredClone(update)));
  const post = (chat: Chat, from: User, fields: Record<string, unknown>): Message => {
    const message = { message_id: (ids += 1), chat, from, date: seconds(), ...fields };
    messages.push(message);
    return message;
  };
  const store = (bytes: Uint8Array): string => {
    const id = `file-${files.size + 1}`;
    files.set(id, Buffer.from(bytes));
    return id;
  };
  const attached = ({ as, bytes, name, claims }: NonNullable<Extras["file"]>): Record<string, unknown> => {
    const id = store(bytes);
    const piece = { file_id: id, file_unique_id: `u-${id}`, file_size: claims ?? bytes.length, ...(name ? { file_name: name } : {}) };
    return { [as]: as === "photo" ? [{ ...piece, width: 1, height: 1 }] : { ...piece, duration: 1 } };
  };
  const entitiesOf = (text: string, mentions: readonly User[]): Entity[] => {
    const found: Entity[] = [...text.matchAll(/@\w+/gu)].map((match) => ({ type: "mention", offset: match.index, length: match[0].length }));
    for (const user of mentions) {
      const offset = text.indexOf(user.first_name);
      if (offset >= 0) found.push({ type: "text_mention", offset, length: user.first_name.length, user });
    }
    return found;
  };
  const member = (chat: Chat, by: User, before: string, after: string): Update =>
    tell({ my_chat_member: { chat, from: by, date: seconds(), old_chat_member: { status: before, user: me }, new_chat_member: { status: after, user: me } } });

  return {
    chats, messages, files, barred, moved, begun, post, store, tell,
    group(title: string): Chat {
      const chat: Chat = { id: -1_000_000_000_000 - (ids += 1), type: "supergroup", title };
      chats.set(chat.id, chat);
      return chat;
    },
    person(name: string, more: Partial<User> = {}): User {
      const user: User = { id: (ids += 1), is_bot: false, first_name: name, ...more };
      chats.set(user.id, { id: user.id, type: "private", first_name: name });
      return user;
    },
    direct: (user: User): Chat => chats.get(user.id) ?? { id: user.id, type: "private", first_name: user.first_name },
    say(chat: Chat, from: User, text: string, { at, reply, mentions, file, fields }: Extras = {}): Message {
      if (chat.type === "private") begun.add(chat.id);
      const words = file ? { ...(text ? { caption: text } : {}), ...attached(file) } : text ? { text } : {};
      const entities = entitiesOf(text, mentions ?? []);
      const message = post(chat, from, { ...words, ...(entities.length ? { [file ? "caption_entities" : "entities"]: entities } : {}), ...(at === undefined ? {} : { date: seconds(at) }), ...(reply ? { reply_to_message: reply } : {}), ...fields });
      tell({ message });
      return message;
    },
    press(message: Message, data: string, from: User): Update {
      return tell({ callback_query: { id: `press-${(ids += 1)}`, from, message, chat_instance: "1", data } });
    },
    edit(message: Message, text: string, at?: number): Update {
      Object.assign(message, { text, edit_date: seconds(at) });
      return tell({ edited_message: { ...message } });
    },
    join: (chat: Chat, ...who: User[]): Update => tell({ message: post(chat, who[0] ?? me, { new_chat_members: who }) }),
    leave: (chat: Chat, who: User): Update => tell({ message: post(chat, who, { left_chat_member: who }) }),
    added: (chat: Chat, by: User): Update => member(chat, by, "left", "member"),
    removed(chat: Chat, by: User): Update {
      barred.set(chat.id, "Forbidden: bot was kicked from the supergroup chat");
      return member(chat, by, "member", "kicked");
    },
    /** A group becomes a supergroup: its id changes; the bot is told unless `silently`. */
    migrate(chat: Chat, by: User, silently = false): Chat {
      const next: Chat = { ...chat, id: -1_000_000_000_000 - (ids += 1), type: "supergroup" };
      chats.set(next.id, next);
      moved.set(chat.id, next.id);
      if (!silently) {
        tell({ message: post(chat, by, { migrate_to_chat_id: next.id }) });
        tell({ message: post(next, by, { migrate_from_chat_id: chat.id }) });
      }
      return next;
    },
    /** The last update once more, under a new number. */
    again: (): Update => tell({ ...last }),
    sent: (chatId: number | string): Message[] => messages.filter((each) => each.chat.id === Number(chatId) && each.from.id === me.id),
  };
}
