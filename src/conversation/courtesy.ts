import { type Flow, flow, say } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";

/** `在吗`, `谢谢`: words that ask for nothing, and are answered all the same. */
const COURTESIES: readonly [words: RegExp, answer: string][] = [
  [
    /^(?:(?:你|您|大家|链心)好|嗨|哈[喽罗]|hello|hi|(?:请问)?(?:有人|还|小?链心)?(?:在吗|在不在|在么|在没|在线吗|有人吗|有人没))$/iu,
    "在的，您请说，有什么难处直接告诉我。想看我能做什么，回复“帮助”。",
  ],
  [/^(?:多|十分|非常|太)?(?:谢谢|感谢|谢了|辛苦)(?:你|您|啦|了|啊|呀|大家|链心|你们|谢谢|辛苦)*$/u, "不客气，有事随时叫我。"],
];
const bare = (text: string): string => text.replaceAll(/[\s\p{P}\p{S}]/gu, "");
const answerTo = (text: string): string | undefined => COURTESIES.find(([words]) => words.test(bare(text)))?.[1];
export const isCourtesy = (text: string): boolean => answerTo(text) !== undefined;

export const courtesy: Flow<Turn> = flow<Turn>("courtesy")
  .opensOn([], { understands: "courtesy" })
  .ends(({ text }) => [say(answerTo(text) ?? "在的，您请说。")]);
