import { handOver, type HandOver } from "../flow/index.ts";
import type { Taken } from "./load.ts";

/** Signs that agree; any other put to a question is no answer to it. */
export const AGREES = /^(?:👍|👌|❤|🙏)/u;

const ASKS: Record<string, string> = { voice: "语音没能转成文字，请听一听", picture: "照片没有说明，可能是表格，请看一看", file: "文件没有说明，请看一看" };
const SAID: Record<string, string> = { voice: "语音我没能转成文字，已请KEEPER听", picture: "照片我读不了，已请KEEPER看", file: "文件我读不了，已请KEEPER看" };

/** What of a message only a person can read: a voice nobody transcribed, a picture or a file without words; undefined when it has words. */
const wordlessIn = (text: string, media: readonly { kind: string }[]): string | undefined => (text ? undefined : media.find(({ kind }) => kind in ASKS)?.kind);

/** Something without words, sent where words were asked for: a person reads it, and the question stays open. */
export function unreadAnswer({ text, heard }: Pick<Taken, "text" | "heard">): HandOver | undefined {
  const kind = wordlessIn(text, heard.kind === "message" ? (heard.media ?? []) : []);
  if (kind === undefined) return undefined;
  return handOver(ASKS[kind] ?? "", {
    words: (keeper) => `${(SAID[kind] ?? "").replace("KEEPER", keeper)}，不会丢。刚才的问题也可以打字回答；不办了请回复“取消”。`,
  });
}
