import type { Message, MessageEntity } from "telegraf/types";
import { BOT_NAME, type Heard } from "../port.ts";
import { wordsOfCommand } from "./commands.ts";

export type Me = { id: number; username: string; can_read_all_group_messages: boolean };
type Words = Pick<Extract<Heard, { kind: "message" }>, "text" | "mentionsMe" | "mentions" | "quote">;

/** A press on "start" opens a direct chat; what it carries is an invitation code. */
const START = /^\/start(?:@\w+)?\s+(\S[^]*)$/u;

/** What a message says in words, whom it names, what it quotes. */
export function wordsOf(message: Message, me: Me, direct: boolean): Words {
  const said = textOf(message);
  const start = direct ? START.exec(said.text) : null;
  if (start) return { text: start[1]?.trim() ?? "" };
  const mentions: string[] = [];
  const mine: MessageEntity[] = [];
  for (const entity of said.entities) {
    const shown = said.text.slice(entity.offset, entity.offset + entity.length);
    if (namesMe(entity, shown, me)) mine.push(entity);
    else if (entity.type === "text_mention") mentions.push(String(entity.user.id));
    else if (entity.type === "mention") mentions.push(shown.slice(1));
  }
  const text = renamed(said.text, mine);
  const begins = said.entities.some((each) => each.type === "bot_command" && each.offset === 0);
  const command = begins ? wordsOfCommand(text) : undefined;
  return {
    text: command ?? text,
    // In a group whose only bot it is, people leave its name out.
    ...(mine.length || (command !== undefined && !direct) ? { mentionsMe: true } : {}),
    ...(mentions.length ? { mentions } : {}),
    ...quoteIn(message, me),
  };
}

function textOf(message: Message): { text: string; entities: MessageEntity[] } {
  if ("text" in message) return { text: message.text, entities: message.entities ?? [] };
  if ("venue" in message) return { text: `${message.venue.title} ${message.venue.address}`, entities: [] };
  if ("contact" in message)
    return { text: [message.contact.last_name, message.contact.first_name, message.contact.phone_number].filter(Boolean).join(" "), entities: [] };
  if ("caption" in message) return { text: message.caption ?? "", entities: message.caption_entities ?? [] };
  return { text: "", entities: [] };
}

/** `@lianxin_bot`, a mention without a user name, and `/help@lianxin_bot` all call the bot. */
function namesMe(entity: MessageEntity, shown: string, me: Me): boolean {
  if (entity.type === "text_mention") return entity.user.id === me.id;
  if (entity.type !== "mention" && entity.type !== "bot_command") return false;
  return shown.slice(shown.indexOf("@") + 1).toLowerCase() === me.username.toLowerCase() && shown.includes("@");
}

/** The platform's name of the bot becomes the one it is known by; offsets are UTF-16 units, as in JavaScript. */
function renamed(text: string, mine: readonly MessageEntity[]): string {
  return mine
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((rest, { type, offset, length }) => {
      const shown = rest.slice(offset, offset + length);
      const name = type === "bot_command" ? shown.slice(0, shown.indexOf("@")) : `@${BOT_NAME}`;
      return rest.slice(0, offset) + name + rest.slice(offset + length);
    }, text);
}

function quoteIn(message: Message, me: Me): Pick<Words, "quote"> {
  if (!("reply_to_message" in message) || !message.reply_to_message) return {};
  const quoted = message.reply_to_message as Message;
  // In a forum every message "replies" to the one that opened its topic.
  if ("forum_topic_created" in quoted) return {};
  const text = ("quote" in message && message.quote?.text) || textOf(quoted).text;
  const messageId = `${quoted.chat.id}:${quoted.message_id}`;
  return { quote: { messageId, mine: quoted.from?.id === me.id, ...(text ? { text } : {}) } };
}
