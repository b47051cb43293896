import { NUMBER, numberOf } from "../../flow/asks/numerals.ts";
import { namelike, personIn } from "../names.ts";

/* What a model writes is believed only where its numbers, names and days stand in the words it was given. */

const TIMES: Record<string, number> = { 万: 1e4, 亿: 1e8, 千万: 1e7, 百万: 1e6, 十万: 1e5, "%": 0.01, "％": 0.01, "": 1 };
const AMOUNT = new RegExp(String.raw`(?<percent>百分之)?(?<number>${NUMBER})\s*(?<times>千万|百万|十万|万|亿|%|％)?`, "gu");
/** Of a Chinese numeral alone, only what counts something is a number: 一 of 一致 is none. */
const COUNTS = /^\s*(?:[年月日号天周岁个家户人名次项条元台套吨点时分楼层室份轮批件位]|工作日|小时|分钟)/u;
const DAY = /(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})\s*[日号]/gu;
const WHEN =
  /(?:上|下|本|这)?(?:周|星期|礼拜)[一二三四五六日天末]|[上下本]?个?[周月季](?=[内前底初末])|大?[今明昨后前][天日年早晚]|(?:月|年)[底初末]|凌晨|早上|上午|中午|下午|傍晚|晚上|夜里/gu;
const SIGN = /〔[^〔〕]{1,8}〕/gu;
const LETTERS = /[A-Za-z][A-Za-z0-9.@/_-]+/gu;

/** The first number, day, name or sign of `words` that does not stand in `source`; undefined when they all do. */
export function strayIn(words: string, source: string): string | undefined {
  const [said, given] = [words.normalize("NFKC"), source.normalize("NFKC")];
  return strayNumber(said, given) ?? strayPiece(said, given) ?? strayName(said, given);
}

const BRACKETS = /[〔〕［］[\]()（）|]/gu;
/** The piece of the source that these words are, as it stands there; spaces, breaks and kinds of brackets aside. Undefined when
 *  they are none. */
export function spanOf(words: string, source: string): string | undefined {
  const said = words.trim();
  if (!said || source.includes(said)) return said || undefined;
  const letters = [...source.matchAll(/\S/gu)];
  const given = letters.map((each) => each[0]).join("");
  const bare = said.normalize("NFKC").replaceAll(/\s/gu, "").replaceAll(BRACKETS, "|");
  const at = given.replaceAll(BRACKETS, "|").indexOf(bare);
  const [first, last] = [letters[at], letters[at + bare.length - 1]];
  return at < 0 || !first || !last ? undefined : source.slice(first.index, last.index + 1);
}

function strayNumber(said: string, given: string): string | undefined {
  const known = new Set(numbersIn(given).map((each) => each.value));
  const days = new Set(daysIn(given));
  return numbersIn(said).find((each) => !known.has(each.value))?.words ?? daysIn(said).find((each) => !days.has(each));
}

type Found = { words: string; value: number };

/** Numbers with what they are times of: 800万 is not 800. */
function numbersIn(text: string): Found[] {
  return [...text.replaceAll(SIGN, " ").matchAll(AMOUNT)].flatMap((found) => {
    const { percent, number = "", times = "" } = found.groups ?? {};
    const value = numberOf(number);
    const plain = /^\d/u.test(number) || times || percent || [...number].length > 1;
    if (value === undefined || !(plain || COUNTS.test(text.slice(found.index + found[0].length)))) return [];
    return [{ words: found[0].trim(), value: Number((value * (percent ? 0.01 : (TIMES[times] ?? 1))).toPrecision(12)) }];
  });
}

const daysIn = (text: string): string[] => [...text.matchAll(DAY)].map(({ groups }) => `${Number(groups?.["month"])}月${Number(groups?.["day"])}日`);

/** Days that are named, signs that names were masked by, Latin words: each as it stands there. */
function strayPiece(said: string, given: string): string | undefined {
  const plain = (text: string): string => text.replaceAll(/星期|礼拜/gu, "周").toLowerCase();
  const source = plain(given);
  return [WHEN, SIGN, LETTERS].flatMap((each) => said.match(each) ?? []).find((each) => !source.includes(plain(each)));
}

/** Somebody who is not named there. */
function strayName(said: string, given: string): string | undefined {
  const plain = said.replaceAll(SIGN, "，");
  return [personIn(plain) ?? "", ...namelike(plain)].find((each) => !given.includes(each));
}
