/** Digits as people write them, in Arabic or Chinese numerals, as one pattern and its value. */

const DIGITS: Record<string, number> = { 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** Nobody says a fact later than this; a longer text is looked at this far only. */
const MAX_LOOK = 2000;
/** The part of a text that asks look at, full-width digits made plain; its places are those of the text. */
export const looked = (text: string): string => text.slice(0, MAX_LOOK).replace(/[０-９．，％]/gu, (sign) => (sign === "，" ? sign : sign.normalize("NFKC")));

/** The source of a pattern that finds a number; it has no capturing groups. */
export const NUMBER = String.raw`(?:\d{1,12}(?:[,，]\d{3})*(?:\.\d{1,6})?|[〇零一二两俩三仨四五六七八九十百千]{1,12})`;

/** `8`, `3.5`, `1,200`, `三百二十`, `二〇二六`; undefined when it is no number. */
export function numberOf(text: string): number | undefined {
  const plain = text.normalize("NFKC").replaceAll(",", "");
  if (/^\d+(?:\.\d+)?$/u.test(plain)) return Number(plain);
  if (!plain || ![...plain].every((each) => each in DIGITS || each in UNITS)) return undefined;
  if (![...plain].some((each) => each in UNITS)) return Number([...plain].map((each) => DIGITS[each]).join(""));
  let [total, digit, last] = [0, 0, 1];
  for (const each of plain) {
    const unit = UNITS[each];
    if (unit === undefined) digit = DIGITS[each] ?? 0;
    else {
      total += (digit || 1) * unit;
      [digit, last] = [0, unit];
    }
  }
  // 三百二 says 320, three hundred and two would be 三百零二.
  return total + (digit && last >= 100 && !plain.includes("零") ? digit * (last / 10) : digit);
}
