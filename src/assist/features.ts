import { SURNAMES, TITLES } from "./names.ts";
import { classesIn } from "./word-classes.ts";

/** Digits and the Chinese numerals before a measure word, sums, weekdays, people and matter numbers are each one sign: what
 *  was learnt of `3500万` and `王总` holds for every sum and everyone. Signs are letters that nobody types. */
const SIGNS: readonly [RegExp, string][] = [
  [/[\p{Script=Han}a-z]{1,6}-\d{1,6}/gu, "Ɲ"],
  [/\+?\d{3,4}[- ]?\d{4}[- ]?\d{4}/gu, "Ƭ"],
  [/[\d.]+|[一二三四五六七八九十百千两俩几半〇]+(?=[个名位人户家台套件吨份条次批天周月年点号楼块元万亿分单栋])/gu, "0"],
  [/0[多来几]?[万亿千百w]+[多来]?元?|0[多来几]?[块元]钱?/gu, "Ɏ"],
  [/(?:周|星期|礼拜)[一二三四五六日天0]/gu, "Ɯ"],
  [new RegExp(`[老小]${SURNAMES}|${SURNAMES}(?:${TITLES})`, "gu"), "Ƥ"],
  [/[\s，,。.！!、;；:：~～"“”「」()（）@#…—]+/gu, "，"],
];
/** Plain talk has none of these: most signs are not even tried. */
const COUNTED = /[\d一二三四五六七八九十两几周礼-]|星期/u;
const [PEOPLE, STOPS] = [5, 6];
const PERSONAL = new RegExp(SURNAMES, "u");

/** Beyond this nobody is still saying what they mean. */
const MAX_LOOK = 200;
const LENGTHS = 6;

/** Whole numbers that are no pair of letters, of which the first would have to be U+FFFF: one a length, one a class. */
const LENGTH = -1;
const CLASS = LENGTH - LENGTHS - 1;
const [START, END] = ["^", "$"].map(codeOf) as [number, number];

/** A letter's number, of 16 bits: beyond that are signs and rare characters, of which some share one. */
function codeOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  return code > 0xff_ff ? 0xd8_00 | (code & 0x7_ff) : code;
}
const pair = (first: number, second: number): number => (first << 16) | second;
/** The feature that two letters are, one after the other. */
export const pairOf = (first: string, second: string): number => pair(codeOf(first), codeOf(second));

let last: { text: string | undefined; features: readonly number[] } = { text: undefined, features: [] };

/** What a classifier sees of a text, each a whole number of 32 bits: its characters, pairs of them with both ends marked, the
 *  kinds of things it names, and its length in steps of four. No feature twice. Several look at the same text one after the other. */
export function featuresOf(text: string): readonly number[] {
  if (text !== last.text) last = { text, features: read(text) };
  return last.features;
}

function read(text: string): number[] {
  const words = text.slice(0, MAX_LOOK).normalize("NFKC").toLowerCase();
  const letters = Array.from(signed(words), codeOf);
  const features = new Set<number>([LENGTH - Math.min(LENGTHS, (letters.length + 2) >> 2)]);
  for (const each of classesIn(words)) features.add(CLASS - each);
  let before = START;
  for (const letter of letters) {
    features.add(letter);
    features.add(pair(before, letter));
    before = letter;
  }
  return [...features.add(pair(before, END))];
}

/** The text with its signs. */
function signed(text: string): string {
  let words = text;
  const counted = COUNTED.test(words);
  for (const [at, [pattern, sign]] of SIGNS.entries())
    if (at === STOPS || (at === PEOPLE ? PERSONAL.test(words) : counted)) words = words.replace(pattern, sign);
  return words.replace(/^，|，$/gu, "");
}
