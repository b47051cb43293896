import { Temporal } from "temporal-polyfill";
import type { Ask, AskContext, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const WEEKDAYS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
const RELATIVE: Record<string, number> = { 今天: 0, 今日: 0, 今晚: 0, 明天: 1, 明日: 1, 明早: 1, 明晚: 1, 后天: 2, 大后天: 3, 昨天: -1, 前天: -2 };

type Rule = [RegExp, (found: string[], today: Temporal.PlainDate) => Temporal.PlainDate | undefined];
const day = (year: number, month: number, date: number) => {
  try {
    return Temporal.PlainDate.from({ year, month, day: date }, { overflow: "reject" });
  } catch {
    return undefined;
  }
};
/** Beyond this many units a number is no deadline. */
const FARTHEST = 400;
const later = (today: Temporal.PlainDate, count: number, unit: string) =>
  count > FARTHEST || !Number.isInteger(count)
    ? undefined
    : today.add(/天|日/u.test(unit) ? { days: count } : unit.includes("月") ? { months: count } : { weeks: count });

/** A day of the year that is past says next year's. */
const coming = (month: number, date: number, today: Temporal.PlainDate) => {
  const here = day(today.year, month, date);
  return here && Temporal.PlainDate.compare(here, today.subtract({ days: 60 })) < 0 ? day(today.year + 1, month, date) : here;
};

const RULES: Rule[] = [
  [/(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?/u, ([y, m, d]) => day(Number(y), Number(m), Number(d))],
  [new RegExp(String.raw`(${NUMBER})\s*月\s*(${NUMBER})\s*[日号]?`, "u"), ([m, d], today) => coming(numberOf(m ?? "") ?? 0, numberOf(d ?? "") ?? 0, today)],
  [/(大后天|今天|今日|今晚|明天|明日|明早|明晚|后天|昨天|前天)/u, ([word], today) => today.add({ days: RELATIVE[word ?? ""] ?? 0 })],
  [
    /(下下|下个?|这个?|本|上个?)?(?:周|星期|礼拜)([一二三四五六日天])/u,
    ([which = "", name], today) => {
      const monday = today.subtract({ days: today.dayOfWeek - 1 });
      const found = monday.add({
        days: (WEEKDAYS[name ?? ""] ?? 1) - 1,
        weeks: which === "下下" ? 2 : which.startsWith("下") ? 1 : which.startsWith("上") ? -1 : 0,
      });
      return which === "" && Temporal.PlainDate.compare(found, today) < 0 ? found.add({ weeks: 1 }) : found;
    },
  ],
  [/(?:这|本)?(?:个)?(月底|月末)/u, (_, today) => today.with({ day: today.daysInMonth })],
  [/(?:下个?)月(底|末)/u, (_, today) => today.add({ months: 1 }).with({ day: today.add({ months: 1 }).daysInMonth })],
  [/(年底|年末)/u, (_, today) => day(today.year, 12, 31)],
  [/(?:这|本)?周(末)/u, (_, today) => today.add({ days: (6 - today.dayOfWeek + 7) % 7 })],
  [
    new RegExp(String.raw`(${NUMBER})\s*(天|日|周|个?星期|个?月)(?:之?后|以后|内|以内|之内)`, "u"),
    ([n, unit], today) => later(today, numberOf(n ?? "") ?? 0, unit ?? ""),
  ],
  [
    new RegExp(String.raw`(这个|本|下个?|下下个?)月(?:的)?\s*(${NUMBER})\s*[号日]`, "u"),
    ([which, d], today) => {
      const month = today.with({ day: 1 }).add({ months: which?.startsWith("下下") ? 2 : which?.startsWith("下") ? 1 : 0 });
      return day(month.year, month.month, numberOf(d ?? "") ?? 0);
    },
  ],
  [
    new RegExp(String.raw`(?:再?给(?:我|我们)?|最多|顶多|还要|还需要?)\s*(${NUMBER})\s*(天|周|个?星期|个?月)`, "u"),
    ([n, unit], today) => later(today, numberOf(n ?? "") ?? 0, unit ?? ""),
  ],
  [
    /(?<![\d月])(\d{1,2})\s*[号日](?!楼|线|机|车|店|院)/u,
    ([d], today) => {
      const here = day(today.year, today.month, Number(d));
      return here && Temporal.PlainDate.compare(here, today) < 0 ? here.add({ months: 1 }) : here;
    },
  ],
];
/** Words that speak of next month's end contain this month's: they are tried first. */
const ORDER = [0, 1, 9, 2, 3, 5, 4, 6, 7, 8, 10, 11].map((at) => RULES[at] as Rule);
const HINT = /\d|[天日周月年号期拜]|今|明|后/u;

const today = ({ now, zone }: AskContext) => Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();

/** A day, `YYYY-MM-DD`: `11月25日`, `下周三`, `后天`, `月底前`, `三天后`, `25号`. */
export function date(): Ask<string> {
  return {
    kind: "date",
    read: (text, context) => {
      const found = find(text, context);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请说哪一天，例如“周五”或“11月27日”。" };
    },
    spot: find,
    print: (value) => `${Number(value.slice(5, 7))}月${Number(value.slice(8, 10))}日`,
    examples: ["周五", "11月27日", "月底前"],
  };
}

function find(text: string, context: AskContext): Spotted<string> | undefined {
  const words = looked(text);
  if (!HINT.test(words)) return undefined;
  for (const [pattern, make] of ORDER) {
    const found = pattern.exec(words);
    const value = found && make(found.slice(1), today(context));
    if (found && value) return { value: value.toString(), words: found[0] };
  }
  return undefined;
}

const TIME = new RegExp(
  String.raw`(凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚)?\s*(?:(\d{1,2})[:：](\d{2})|(${NUMBER})\s*[点时](?!间|候)(?:\s*(半|一刻|三刻|${NUMBER})分?)?)`,
  "u",
);

/** A time of day, `HH:MM`: `九点半`, `下午三点`, `14:30`. */
export function time(): Ask<string> {
  const spot = (text: string): Spotted<string> | undefined => {
    const found = TIME.exec(looked(text));
    if (!found) return undefined;
    const [words, part = "", digits, minutes, spoken, rest] = found;
    let hour = digits === undefined ? numberOf(spoken ?? "") : Number(digits);
    const minute = minutes ? Number(minutes) : rest === "半" ? 30 : rest === "一刻" ? 15 : rest === "三刻" ? 45 : rest ? (numberOf(rest) ?? 0) : 0;
    if (hour === undefined || hour > 24 || minute > 59) return undefined;
    if (/下午|傍晚|晚/u.test(part) && hour < 12) hour += 12;
    if (part === "中午" && hour < 11) hour += 12;
    return { value: `${String(hour % 24).padStart(2, "0")}:${String(minute).padStart(2, "0")}`, words };
  };
  return {
    kind: "time",
    read: (text) => {
      const found = spot(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请说几点，例如“下午三点”。" };
    },
    spot,
    print: (value) => value,
    examples: ["下午三点", "9:30"],
  };
}
