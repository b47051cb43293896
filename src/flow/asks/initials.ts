/** The first syllable of each letter in the order of pinyin: what sorts after it and before the next begins with that letter.
 *  i, u and v begin no syllable. */
const FIRSTS: readonly [string, string][] = [
  ["a", "阿"],
  ["b", "八"],
  ["c", "嚓"],
  ["d", "哒"],
  ["e", "妸"],
  ["f", "发"],
  ["g", "旮"],
  ["h", "铪"],
  ["j", "丌"],
  ["k", "咔"],
  ["l", "垃"],
  ["m", "嘸"],
  ["n", "拏"],
  ["o", "噢"],
  ["p", "妑"],
  ["q", "七"],
  ["r", "呥"],
  ["s", "仨"],
  ["t", "他"],
  ["w", "屲"],
  ["x", "夕"],
  ["y", "丫"],
  ["z", "帀"],
];
const ORDER = new Intl.Collator("zh-Hans-CN-u-co-pinyin");

/** 融资 → rz. Letters stay as they are, what is neither falls out. */
export const initialsOf = (words: string): string => Array.from(words.slice(0, 20).toLowerCase(), initialOf).join("");

function initialOf(letter: string): string {
  if (/[a-z0-9]/u.test(letter)) return letter;
  if (!/\p{Script=Han}/u.test(letter)) return "";
  return FIRSTS.findLast(([, first]) => ORDER.compare(first, letter) <= 0)?.[0] ?? "";
}
