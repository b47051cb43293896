import type { Chat, Entity, Message, Update, User } from "./shapes.ts";
import type { Store } from "./store.ts";
import type { Updates } from "./updates.ts";

/** What a message carries beside its text. Times are milliseconds since 1970. */
export type Extras = {
  at?: number;
  reply?: Message;
  mentions?: User[];
  /** `claims`: the size the platform says it has. */
  file?: { as: "photo" | "voice" | "document" | "video"; bytes: Uint8Array; name?: string; claims?: number };
  /** Any other fields of the message, as the Bot API writes them. */
  fields?: Record<string, unknown>;
};

/** What people at the far end do; each is told to the bot. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(me: User, store: Store, updates: Updates) {
  const { post, seconds, nextId } = store;
  let last: Record<string, unknown> = {};
  // Copied: a later edit does not reach back into what was told before it.
  const tell = (update: Record<string, unknown>): Update => updates.push((last = structuredClone(update)));
  const member = (chat: Chat, by: User, before: string, after: string): Update =>
    tell({ my_chat_member: { chat, from: by, date: seconds(), old_chat_member: { status: before, user: me }, new_chat_member: { status: after, user: me } } });

  return {
    tell,
    react: reacting(store, tell),
    say(chat: Chat, from: User, text: string, extras: Extras = {}): Message {
      if (chat.type === "private") store.begun.add(chat.id);
      const message = post(chat, from, fieldsOf(store, text, extras));
      tell({ message });
      return message;
    },
    press: (message: Message, data: string, from: User): Update =>
      tell({ callback_query: { id: `press-${nextId()}`, from, message, chat_instance: "1", data } }),
    edit(message: Message, text: string, at?: number): Update {
      Object.assign(message, { text, edit_date: seconds(at) });
      return tell({ edited_message: message });
    },
    join: (chat: Chat, ...who: User[]): Update => tell({ message: post(chat, who[0] ?? me, { new_chat_members: who }) }),
    leave: (chat: Chat, who: User): Update => tell({ message: post(chat, who, { left_chat_member: who }) }),
    added(chat: Chat, by: User, as: "member" | "administrator" = "member"): Update {
      store.barred.delete(chat.id);
      return member(chat, by, "left", as);
    },
    /** A topic of a forum: what its messages carry. */
    topic(chat: Chat, by: User, name: string): { message_thread_id: number; is_topic_message: true; reply_to_message: Message } {
      const opening = post(chat, by, { forum_topic_created: { name } });
      store.topics.add(`${chat.id}:${opening.message_id}`);
      return { message_thread_id: opening.message_id, is_topic_message: true, reply_to_message: opening };
    },
    removed(chat: Chat, by: User): Update {
      store.barred.set(chat.id, `Forbidden: bot was ${chat.type === "private" ? "blocked by the user" : "kicked from the supergroup chat"}`);
      return member(chat, by, "member", "kicked");
    },
    /** A group becomes a supergroup: its id changes; the bot is told unless `silently`. */
    migrate(chat: Chat, by: User, silently = false): Chat {
      const next = store.group(chat.title ?? "");
      store.moved.set(chat.id, next.id);
      if (!silently) {
        tell({ message: post(chat, by, { migrate_to_chat_id: next.id }) });
        tell({ message: post(next, by, { migrate_from_chat_id: chat.id }) });
      }
      return next;
    },
    /** The last update once more, under a new number. */
    again: (): Update => tell(last),
  };
}

/** Puts signs to a message, or takes them away; `before` is what this person had put there. */
const reacting =
  ({ seconds }: Store, tell: (update: Record<string, unknown>) => Update) =>
  (message: Message, from: User | Chat, signs: readonly string[], before: readonly string[] = []): Update =>
    tell({
      message_reaction: {
        chat: message.chat,
        message_id: message.message_id,
        ...("is_bot" in from ? { user: from } : { actor_chat: from }),
        date: seconds(),
        old_reaction: before.map((emoji) => ({ type: "emoji", emoji })),
        new_reaction: signs.map((emoji) => ({ type: "emoji", emoji })),
      },
    });

function fieldsOf(store: Store, text: string, { at, reply, mentions, file, fields }: Extras): Record<string, unknown> {
  const entities = entitiesOf(text, mentions ?? []);
  return {
    ...(text ? { [file ? "caption" : "text"]: text } : {}),
    ...(entities.length ? { [file ? "caption_entities" : "entities"]: entities } : {}),
    ...(file ? attached(store, file) : {}),
    ...(at === undefined ? {} : { date: store.seconds(at) }),
    ...(reply ? { reply_to_message: reply } : {}),
    ...fields,
  };
}

function attached(store: Store, { as, bytes, name, claims }: NonNullable<Extras["file"]>): Record<string, unknown> {
  const id = store.keep(bytes);
  const piece = { file_id: id, file_unique_id: `u-${id}`, file_size: claims ?? bytes.length, ...(name ? { file_name: name } : {}) };
  return { [as]: as === "photo" ? [{ ...piece, width: 1, height: 1 }] : { ...piece, duration: 1 } };
}

/** Names with `@` are mentions wherever they stand; the people given are mentioned by their first name. */
function entitiesOf(text: string, mentions: readonly User[]): Entity[] {
  const command = /^\/\w+(?:@\w+)?/u.exec(text)?.[0];
  const found: Entity[] = [
    ...(command ? [{ type: "bot_command", offset: 0, length: command.length }] : []),
    ...[...text.matchAll(/@\w+/gu)]
      .filter((match) => match.index >= (command?.length ?? 0))
      .map((match) => ({ type: "mention", offset: match.index, length: match[0].length })),
  ];
  for (const user of mentions) {
    const offset = text.indexOf(user.first_name);
    if (offset >= 0) found.push({ type: "text_mention", offset, length: user.first_name.length, user });
  }
  return found;
}
