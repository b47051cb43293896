import { handOver, type HandOver } from "../flow/index.ts";
import type { Taken } from "./load.ts";

/** Signs that agree; any other put to a question is no answer to it. */
export const AGREES = /^(?:👍|👌|❤|🙏)/u;

/** What only a person can read, why they are asked to, and what its sender is told. */
const UNREAD: Record<string, { why: string; says: (keeper: string) => string }> = {
  voice: { why: "语音没能转成文字，请听一听", says: (keeper) => `语音我没能转成文字，已请${keeper}听` },
  picture: { why: "照片没有说明，可能是表格，请看一看", says: (keeper) => `照片我读不了，已请${keeper}看` },
  file: { why: "文件没有说明，请看一看", says: (keeper) => `文件我读不了，已请${keeper}看` },
};

/** Something without words, sent where words were asked for: a person reads it, and the question stays open. */
export function unreadAnswer({ text, heard }: Pick<Taken, "text" | "heard">): HandOver | undefined {
  const media = heard.kind === "message" && !text ? (heard.media ?? []) : [];
  const [unread] = media.flatMap(({ kind }) => UNREAD[kind] ?? []);
  return unread && handOver(unread.why, { words: (keeper) => `${unread.says(keeper)}，不会丢。刚才的问题也可以打字回答；不办了请回复“取消”。` });
}
