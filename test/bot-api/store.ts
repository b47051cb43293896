import type { Chat, Message, User } from "./shapes.ts";

/** What the far end knows: chats, messages, files, and where the bot may not write. */
export type Store = ReturnType<typeof createStore>;

export function createStore(me: User, now: () => number) {
  const chats = new Map<number, Chat>();
  const messages: Message[] = [];
  const files = new Map<string, Buffer>();
  let last = 1000;
  const nextId = (): number => (last += 1);
  const seconds = (at = now()): number => Math.floor(at / 1000);
  return {
    chats,
    messages,
    files,
    /** Why the bot may not write to a chat; where a chat went; which private chats were opened. */
    barred: new Map<number, string>(),
    moved: new Map<number, number>(),
    begun: new Set<number>(),
    /** Topics that are open, as `chat:thread`. */
    topics: new Set<string>(),
    /** With privacy mode on, the bot is told so by getMe. */
    privacy: { on: false },
    /** The menu, by the scope it was set for. */
    menus: new Map<string, { command: string; description: string }[]>(),
    nextId,
    seconds,
    group(title: string): Chat {
      const chat: Chat = { id: -1_000_000_000_000 - nextId(), type: "supergroup", title };
      chats.set(chat.id, chat);
      return chat;
    },
    person(name: string, more: Partial<User> = {}): User {
      const user: User = { id: nextId(), is_bot: false, first_name: name, ...more };
      chats.set(user.id, { id: user.id, type: "private", first_name: name });
      return user;
    },
    direct: (user: User): Chat => chats.get(user.id) ?? { id: user.id, type: "private", first_name: user.first_name },
    post(chat: Chat, from: User, fields: Record<string, unknown>): Message {
      const message = { message_id: nextId(), chat, from, date: seconds(), ...fields };
      messages.push(message);
      return message;
    },
    keep(bytes: Uint8Array): string {
      const id = `file-${files.size + 1}`;
      files.set(id, Buffer.from(bytes));
      return id;
    },
    sent: (chatId: number | string): Message[] => messages.filter((each) => each.chat.id === Number(chatId) && each.from.id === me.id),
  };
}
