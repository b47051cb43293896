import type { Media } from "../../channel/port.ts";

const KINDS: Record<string, Media["kind"]> = { 图片: "picture", 语音: "voice", 位置: "place", 表情: "sticker", 文件: "file" };
const BRACKETS = /\[(图片|语音|位置|表情|文件)(?:\s+([^\]]*))?\]/gu;

/** What a line of speech says, beside its text: pictures, voices, places, stickers, files; mentions. */
export function spoken(text: string, names: readonly string[]): { text: string; media: Media[]; mentions: string[]; mentionsMe: boolean } {
  const media: Media[] = [];
  const words = text.replace(BRACKETS, (_, label: string, rest: string | undefined) => {
    const kind = KINDS[label] ?? "file";
    const name = rest?.trim() ?? "";
    media.push(
      kind === "voice"
        ? { kind, name: "voice.ogg", ...(name ? { transcript: name } : {}) }
        : { kind, name: name || (kind === "picture" ? "photo.jpg" : "file") },
    );
    return "";
  });
  const stickers = media.flatMap((each) => (each.kind === "sticker" ? [`[${each.name}]`] : []));
  const mentions = mentionsIn(words, names);
  return {
    text: [words.trim(), ...stickers].filter(Boolean).join(" "),
    media,
    mentions: mentions.filter((each) => each !== "链心"),
    mentionsMe: mentions.includes("链心"),
  };
}

/** `@Name`: the longest known name wins. */
function mentionsIn(text: string, names: readonly string[]): string[] {
  const known = [...names, "链心"].toSorted((a, b) => b.length - a.length);
  return text
    .split("@")
    .slice(1)
    .flatMap((after) => known.find((name) => after.startsWith(name)) ?? []);
}
