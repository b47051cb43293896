/** Digits as people write them, in Arabic or Chinese numerals, as one pattern and its value. */

const DIGITS: Record<string, number> = { 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
/** As sums are written on contracts, and 廿 of the lunar calendar. */
const FORMAL: Record<string, string> = {
  壹: "一",
  贰: "二",
  叁: "三",
  肆: "四",
  伍: "五",
  陆: "六",
  柒: "七",
  捌: "八",
  玖: "九",
  拾: "十",
  佰: "百",
  仟: "千",
  兩: "两",
  廿: "二十",
  卅: "三十",
};
const LETTERS = [DIGITS, UNITS, FORMAL].flatMap((each) => Object.keys(each)).join("");

/** Nobody says a fact later than this; a longer text is looked at this far only. */
const MAX_LOOK = 2000;
/** The part of a text that asks look at, full-width digits made plain; its places are those of the text. */
export const looked = (text: string): string =>
  text.slice(0, MAX_LOOK).replace(/[０-９Ａ-Ｚａ-ｚ．，％：＋－／]/gu, (sign) => (sign === "，" || sign === "：" ? sign : sign.normalize("NFKC")));

/** The source of a pattern that finds a number; it has no capturing groups. */
export const NUMBER = String.raw`(?:\d{1,12}(?:[,，]\d{3})*(?:\.\d{1,6})?|[${LETTERS}]{1,12})`;

/** `8`, `3.5`, `1,200`, `三百二十`, `二〇二六`, `叁佰`; of `两三百` and `七八` the lower; undefined when it is no number. */
export function numberOf(text: string): number | undefined {
  const plain = text
    .normalize("NFKC")
    .replaceAll(",", "")
    .replace(/[^\d.]/gu, (each) => FORMAL[each] ?? each);
  if (/^\d+(?:\.\d+)?$/u.test(plain)) return Number(plain);
  const letters = lower([...plain]);
  if (!letters.length || !letters.every((each) => each in DIGITS || each in UNITS)) return undefined;
  if (!letters.some((each) => each in UNITS)) return Number(letters.map((each) => DIGITS[each]).join(""));
  let [total, digit, last] = [0, 0, 1];
  for (const each of letters) {
    const unit = UNITS[each];
    if (unit === undefined) digit = DIGITS[each] ?? 0;
    else {
      total += (digit || 1) * unit;
      [digit, last] = [0, unit];
    }
  }
  // 三百二 says 320, three hundred and two would be 三百零二.
  return total + (digit && last >= 100 && !letters.includes("零") ? digit * (last / 10) : digit);
}

/** `两三百`, `三五个`, `十七八`: one of two, the lower is taken. Three digits in a row are a number read out. */
function lower(letters: readonly string[]): string[] {
  const digit = (at: number): number => DIGITS[letters[at] ?? ""] ?? 0;
  return letters.filter((_, at) => {
    const pair = digit(at - 1) > 0 && (digit(at) === digit(at - 1) + 1 || (digit(at - 1) === 3 && digit(at) === 5));
    return !(pair && digit(at - 2) === 0 && digit(at + 1) === 0 && !isZero(letters[at - 2]) && !isZero(letters[at + 1]));
  });
}
const isZero = (letter: string | undefined): boolean => letter === "〇" || letter === "零";
