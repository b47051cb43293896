import { BOT_NAME, type Heard } from "../port.ts";
import type { History } from "./history.ts";

type Words = Pick<Extract<Heard, { kind: "message" }>, "text" | "mentionsMe" | "mentions" | "quote">;
export type Told = {
  text: string;
  /** Who is mentioned, where the puppet tells; the web protocol does not. */
  mentionIds: readonly string[];
  room: string | undefined;
  me: { id: string; names: readonly string[] };
};

/** WeChat ends a mention with this space, which nobody types. */
const FOUR_PER_EM_SPACE = "\u2005";
/** How a quote looks to whoever gets messages as text: 「name：words」, a dashed line, the answer. */
const QUOTE = /^「(?<name>[^：:\n]*)[：:]\s?(?<quoted>[^]*)」\n-(?: ?-){4,}\n(?<text>[^]*)$/u;

/** What a message says in words, whom it names, what it quotes. */
export function wordsOf(told: Told, history: History): Words {
  const match = QUOTE.exec(told.text)?.groups;
  const { text, mentionsMe } = called(match?.text ?? told.text, told.me.names);
  const others = told.mentionIds.filter((each) => each !== told.me.id);
  const mentions = told.mentionIds.length ? others : namesIn(text);
  return {
    text: text.replaceAll(FOUR_PER_EM_SPACE, " "),
    ...(mentionsMe || told.mentionIds.includes(told.me.id) ? { mentionsMe: true } : {}),
    ...(mentions.length ? { mentions } : {}),
    ...(match && told.room !== undefined ? { quote: quoteOf(told.room, match.name ?? "", match.quoted ?? "", told.me.names, history) } : {}),
  };
}

/** A quote carries no id: it is found again among what was said there lately, by who said what. */
function quoteOf(room: string, name: string, text: string, myNames: readonly string[], history: History) {
  const found = history.find(room, name, text);
  return { messageId: found?.id ?? "", mine: found?.mine ?? myNames.includes(name), text };
}

/** The account's own name, or what it is called in the room, becomes the one name the bot is known by. */
function called(text: string, names: readonly string[]): { text: string; mentionsMe: boolean } {
  let mentionsMe = false;
  let renamed = text;
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    const at = `@${name}`;
    renamed = renamed
      .split(at)
      .map((rest, n) => {
        if (!n) return rest;
        const mine = !rest || /^\s/u.test(rest);
        if (mine) mentionsMe = true;
        return (mine ? `@${BOT_NAME}` : at) + rest;
      })
      .join("");
  }
  return { text: renamed, mentionsMe };
}

/** The names before the space that only a mention ends with. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/@([^@\u2005\n]{1,64})\u2005/gu)].map(([, name = ""]) => name).filter((name) => name && name !== BOT_NAME);

/** The names before what is said, as WeChat shows them; who they are is told beside. */
export const mentioning = (names: readonly string[]): string => names.map((name) => `@${name}${FOUR_PER_EM_SPACE}`).join("");
