import type { Policy } from "./queries.ts";

/* People call a policy by a part of its title: 技改补贴 is 技术改造专项资金. */

const SHORT: [RegExp, string][] = [
  [/技改/gu, "技术改造"],
  // One word: it has nothing to do with 技术改造.
  [/高企|高新技术(?:企业)?/gu, "高新"],
  [/稳岗/gu, "稳定岗位"],
  [/专精特新(?!中小)/gu, "专精特新"],
];
/** Words that many titles share, and the words of a question: they name no policy. */
const GENERAL =
  /关于|印发|实施|办法|细则|通知|专项|资金|补贴|补助|奖励|奖补|补偿|政策|项目|扶持|支持|申报|申请|认定|企业|我们|我厂|我公司|本公司|贵|市级?|省级?|国家|什么|怎么|多少|条件|材料|截止|适合|符合|能不能|可以|还能|想要?|准备|有没有|哪些|[的能报吗呢么了要我有没几号到？?，,。！!《》“”"\s]/gu;
const NUMBER = /〔?[[(（]?(\d{4})[\])）〕]\s*(\d{1,4})\s*号|(\d{1,4})号文/u;
/** So many characters in a row name a policy. */
const ENOUGH = 2;
/** Shorter than the best by more than this is another one. */
const MOST = 3;

const core = (text: string): string => SHORT.reduce((left, [short, long]) => left.replaceAll(short, long), text).replace(GENERAL, " ");

/** Policies that these words name, the best ones first and only those: none, one, or a few that share the words. */
export function namedIn<P extends Pick<Policy, "title" | "number">>(text: string, policies: readonly P[]): P[] {
  const whole = policies.filter((each) => text.includes(each.title));
  if (whole.length) return whole.filter((each) => !whole.some((other) => other.title !== each.title && other.title.includes(each.title))).slice(0, MOST);
  const [, year, no, bare] = NUMBER.exec(text.normalize("NFKC")) ?? [];
  const numbered = policies.filter((each) => {
    const [, hisYear, hisNo] = NUMBER.exec((each.number ?? "").normalize("NFKC")) ?? [];
    return year ? hisYear === year && hisNo === no : bare !== undefined && hisNo === bare;
  });
  if (numbered.length) return numbered.slice(0, MOST);
  const said = core(text);
  const scored = policies.map((each) => ({ each, score: shared(core(each.title), said) })).filter(({ score }) => score >= ENOUGH);
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score === best)
    .map(({ each }) => each)
    .slice(0, MOST);
}

/** The longest run of characters that both have, within one word. */
function shared(title: string, said: string): number {
  let longest = 0;
  for (let from = 0; from < title.length; from++)
    for (let until = from + longest + 1; until <= title.length; until++) {
      const part = title.slice(from, until);
      if (part.includes(" ") || !said.includes(part)) break;
      longest = part.length;
    }
  return longest;
}

/** Something that may be the name of a policy is left when the general words are gone. */
export const namesSomething = (text: string): boolean =>
  core(text)
    .split(" ")
    .some((each) => /\p{Script=Han}{2}/u.test(each));
