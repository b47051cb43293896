import { Temporal } from "temporal-polyfill";
import type { Ask, AskContext, Spotted } from "../ask.ts";
import { LUNAR_DAY, LUNAR_FEAST, lunarDay, lunarFeast } from "./lunar.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const WEEKDAYS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
/** 今儿, 明早, 昨夜: a day by its first letter, whatever part of it is meant. */
const NAMED = "大后[天日]|大前[天日]|今[天日儿早晚晨夜]|明[天日儿早晚晨]|后[天日儿晚]|昨[天日儿晚夜晨]|前[天日儿晚](?!后)";
const AWAY: Record<string, number> = { 大后: 3, 大前: -3, 今: 0, 明: 1, 后: 2, 昨: -1, 前: -2 };
/** Feasts of the sun. 五一路 and 八一小区 are places. */
const FEASTS: Record<string, readonly [number, number]> = {
  元旦: [1, 1],
  妇女节: [3, 8],
  劳动节: [5, 1],
  五一: [5, 1],
  儿童节: [6, 1],
  七一: [7, 1],
  建党节: [7, 1],
  八一: [8, 1],
  建军节: [8, 1],
  教师节: [9, 10],
  国庆: [10, 1],
  圣诞: [12, 25],
};
const FEAST = `(?<![一二三四五六七八九十百千])(${Object.keys(FEASTS).join("|")})(?!路|街|村|小区|社区|广场|大厦|学校|小学|中学|公司|科技)`;

type Rule = [RegExp, (found: (string | undefined)[], today: Temporal.PlainDate) => Temporal.PlainDate | undefined];
const day = (year: number, month: number, date: number) => {
  try {
    return Temporal.PlainDate.from({ year, month, day: date }, { overflow: "reject" });
  } catch {
    return undefined;
  }
};
/** Beyond this many units a number is no deadline. */
const FARTHEST = 400;
const later = (today: Temporal.PlainDate, said: string | undefined, unit = "天") => {
  const count = said === "半" ? 15 : (numberOf(said ?? "") ?? 0);
  if (count > FARTHEST || !Number.isInteger(count)) return undefined;
  if (said === "半") return unit.includes("月") ? today.add({ days: count }) : undefined;
  return today.add(/天|日/u.test(unit) ? { days: count } : unit.includes("月") ? { months: count } : { weeks: count });
};

/** A day of the year that is past says next year's. */
const coming = (month: number, date: number, today: Temporal.PlainDate) => {
  const here = day(today.year, month, date);
  return here && Temporal.PlainDate.compare(here, today.subtract({ days: 60 })) < 0 ? day(today.year + 1, month, date) : here;
};
const lastOf = (month: Temporal.PlainDate) => month.with({ day: month.daysInMonth });
const YEARS: Record<string, number> = { 去: -1, 今: 0, 本: 0, 明: 1, 后: 2 };

const UNIT = String.raw`\s*(天|日|周|个?星期|个?礼拜|个?月)`;
/** In this order: what is said more exactly stands before the word that stands in it. */
const RULES: Rule[] = [
  [
    /(?<!\d)(\d{4}|\d{2}(?=\s*年))\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?/u,
    ([y, m, d]) => day(Number(y) % 100 === Number(y) ? 2000 + Number(y) : Number(y), Number(m), Number(d)),
  ],
  [
    new RegExp(String.raw`([去今本明后])年\s*(${NUMBER})\s*月\s*(?:份)?\s*(${NUMBER})\s*[日号]?`, "u"),
    ([which, m, d], today) => day(today.year + (YEARS[which ?? ""] ?? 0), numberOf(m ?? "") ?? 0, numberOf(d ?? "") ?? 0),
  ],
  [new RegExp(LUNAR_DAY, "u"), (found, today) => lunarDay(found, today)],
  [
    new RegExp(
      String.raw`(?<![〇零一二三四五六七八九十个\d])(${NUMBER})\s*月份?\s*(${NUMBER})(?!\d|[个名位人户家台套年吨件只条根支万千百公斤桶箱])\s*[日号]?`,
      "u",
    ),
    ([m, d], today) => coming(numberOf(m ?? "") ?? 0, numberOf(d ?? "") ?? 0, today),
  ],
  [/(?<![\d/.-])(1[0-2]|0?[1-9])\/(3[01]|[12]\d|0?[1-9])(?![\d/])/u, ([m, d], today) => coming(Number(m), Number(d), today)],
  [new RegExp(`(${NAMED})`, "u"), ([word = ""], today) => today.add({ days: AWAY[/^大./u.exec(word)?.[0] ?? word[0] ?? ""] ?? 0 })],
  [
    /(下下个?|上上个?|下个?|这个?|本|上个?)?(?:周|星期|礼拜)([一二三四五六日天1-7](?![\d.个月年]))/u,
    ([which = "", name = ""], today) => {
      const weeks = (which.match(/下/gu) ?? []).length - (which.match(/上/gu) ?? []).length;
      const found = today.add({ days: (WEEKDAYS[name] ?? Number(name)) - today.dayOfWeek + 7 * weeks });
      return which === "" && Temporal.PlainDate.compare(found, today) < 0 ? found.add({ weeks: 1 }) : found;
    },
  ],
  [
    new RegExp(String.raw`(下下个?|这个?|本|当|下个?|上个?)月的?\s*(${NUMBER})(?:\s*[号日]|(?=[\s，,。！!？?、前之以到上下交开]|$))`, "u"),
    ([which = "", d], today) => {
      const months = (which.match(/下/gu) ?? []).length - (which.match(/上/gu) ?? []).length;
      const month = today.with({ day: 1 }).add({ months });
      return day(month.year, month.month, numberOf(d ?? "") ?? 0);
    },
  ],
  [new RegExp(String.raw`下个?月(?:月)?(?:底|末)`, "u"), (_, today) => lastOf(today.with({ day: 1 }).add({ months: 1 }))],
  [new RegExp(String.raw`(?<![\d.])(${NUMBER})月(?:份)?(?:月)?(?:底|末)`, "u"), ([m], today) => lastIn(numberOf(m ?? "") ?? 0, today)],
  [/(?:这|本)?(?:个)?(月底|月末)/u, (_, today) => lastOf(today)],
  // 年底了 complains of the season; 年底前 is a day.
  [/([明后])?(?:年底|年末)(?!了|都|还|又)/u, ([which], today) => day(today.year + (YEARS[which ?? "今"] ?? 0), 12, 31)],
  [/(下)?(?:这|本)?个?周末/u, ([next], today) => today.add({ days: ((6 - today.dayOfWeek + 7) % 7) + (next ? 7 : 0) })],
  [new RegExp(String.raw`(${NUMBER}|半)${UNIT}(?:之?后|以后|过后|内|以内|之内)`, "u"), ([n, unit], today) => later(today, n, unit)],
  [/(?<!\d)(24|48|72)\s*(?:个)?小时(?:之内|以内|内)/u, ([n], today) => today.add({ days: Number(n) / 24 })],
  [new RegExp(String.raw`(?:再?给(?:我|我们|咱|俺)?|最多|顶多|还要|还需要?)\s*(${NUMBER}|半)${UNIT}`, "u"), ([n, unit], today) => later(today, n, unit)],
  [new RegExp(`(${LUNAR_FEAST})(?!路|街|村|小区)`, "u"), ([name = ""], today) => lunarFeast(name, today)],
  [new RegExp(FEAST, "u"), ([name = ""], today) => feast(FEASTS[name] ?? [1, 1], today)],
  [
    new RegExp(
      String.raw`(?<![\d月〕\]）)第-])(\d{1,2}|[一二三四五六七八九十廿]{1,3})\s*[号日](?![楼线机车店院文人岗门库厂炉泵井仓台码柜房令馆桥段地位]|通知)`,
      "u",
    ),
    ([d], today) => {
      const here = day(today.year, today.month, numberOf(d ?? "") ?? 0);
      return here && Temporal.PlainDate.compare(here, today) < 0 ? here.add({ months: 1 }) : here;
    },
  ],
];
const HINT = /\d|[天日周月年号期拜节夕旦]|今|明|后|昨|前|五一|七一|八一|国庆|圣诞|元宵|端午|中秋|重阳|腊|小时/u;

function feast([month, date]: readonly [number, number], today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const here = day(today.year, month, date);
  return here && Temporal.PlainDate.compare(here, today) < 0 ? here.add({ years: 1 }) : here;
}

function lastIn(month: number, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const first = coming(month, 1, today);
  return first && lastOf(first);
}

const todayOf = ({ now, zone }: AskContext) => Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();

/** A day, `YYYY-MM-DD`: `11月25日`, `下周三`, `后天`, `月底前`, `三天后`, `25号`, `腊月二十三`.
 *
 *  What can be read in two ways: a day without a year is the coming one, unless it passed within two months; a weekday
 *  without more is the coming one, with 这 or 本 of this week, with 下 of the next; a day of the month alone is the coming
 *  one; `下周` and `过完年` are no day; 正月, 冬月, 腊月 and what is called 农历 go by the moon, every other month by the sun;
 *  小年 is the 23rd of the twelfth, as in the north. */
export function date(): Ask<string> {
  return {
    kind: "date",
    read: (text, context) => {
      const found = find(text, context) ?? alone(text, context);
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
  let today: Temporal.PlainDate | undefined;
  for (const [pattern, make] of RULES) {
    const found = pattern.exec(words);
    const value = found && make(found.slice(1), (today ??= todayOf(context)));
    if (found && value) return { value: value.toString(), words: found[0] };
  }
  return undefined;
}

/** Asked for a day, `12.20` and `12-20` are one. */
function alone(text: string, context: AskContext): { value: string } | undefined {
  const found = /^(\d{1,2})[.-](\d{1,2})[前之]{0,2}[。！!]?$/u.exec(looked(text).trim());
  const value = found && coming(Number(found[1]), Number(found[2]), todayOf(context));
  return value ? { value: value.toString() } : undefined;
}
