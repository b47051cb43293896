import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const TIMES: Record<string, number> = {
  亿: 1e8,
  億: 1e8,
  千万: 1e7,
  百万: 1e6,
  十万: 1e5,
  万: 1e4,
  萬: 1e4,
  w: 1e4,
  千: 1e3,
  k: 1e3,
  百: 100,
  元: 1,
  块: 1,
  "": 1,
};
const BIG = "亿|億|千万|百万|十万|万|萬|[wW](?![a-zA-Z])|[kK](?![a-zA-Z])";
/** What may stand between a number and its unit, or behind it, and only says that it is about so much. */
const ABOUT = "(?:多|来|余|好几|几|把)?";
const YUAN = "(?:元|块钱?|圆)";
/** Behind a number these make it something else than yuan: 3万吨, 5千人, 两块屏, 五百美元. */
const THINGS = new RegExp(
  `^${ABOUT}(?:[人吨台套户件平亩度只盒枚辆名米斤升页字票步兆亩株头颗粒箱袋桶瓶岁年天米]|支(?![付票出持行撑])|双(?!方)|卷(?![款走])|片(?!面)|根(?![本据])|条(?![件款约])|㎡|公里|千瓦|公斤|千克|个(?!亿|多亿)|立方|平方|小时|工作日|美[元金]|[欧日港韩]元|英镑|人次|[kK][gGwWmM]|分之|火急|不得)`,
  "u",
);
/** 一块地 and 两块屏 are pieces; 三块 alone and 三块钱 are money. */
const PIECES = "(?!地|田|[广招]?牌|[电钢木黑石]?板|砖|[显荧]?屏|手?表|石|电池|玻璃|肉|糖|蛋糕|布|业务|内容|工作|区域|区)";
const AMOUNT = new RegExp(
  [
    String.raw`(?<![几上好成数第\d.])(?:(?<half>半)个?(?<halfUnit>亿|千万|百万)|(?<round>[百千万])[把来](?<roundUnit>万|[块元])`,
    String.raw`|(?<number>${NUMBER})(?:\s*(?:到|至|[-~～—–])\s*${NUMBER})?${ABOUT}\s*个?${ABOUT}\s*`,
    // A unit of its own; or hundreds and thousands that money follows; or money at once.
    String.raw`(?:(?<unit>${BIG}|[千百](?=${ABOUT}${YUAN})|(?<=\d)[千百](?=\s*(?:$|[，,。；;！!？?、])))`,
    String.raw`(?:(?![百千])(?<more>${NUMBER})(?<moreUnit>万|萬|千|百)?)?|(?=${YUAN})))`,
    String.raw`${ABOUT}(?:元?人民币)?(?<yuan>元整?|块钱|块${PIECES}|圆整?)?`,
  ].join(""),
  "gu",
);

/** `¥1,200.50`, `RMB 300`: the sign says that the number is a sum. */
const SIGNED = /(?:[¥￥]|(?:RMB|CNY|人民币)\s?)\s*(\d{1,12}(?:,\d{3})*(?:\.\d{1,2})?)(?![\d万萬亿千百wWkK]|\s?[万亿])/iu;

/** A sum in yuan: `800万`, `3.5千万`, `三千五百万`, `500w`, `两百来块`, `5000元`, `两万五`, `半个亿`.
 *
 *  What can be read in two ways: of `两三百万` and `300到500万` the lower sum is taken; `两万五` is 25,000, as `两万零五百` would
 *  be said otherwise; `几百万` and `上千万` name no number; a thing counted (`3万吨`, `五千人`) is no sum. A plain number,
 *  `一千二` or `800`, is a sum only where a sum was asked for. */
export function money(): Ask<number> {
  return {
    kind: "money",
    read: (text) => {
      const found = find(text) ?? bare(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请说个数，例如“800万”。" };
    },
    spot: find,
    print,
    examples: ["800万", "3500万", "5000元"],
  };
}

function find(text: string): Spotted<number> | undefined {
  const words = looked(text);
  const signed = SIGNED.exec(words);
  if (signed) return { value: numberOf(signed[1] ?? "") ?? 0, words: signed[0] };
  for (const found of words.matchAll(AMOUNT)) {
    const value = THINGS.test(words.slice(found.index + found[0].length)) ? undefined : valueOf(found.groups ?? {});
    if (value !== undefined) return { value: cents(value), words: found[0].trim() };
  }
  return undefined;
}

function valueOf({ half, halfUnit, round, roundUnit, number, unit = "", more, moreUnit, yuan }: Record<string, string | undefined>): number | undefined {
  if (half) return (TIMES[halfUnit ?? ""] ?? 0) / 2;
  if (round) return (TIMES[round] ?? 0) * (TIMES[roundUnit ?? ""] ?? 1);
  // 千万别忘了, 百万: a unit alone is no number.
  if (!number || /^[百千]/u.test(number)) return undefined;
  const first = numberOf(number);
  if (first === undefined || (unit === "" && !yuan)) return undefined;
  const times = TIMES[unit.toLowerCase()] ?? 1;
  return first * times + (more ? rest(more, moreUnit, times) : 0);
}

/** 1亿2000万: the smaller part follows; 两万五: one digit more is of the next unit; any other number is another one. */
function rest(more: string, unit: string | undefined, times: number): number {
  const value = numberOf(more) ?? 0;
  if (unit) return value * (TIMES[unit] ?? 1) < times ? value * (TIMES[unit] ?? 1) : 0;
  if (/^[零〇]/u.test(more)) return value;
  return value < 10 && more.length === 1 ? value * (times === 1e8 ? 1e7 : times / 10) : value < times && value >= 100 ? value : 0;
}

/** Asked for a sum, a plain number is one. */
function bare(text: string): { value: number } | undefined {
  const value = numberOf(
    looked(text)
      .trim()
      .replace(/^(大概|大约|差不多|约|就|也就|总共|一共|共)/u, "")
      .replace(/(多|左右|上下|吧|的样子|[。.！!])+$/u, ""),
  );
  return value === undefined ? undefined : { value };
}

/** Without space or comma: 800万, 1.2亿, 5000元. */
function print(value: number): string {
  if (value >= 1e8 && value % 1e4 === 0) return `${trimmed(value / 1e8)}亿`;
  if (value >= 1e4 && value % 100 === 0) return `${trimmed(value / 1e4)}万`;
  return `${value}元`;
}
const trimmed = (value: number): string => String(Number(value.toFixed(4)));
const cents = (value: number): number => Math.round(value * 100) / 100;
