import { date } from "../../../src/flow/asks/date.ts";
import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import type { Ask } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";

/** The first and the last day of a leave. */
export type Span = { from: string; until: string };

const FOR_DAYS = new RegExp(
  `(?:请|假|后面|接下来|连着)[^，,。]{0,3}?(${NUMBER})\\s*(?:来)?(天|周|个?星期|个?礼拜)|(${NUMBER})\\s*(天|周|个?星期|个?礼拜)[^，,。]{0,3}假`,
  "u",
);
const UNTIL = /(?:到|至)(?!岗|班|不)(.{2,12})$/u;
const DAYS: Record<string, number> = { 天: 1, 周: 7, 星期: 7, 礼拜: 7 };
const day = date();

/** `明天`, `到下周三`, `周五请两天假`, `请假一天`: from today where no first day is said. */
export function spanAsk({ now, calendar }: Pick<Turn, "now" | "calendar">): Ask<Span> {
  const context = { now, zone: calendar.zone };
  const spot = (text: string) => {
    const today = calendar.dateOf(now);
    const clause = text.split(/[，,。；;\n]/u).find((each) => UNTIL.test(each) && day.spot(UNTIL.exec(each)?.[1] ?? "", context));
    const range = clause && UNTIL.exec(clause);
    if (range) {
      const until = day.spot(range[1] ?? "", context)?.value ?? today;
      return { value: { from: day.spot(clause.slice(0, range.index), context)?.value ?? today, until }, words: clause };
    }
    const first = day.spot(text, context);
    const [words = "", one, unit, other, otherUnit] = FOR_DAYS.exec(text) ?? [];
    const count = (numberOf(one ?? other ?? "") ?? 0) * (DAYS[(unit ?? otherUnit ?? "").replace("个", "")] ?? 0);
    if (!first && count < 1) return undefined;
    const from = first?.value ?? today;
    return { value: { from, until: calendar.addDays(from, Math.max(0, Math.ceil(count) - 1)) }, words: first?.words ?? words };
  };
  return {
    kind: "days",
    read: (text) => {
      const found = spot(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请说哪几天，例如“明天”“到下周三”“周五请两天假”。" };
    },
    spot,
    print: ({ from, until }) => (from === until ? day.print(from) : `${day.print(from)}到${day.print(until)}`),
    examples: ["明天一天", "到下周三"],
  };
}

/** `11月26日（周四）`, `11月25日（周三）到12月2日（周三）`. */
export const printSpan = ({ from, until }: Span, { calendar }: Pick<Turn, "calendar">): string =>
  from === until ? calendar.printDate(from) : `${calendar.printDate(from)}到${calendar.printDate(until)}`;
