import { BOT_NAME, type Heard, type Media } from "../port.ts";

/** What somebody did in the web chat. */
export type Said = {
  /** Unique: a form sent twice is one message. */
  key: string;
  person: { name: string; display: string };
  /** The group's name; privately when absent. */
  room?: string;
  at: number;
} & (
  | { press: { messageId: string; data: string } }
  | { text: string; media: Media[]; quote?: { messageId: string; text: string; mine: boolean }; names: readonly string[] }
);

const KINDS: Record<string, Media["kind"]> = { 图片: "picture", 语音: "voice", 位置: "place", 表情: "sticker", 文件: "file" };
const BRACKETS = /\[(图片|语音|位置|表情|文件)(?: ([^\]\n]{1,200}))?\]/gu;

/** Rooms and people are known by their names. What stands in brackets, as in plays (`[表情 微笑]`), is not text. */
export function translate(said: Said): Heard {
  const { key, person, at } = said;
  const where =
    said.room === undefined ? { kind: "direct" as const, id: person.name, name: person.name } : { kind: "group" as const, id: said.room, name: said.room };
  const frame = { channel: "web", account: "main", key, where, from: { id: person.name, name: person.display }, at };
  if ("press" in said) return { ...frame, kind: "press", ...said.press, pressId: key };
  const { text, media } = unpack(said.text);
  const called = mentioned(text, [...said.names, BOT_NAME]);
  const mentions = called.filter((name) => name !== BOT_NAME);
  return {
    ...frame,
    kind: "message",
    text,
    messageId: key,
    ...(media.length || said.media.length ? { media: [...said.media, ...media] } : {}),
    ...(called.includes(BOT_NAME) ? { mentionsMe: true } : {}),
    ...(mentions.length ? { mentions } : {}),
    ...(said.quote ? { quote: said.quote } : {}),
  };
}

function unpack(text: string): { text: string; media: Media[] } {
  const media: Media[] = [];
  const rest = text.replace(BRACKETS, (_, word: string, what: string | undefined) => {
    const kind = KINDS[word] ?? "file";
    media.push({ kind, name: what ?? word, ...(kind === "voice" && what ? { transcript: what } : {}) });
    return "";
  });
  return { text: media.length ? rest.trim() : text, media };
}

/** `@Name` is a mention; of several known names that fit, the longest wins. */
function mentioned(text: string, names: readonly string[]): string[] {
  const longest = names.toSorted((a, b) => b.length - a.length);
  const found = text
    .split("@")
    .slice(1)
    .flatMap((rest) => longest.find((name) => name !== "" && rest.startsWith(name)) ?? []);
  return [...new Set(found)];
}
