const ORDINALS = ["st", "nd", "rd"];
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const DAY = /^(\d{1,2})(st|nd|rd|th)$/u;
const WEEKDAY = new RegExp(`^(last|1st|2nd|3rd|4th) (${WEEKDAYS.join("|")})$`, "u");

/** Whether a rule names one day of every month: `15th`, `last friday`, `2nd monday`. */
export function isMonthly(rule: string): boolean {
  const [, number = "0", ending] = DAY.exec(rule) ?? [];
  const day = Number(number);
  if (day >= 1 && day <= 31) return ending === ordinal(day);
  return WEEKDAY.test(rule);
}

const ordinal = (day: number): string => (day > 3 && day < 21 ? "th" : (ORDINALS[(day % 10) - 1] ?? "th"));

/** The day of a month (`2026-12`) that a rule names, `YYYY-MM-DD`. A shorter month's last day stands for its `31st`. */
export function dayOfMonth(rule: string, month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const named = DAY.exec(rule)?.[1];
  const day = named ? Math.min(Number(named), length) : weekdayIn(rule, new Date(Date.UTC(year, number - 1, 1)).getUTCDay(), length);
  return `${month}-${String(day).padStart(2, "0")}`;
}

function weekdayIn(rule: string, first: number, length: number): number {
  const [, which = "", name = ""] = WEEKDAY.exec(rule) ?? [];
  if (!name) throw new Error(`“${rule}” names no day of a month`);
  const earliest = 1 + ((WEEKDAYS.indexOf(name) + 1 - first + 7) % 7);
  return which === "last" ? earliest + 7 * Math.floor((length - earliest) / 7) : earliest + 7 * (Number(which[0]) - 1);
}

/** So many months later: `2026-11` and 2 are `2027-01`. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const all = year * 12 + number - 1 + count;
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, "0")}`;
}

export function monthsBetween(from: string, until: string): number {
  const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(until) - count(from);
}
