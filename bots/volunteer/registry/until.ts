import { date } from "../../../src/flow/asks/date.ts";
import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import type { Calendar } from "../../../src/calendar/working-time.ts";

/** From when and until when somebody says an elder is away; `wrong` says what to say instead. */
export type Span = { from: string; until: string | null; wrong?: string };
type Moment = { now: number; calendar: Calendar };

const day = date();
const BACK = /回|出院|到家|为止|截止|期满/u;
const STAY = new RegExp(`(${NUMBER}|半)\\s*(?:来)?\\s*(天|周|个?星期|个?礼拜|个月)`, "u");
const DAYS: Record<string, number> = { 天: 1, 周: 7, 星期: 7, 礼拜: 7, 月: 30 };
const DATED = /\d+\s*月\s*\d+\s*[日号]/u;

/** `20号回来`, `下周出院`, `住一周`, `明天去女儿家，周日回来`: the day of coming back is the last one away. */
export function spanOf(text: string, { now, calendar }: Moment): Span {
  const today = calendar.dateOf(now);
  const spotted = (words: string): string | undefined => day.spot(words, { now, zone: calendar.zone })?.value;
  const clauses = text.split(/[，,。；;！!\s]+/u).filter(Boolean);
  const back = clauses.find((each) => BACK.test(each) && !/回(?:老家|乡)/u.test(each));
  const leaving = clauses.filter((each) => each !== back).flatMap((each) => spotted(each) ?? [])[0];
  const from = leaving !== undefined && leaving > today ? leaving : today;
  const until = (back === undefined ? undefined : (spotted(back) ?? soon(back, today, calendar))) ?? stay(text, from, calendar);
  if (back !== undefined && until === undefined && DATED.test(back)) return { from, until: null, wrong: "没有这一天，请再说一次哪天回来，例如“12月20日”。" };
  if (until !== undefined && until < from) return { from, until: null, wrong: "这个日子已经过去了，请说以后的日子，例如“周日回来”。" };
  return { from, until: until ?? null };
}

/** `下周出院` without a day is until the end of that week, `下月` until the end of that month. */
function soon(words: string, today: string, calendar: Calendar): string | undefined {
  if (/下(?:个)?(?:周|星期|礼拜)/u.test(words)) return calendar.addDays(today, 14 - calendar.weekday(today));
  if (/(?:这|本)周|周内/u.test(words)) return calendar.addDays(today, 7 - calendar.weekday(today));
  return /下个?月(?!初|\d)/u.test(words) ? day.spot("下月底", { now: calendar.at(today, "12:00"), zone: calendar.zone })?.value : undefined;
}

function stay(text: string, from: string, calendar: Calendar): string | undefined {
  const [, count = "", unit = ""] = STAY.exec(text) ?? [];
  const length = DAYS[unit.replace("个", "")];
  const number = count === "半" ? 0.5 : numberOf(count);
  return length === undefined || number === undefined ? undefined : calendar.addDays(from, Math.round(number * length));
}
