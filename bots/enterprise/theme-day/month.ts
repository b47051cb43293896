import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import { addMonths } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";

/** The month a sentence names (`2026-12`), and the day if it names one too; or why there is no such date. */
export type Month = { month?: string; on?: string; say?: undefined } | { say: string };

const MONTH = new RegExp(String.raw`(?:(\d{4})年?|(今年|明年|后年))?的?\s*(${NUMBER})月(?:份)?\s*(?:(${NUMBER})[日号])?`, "u");
const YEARS: Record<string, number> = { 今年: 0, 明年: 1, 后年: 2 };

export function monthIn(text: string, { now, calendar }: Pick<Turn, "now" | "calendar">): Month {
  const today = calendar.dateOf(now);
  const here = today.slice(0, 7);
  if (/下下个?月/u.test(text)) return { month: addMonths(here, 2) };
  if (/下个?月/u.test(text)) return { month: addMonths(here, 1) };
  if (/(本|这个?)月/u.test(text)) return { month: here };
  const [, digits, word, named = "", day] = MONTH.exec(text.replace(/(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,2})/u, "$1年$2月$3日")) ?? [];
  const number = numberOf(named);
  if (number === undefined) return {};
  if (number < 1 || number > 12) return { say: `没有${number}月，请核对月份。` };
  const year = digits ? Number(digits) : Number(here.slice(0, 4)) + (word ? (YEARS[word] ?? 0) : later(number, here));
  const month = `${year}-${String(number).padStart(2, "0")}`;
  const date = day === undefined ? undefined : numberOf(day);
  if (date === undefined) return { month };
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  if (date < 1 || date > length) return { say: `${year}年${number}月没有${date}日，请核对日期。` };
  return { month, on: `${month}-${String(date).padStart(2, "0")}` };
}

/** Without a year the coming one is meant; last month is still last month. */
const later = (number: number, here: string): number => {
  const passed = Number(here.slice(5)) - number;
  return passed > 1 ? 1 : passed < -10 ? -1 : 0;
};
