import { Temporal } from "temporal-polyfill";
import { numberOf } from "./numerals.ts";

/** Years by the moon: the first day, months of thirty days (1) and of twenty-nine (0), the month that comes twice. From the
 *  official almanac: the engine's own calendar puts New Year 2027 a day late. */
const YEARS = `
2025 0129 1010010101110 6
2026 0217 101001001110 0
2027 0206 110100100110 0
2028 0126 1110100100110 5
2029 0213 110101010011 0
2030 0203 010110101010 0
2031 0123 0110101101010 3
2032 0211 100101101101 0
2033 0131 0100101011101 11
2034 0219 010010101101 0
2035 0208 101001001101 0
2036 0128 1101001001011 6
2037 0215 110100100101 0
2038 0204 110101010010 0
2039 0124 1101101010100 5
2040 0212 101101011010 0
2041 0201 010101101101 0
2042 0122 0100101011011 2
2043 0210 010010011011 0
2044 0130 1010010010111 7
2045 0217 101001001011 0
2046 0206 101010100101 0
2047 0126 1011010100101 5
2048 0214 011011010010 0
2049 0202 101011011010 0
2050 0123 0101010110110 3
`;

const MONTHS: Record<string, number> = { 正: 1, 冬: 11, 腊: 12 };
/** 初八, 廿三, 三十: how days of the moon are written. */
const DAY = "初[一二三四五六七八九十]|[十二]十[一二三四五六七八九]?|十[一二三四五六七八九]|廿[一二三四五六七八九]?|三十";

/** Feasts by the month and day of the moon on which they fall. */
const FEASTS: Record<string, readonly [number, number]> = {
  春节: [1, 1],
  大年初一: [1, 1],
  元宵: [1, 15],
  端午: [5, 5],
  七夕: [7, 7],
  中秋: [8, 15],
  重阳: [9, 9],
  腊八: [12, 8],
  小年: [12, 23],
};
export const LUNAR_FEAST = `${Object.keys(FEASTS).join("|")}|除夕|大年三十|年三十|年夜`;

/** `腊月二十三`, `农历八月十五`, `大年初八`. A month of the sun is what any other `八月十五` means. */
export const LUNAR_DAY = `(?:农历|阴历|旧历)\\s*([正一二三四五六七八九十冬腊]{1,2})月(${DAY})|([正冬腊])月(${DAY})|(?:大年|过年)(初[一二三四五六七八九十])`;

/** The day of the moon that comes next, today included. */
export function lunarDay(found: readonly (string | undefined)[], today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const month = found[0] ?? found[2] ?? "正";
  const day = (found[1] ?? found[3] ?? found[4] ?? "").replace("初", "");
  return nextOf(MONTHS[month] ?? numberOf(month) ?? 0, numberOf(day) ?? 0, today);
}

export function lunarFeast(name: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const feast = FEASTS[name];
  // The last day of the year is the one before the first: its month has 29 days or 30.
  return feast ? nextOf(feast[0], feast[1], today) : nextOf(1, 1, today.add({ days: 1 }))?.subtract({ days: 1 });
}

/** The first day of every month by the moon, in order; the second of two of a name is nobody's feast. */
const STARTS = YEARS.trim()
  .split("\n")
  .flatMap((line) => {
    const [year = "", first = "", lengths = "", twice = "0"] = line.split(" ");
    let start = Temporal.PlainDate.from(`${year}-${first.slice(0, 2)}-${first.slice(2)}`);
    return [...lengths].map((long, at) => {
      const leap = Number(twice);
      const month = { start, month: leap && at >= leap ? (at === leap ? 0 : at) : at + 1, days: 29 + Number(long) };
      start = start.add({ days: month.days });
      return month;
    });
  });

function nextOf(month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (day < 1) return undefined;
  for (const each of STARTS) {
    if (each.month !== month || day > each.days) continue;
    const found = each.start.add({ days: day - 1 });
    if (Temporal.PlainDate.compare(found, today) >= 0) return found;
  }
  return undefined;
}
