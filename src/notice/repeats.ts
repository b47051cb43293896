import type { Calendar } from "../calendar/working-time.ts";

const DAYS = ["一", "二", "三", "四", "五", "六", "日"];
const SATURDAY = 6;
/** No rule pauses longer than this. */
const MAX_DAYS = 400;

/** `daily 08:00` · `workdays 08:00` · `weekly 1 09:00` (Monday) · `monthly 15 09:00` */
type Rule = { every: "daily" | "workdays" | "weekly" | "monthly"; day: number; time: string };

function readRule(text: string): Rule {
  const [every = "", second = "", third] = text.split(" ");
  return { every: every as Rule["every"], day: third === undefined ? 0 : Number(second), time: third ?? second };
}

/** The next moment of a rule after `from`. However many were missed, it is one: nothing is made up for. What falls on a
 *  holiday moves to the next working day, but a Saturday that was asked for stays a Saturday. */
export function nextRepeat(text: string, from: number, calendar: Calendar): number {
  const rule = readRule(text);
  const today = calendar.dateOf(from);
  // A date that moved may still lie ahead when its own day is past.
  for (let ahead = -31; ahead < MAX_DAYS; ahead += 1) {
    const date = calendar.addDays(today, ahead);
    if (!fits(rule, date, calendar)) continue;
    const at = calendar.at(moves(rule) ? calendar.workdayFrom(date) : date, rule.time);
    if (at > from) return at;
  }
  throw new Error(`the rule ${text} has no next time`);
}

const moves = ({ every, day }: Rule): boolean => every === "monthly" || (every === "weekly" && day < SATURDAY);

function fits({ every, day }: Rule, date: string, calendar: Calendar): boolean {
  if (every === "daily") return true;
  if (every === "workdays") return calendar.isWorkday(date);
  if (every === "weekly") return calendar.weekday(date) === day;
  // A month without a 31st ends on its last day.
  const last = calendar.addDays(date, 1).slice(8) === "01";
  const own = Number(date.slice(8));
  return own === day || (last && own < day);
}

/** `每周一09:00` */
export function printRepeat(text: string): string {
  const { every, day, time } = readRule(text);
  const when = { daily: "每天", workdays: "每个工作日", weekly: `每周${DAYS[day - 1]}`, monthly: `每月${day}号` };
  return `${when[every]}${time}`;
}
