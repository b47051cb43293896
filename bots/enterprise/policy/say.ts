import { money } from "../../../src/flow/asks/money.ts";
import type { Calendar } from "../../../src/calendar/working-time.ts";
import { clauseNumber, demandOf, labelOf, printFact } from "./facts.ts";
import type { Match, Policy } from "./queries.ts";

const yuan = money();
export const printYuan = (sum: number): string => (sum ? yuan.print(sum) : "0元");

/** `12月15日`, with the year where it is not this one. */
export function printDay(day: string, today: string): string {
  const named = `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
  return day.slice(0, 4) === today.slice(0, 4) ? named : `${day.slice(0, 4)}年${named}`;
}

const DAY_MS = 86_400_000;
export const daysUntil = (day: string, today: string): number => Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);

/** `12月15日截止`, `12月1日至12月15日`, `长期有效`. */
export function windowOf(one: Pick<Policy, "opens_on" | "closes_on">, today: string): string {
  if (one.closes_on === null) return one.opens_on !== null && one.opens_on > today ? `${printDay(one.opens_on, today)}起` : "长期有效";
  if (one.closes_on < today) return `已于${printDay(one.closes_on, today)}截止`;
  if (one.opens_on !== null && one.opens_on > today) return `${printDay(one.opens_on, today)}起，${printDay(one.closes_on, today)}截止`;
  return `${printDay(one.closes_on, today)}截止`;
}

/** One line of a list: `技术改造专项资金：设备投资额的10%，最高500万元，12月15日截止`. */
export const lineOf = (one: Policy, today: string): string => `${one.title}：${[one.benefit, windowOf(one, today)].filter(Boolean).join("，")}`;

/** All that is public of a policy, and what to do. */
export function cardOf(one: Policy, today: string): string {
  return [
    `《${one.title}》${[one.issuer, one.number].filter(Boolean).length ? `（${[one.issuer, one.number].filter(Boolean).join("，")}）` : ""}`,
    ...(one.benefit ? [`奖补：${one.benefit}`] : []),
    `窗口：${windowOf(one, today)}`,
    ...(one.materials.length ? [`材料：${one.materials.join("、")}`] : []),
    ...(one.contact ? [`联系：${one.contact}`] : []),
  ].join("\n");
}

/** Why an enterprise does not fit: the clause and what it demands; what is known of it only where nobody else reads. */
export function reasonOf({ clause }: Pick<Match, "clause">, privately: boolean): string {
  if (!clause) return "";
  const known = privately && clause.known !== null && clause.known !== undefined ? `，贵企业登记的是${printFact(clause.fact, clause.known)}` : "";
  const demand = clause.excludes ? `${demandOf(clause)}的不予支持` : `要求${demandOf(clause)}`;
  const number = clauseNumber(clause.clause);
  return `${demand}${number ? `（${number}）` : ""}${known}`;
}

/** Which fact is missing, and which clause needs it. */
export function missingOf({ clause }: Pick<Match, "clause">): string {
  const number = clauseNumber(clause?.clause ?? null);
  return clause ? `${labelOf(clause)}${number ? `（${number}）` : ""}` : "";
}

export const STAGES: Record<string, string> = { opened: "准备申报", applied: "已提交申报", granted: "已获批", paid: "已到账", refused: "未获批" };

/** Days of the town's calendar. */
export const todayOf = (calendar: Pick<Calendar, "dateOf">, now: number): string => calendar.dateOf(now);
