import { DETAIL_MIN, LANES } from "../contender.ts";

/** What counts as an answer, the same for all. */
export const detailOf = (text: string): string | undefined => ([...text.trim()].length >= DETAIL_MIN ? text.trim() : undefined);
export const laneOf = (text: string): string | undefined => LANES[Number(text) - 1] ?? LANES.find((lane) => lane === text.trim());
export const isYes = (text: string): boolean => /^(对|是|好|可以)/u.test(text);

export const AGAIN = { detail: `再具体一点，至少 ${DETAIL_MIN} 个字。`, lane: `请回复序号或名称：${LANES.map((lane, at) => `${at + 1} ${lane}`).join(" ")}。` };
export const registered = (no: string): string => `已登记 ${no}。`;
export const NOT_REGISTERED = "好的，没有登记。";
