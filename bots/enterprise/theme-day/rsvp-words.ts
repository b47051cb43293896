import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import type { Ask } from "../../../src/flow/index.ts";

export type Rsvp = { coming: boolean; count?: number };

const COURTESY = String.raw`(?:(?:好的?|收到|可以|没问题|行|嗯|谢谢)[，,。！!\s]*)?`;
const US = String.raw`(?:我们?|咱们?|我司|我厂|我家|本人|公司|厂里|这边|我这边|我们(?:公司|厂|家|这边)|[\p{Script=Han}]{2,8}(?:这边)?)?`;
const SURE = "(?:都|一定|肯定|准时|会|能|可以|按时|派|要|全体)*";
const PEOPLE = String.raw`(${NUMBER})\s*(?:个人|个|人|位|名)`;
const COUNTED = new RegExp(`^${COURTESY}${US}${SURE}(?:去|来|到|参加|出席|报名?|派)(?:了)?\\s*${PEOPLE}(?:去|来|到场|参加|出席)?[。！!～~\\s]*$`, "u");
const PEOPLE_FIRST = new RegExp(`^${COURTESY}${US}${SURE}\\s*${PEOPLE}(?:都|会|准时)?(?:去|来|到场|参加|出席)[。！!～~\\s]*$`, "u");
const COMING = new RegExp(
  `^${COURTESY}(?:我们?|咱们?|我司|我厂|本人|我们公司)?(?:都|会|能|可以|一定|准时|按时|全体)*(?:参加|报名|出席|准时到|准时参加|一定到|到场|报个名|算我一个)(?:党日|活动)?[。！!～~\\s]*$`,
  "u",
);
const NOT_COMING = new RegExp(
  String.raw`^(?:(?:抱歉|不好意思|对不起|很遗憾|收到|好的?)[，,。！!\s]*)?(?:我们?|我司|我厂|本人|我们(?:公司|厂))?(?:那天|当天|这次|这期|明天|今天|15日|党日|活动)*(?:临时|要|得)?(?:(?:有|在|要)?[^，,。？?\s]{1,8}[，,]\s*)?(?:我们?|我)?(?:这次|那天|就|都)*(?:去不了|来不了|参加不了|到不了|不去了|不来了|不参加了?|没法参加|无法参加|不能参加|缺席|请假|请个假)(?:了|啦)?(?:[，,]?(?:抱歉|不好意思|请假|谢谢))?[。！!～~\s]*$`,
  "u",
);

/** Whether they come, and how many: said in a group without calling the bot, so only words that can mean nothing else. */
export const rsvpWords: Ask<Rsvp> = {
  kind: "rsvp",
  read: (text) => {
    const value = rsvpIn(text.trim());
    return value ? { ok: true, value } : { ok: false, say: "参加请回复人数，例如“我们去3个人”；去不了请回复“去不了”。" };
  },
  spot: () => undefined,
  print: ({ coming, count }) => (coming ? `参加${count ? `${count}人` : ""}` : "去不了"),
  examples: ["我们去3个人", "去不了"],
};

function rsvpIn(text: string): Rsvp | undefined {
  const counted = numberOf((COUNTED.exec(text) ?? PEOPLE_FIRST.exec(text))?.[1] ?? "");
  if (counted !== undefined) return Number.isInteger(counted) ? (counted > 0 ? { coming: true, count: counted } : { coming: false }) : undefined;
  if (COMING.test(text)) return { coming: true };
  return NOT_COMING.test(text) ? { coming: false } : undefined;
}
