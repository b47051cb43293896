import { z } from "zod";
import type { Asks } from "../../../src/assist/model/asks.ts";
import { strayIn } from "../../../src/assist/model/stands.ts";
import type { Reads } from "../../../src/conversation/index.ts";
import { mayAnnounce, scopeOf } from "./scope.ts";

/** Whoever has a notice drafted waits for it. */
const DEADLINE_MS = 12_000;
const [LEAST, MOST] = [10, 500];
/** To have it drafted is asked for; a sentence that says what to send is sent as it is. */
const DRAFTS = /(?:草?拟|起草|写|润色)[^：:，,。]{0,30}(?:通知|公告|消息|提醒)/u;

const shape = z.object({ text: z.string() });
type Answer = z.infer<typeof shape>;

/** The draft says what was said, and nothing else that could be counted on: no other number, day or name, and none is missing. */
function believed({ text }: Answer, source: string): string | undefined {
  const words = text.trim();
  const content = source.replace(/^[^：:]{0,40}[：:]/u, "");
  const whole = strayIn(words, source) === undefined && strayIn(content, words) === undefined;
  return whole && words.length >= LEAST && words.length <= MOST ? words : undefined;
}

const asks: Asks<Answer, string> = {
  task: "notice",
  instruction: [
    "下面的资料是一位书记要发的通知的意思。替他写成发在工作群里的通知正文 text：开头称呼“各位好：”，礼貌、简短，不超过150字，不写落款和“收到请回复”。",
    "时间、地点、数字、人名、单位一个不漏地照抄，不换算；没说的不添。",
  ].join("\n"),
  shape,
  most: 1_000,
  deadlineMs: DEADLINE_MS,
  believed,
};

/** `帮我拟一条通知：…` is drafted by a model; the preview shows it like any other. */
export const reads: readonly (Reads & { asks: Asks })[] = [
  {
    flow: "announce",
    answers: [],
    wants: (text, { who, directory }) => DRAFTS.test(text) && mayAnnounce(scopeOf(who.id, directory)),
    asks: asks as Asks,
  },
];
