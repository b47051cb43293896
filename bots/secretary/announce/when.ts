import { date } from "../../../src/flow/asks/date.ts";
import { time } from "../../../src/flow/asks/time.ts";
import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import { nextRepeat } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";

/** When it is to be said; `wrong` says what to do about a time that cannot be. */
export type When = { at: number | null; repeats: string | null } | { wrong: string };

type Moment = Pick<Turn, "now" | "calendar">;
const DAY = date();
const TIME = time();
/** Said when only a day is named. */
const MORNING = "09:00";
const NOW = /^(?:现在|马上|立即|立刻|即刻)/u;
const WEEKDAYS = "一二三四五六日";
const REPEATED: readonly [RegExp, (found: string) => string][] = [
  [/每(?:个)?工作日/u, () => "workdays"],
  [/每(?:天|日)/u, () => "daily"],
  [/每(?:个)?(?:周|星期|礼拜)([一二三四五六日天])/u, (day) => `weekly ${WEEKDAYS.indexOf(day === "天" ? "日" : day) + 1}`],
  [new RegExp(String.raw`每(?:个)?月的?(${NUMBER})[号日]`, "u"), (day) => `monthly ${numberOf(day) ?? 0}`],
];

/** Reads `明早九点`, `周五下午三点`, `每周一上午九点`; undefined when no time is said. */
export function readWhen(words: string, { now, calendar }: Moment): When | undefined {
  if (NOW.test(words)) return { at: null, repeats: null };
  const wrong = noSuchDay(words, { now, calendar });
  if (wrong) return { wrong };
  const context = { now, zone: calendar.zone };
  const clock = TIME.spot(words, context)?.value;
  for (const [pattern, rule] of REPEATED) {
    const found = pattern.exec(words);
    if (!found) continue;
    const text = `${rule(found[1] ?? "")} ${clock ?? MORNING}`;
    if (/ 0 /u.test(text) || /monthly (?:3[2-9]|[4-9]\d)/u.test(text)) return { wrong: "没有这一天，请说每月1号到31号之间的一天。" };
    return { at: nextRepeat(text, now, calendar), repeats: text };
  }
  const day = DAY.spot(words, context)?.value;
  if (day === undefined && clock === undefined) return undefined;
  let at = calendar.at(day ?? calendar.dateOf(now), clock ?? MORNING);
  // A time alone that is past means tomorrow's.
  if (day === undefined && at <= now) at = calendar.at(calendar.addDays(calendar.dateOf(now), 1), clock ?? MORNING);
  if (at <= now) return { wrong: `${calendar.print(at)}已经过去了，请说一个以后的时间，例如“明早九点”；马上发请说“现在”。` };
  return { at, repeats: null };
}

const WRITTEN = new RegExp(String.raw`(?:(\d{4})年)?(${NUMBER})月(${NUMBER})[日号]`, "gu");

/** `2月30日`: a sentence about a day that no calendar has. */
export function noSuchDay(words: string, { now, calendar }: Moment): string | undefined {
  for (const [said] of words.replace(/\s/gu, "").matchAll(WRITTEN))
    if (!DAY.spot(said, { now, zone: calendar.zone })) return `没有${said}这一天，请改一下日期。`;
  return undefined;
}

/** What is odd about a day the text speaks of: past, a holiday, in a year whose holidays nobody knows yet. */
export function oddities(words: string, moment: Moment): string[] {
  const { now, calendar } = moment;
  const found = DAY.spot(words, { now, zone: calendar.zone });
  if (!found) return [];
  return oddDay(found.value, moment, /[周期拜][六日末天]/u.test(words)).map((each) => `正文里的${each}`);
}

export function oddDay(day: string, { now, calendar }: Moment, weekendSaid = false): string[] {
  const name = calendar.printDate(day);
  const year = Number(day.slice(0, 4));
  if (day < calendar.dateOf(now)) return [`${name}已经过去了`];
  const weekend = calendar.weekday(day) > 5;
  const off = !calendar.isWorkday(day) && !(weekend && weekendSaid);
  return [
    ...(off ? [`${name}是${weekend ? "休息日" : "节假日"}`] : []),
    ...(calendar.isProvisional(year, now) ? [`${name}在${year}年，这一年的放假安排还没有公布`] : []),
  ];
}
