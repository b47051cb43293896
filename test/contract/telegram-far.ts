import type { Where, Who } from "../../src/channel/port.ts";
import type { BotApi, Chat, Message, User } from "../bot-api/server.ts";
import type { FarEnd } from "./harness.ts";

const TOO_LARGE_BYTES = 25 * 1024 * 1024;

/** The people at the far end of a Bot API, in the port's terms. */
export function telegramFarEnd(api: BotApi): FarEnd {
  const users = new Map<string, User>();
  const userOf = (who: Who): User => found(users.get(who.id), who.name);
  const chatOf = (where: Where): Chat => found(api.chats.get(Number(where.id)), where.id);
  const idOf = (message: Message): string => `${message.chat.id}:${message.message_id}`;
  const messageOf = (id: string): Message =>
    found(
      api.messages.find((each) => idOf(each) === id),
      id,
    );
  return {
    person(name) {
      const user = api.person(name);
      users.set(String(user.id), user);
      return { id: String(user.id), name };
    },
    group: (name) => ({ kind: "group", id: String(api.group(name).id), name }),
    async direct(who) {
      api.begun.add(Number(who.id));
      return { kind: "direct", id: who.id, name: who.name };
    },
    say(where, from, text, { at, toBot, mentions, quotes, picture, place, lost } = {}) {
      const words = `${toBot ? `@${api.me.username} ` : ""}${mentions ? `${mentions.name} ` : ""}${text}`;
      const file = picture
        ? { as: "photo" as const, bytes: picture }
        : lost
          ? { as: "document" as const, bytes: new Uint8Array(1), name: "材料.pdf", claims: TOO_LARGE_BYTES }
          : undefined;
      const message = api.say(chatOf(where), userOf(from), words, {
        ...(at === undefined ? {} : { at }),
        ...(mentions ? { mentions: [userOf(mentions)] } : {}),
        ...(quotes ? { reply: messageOf(quotes) } : {}),
        ...(file ? { file } : {}),
        ...(place ? { fields: { location: { latitude: place[0], longitude: place[1] } } } : {}),
      });
      return idOf(message);
    },
    again: () => void api.again(),
    press: (_where, messageId, data, from) => void api.press(messageOf(messageId), data, userOf(from)),
    edit: (_where, messageId, text) => void api.edit(messageOf(messageId), text),
    join: (where, who) => void api.join(chatOf(where), userOf(who)),
    leave: (where, who) => void api.leave(chatOf(where), userOf(who)),
    shown: (where) =>
      api.sent(where.id).map((message) => ({
        messageId: idOf(message),
        text: message.text ?? "",
        buttons: (message.reply_markup?.inline_keyboard?.flat() ?? []).map(({ text, callback_data }) => ({ label: text, data: callback_data ?? "" })),
      })),
    next: (trouble) =>
      api.fault("sendMessage", trouble === "cut" ? "cut" : { status: 429, description: "Too Many Requests: retry after 3", parameters: { retry_after: 3 } }),
    bar: (where) => void api.barred.set(Number(where.id), "Forbidden: bot was kicked from the supergroup chat"),
    settled: () => api.waitFor("everything is acknowledged", () => api.pending() === 0),
  };
}

function found<T>(one: T | undefined, name: string): T {
  if (!one) throw new Error(`there is no ${name} at the far end`);
  return one;
}
