import type { Ask } from "../ask.ts";
import { afterEcho } from "./echo.ts";
import { initialsOf } from "./initials.ts";

const MAX_LOOK = 200;
/** Longer than this a sentence may name a label in passing. */
const MAX_ANSWER = 16;
const MANY = 9;

const bare = (words: string) => words.replace(/[\s。，,.！!？?~～、：:“”"]/gu, "").toLowerCase();
const DENIED = /(?:不是|不属于|不归|并非|不要|不选)([^，,。；;\s]{1,8})/gu;

/** One of several, by number, label, a word for it, its pinyin initials (`rz`), or a label with one letter wrong. */
export function choice<K extends string>(labels: Readonly<Record<K, readonly string[]>>): Ask<K> {
  const codes = Object.keys(labels) as K[];
  const words = codes.flatMap((code) => labels[code].map((word) => ({ code, word: bare(word) }))).toSorted((a, b) => b.word.length - a.word.length);
  const firsts = codes.map((code) => labels[code][0] ?? code);
  const initials = Map.groupBy(codes, (code) => initialsOf(labels[code][0] ?? code));
  const find = (text: string): K | undefined => {
    const said = bare(text);
    const number = /^(?:第|选)?([0-9０-９]{1,2}|[一二三四五六七八九十])(?:个|项|号|种)?$/u.exec(said.normalize("NFKC"))?.[1];
    if (number) return codes[("一二三四五六七八九十".indexOf(number) + 1 || Number(number)) - 1];
    const whole = words.find((each) => each.word === said)?.code;
    if (whole) return whole;
    if (/^[a-z]{1,8}$/u.test(said)) return only(initials.get(said) ?? []);
    if (said.length > MAX_ANSWER) return undefined;
    return (
      only(inside(bare(text.replace(DENIED, "，")), words)) ??
      (said.length >= 3 ? only(words.filter((each) => near(each.word, said)).map((each) => each.code)) : undefined)
    );
  };
  return {
    kind: "choice",
    read: (text) => {
      const said = afterEcho(text.slice(0, MAX_LOOK));
      const found =
        find(said) ??
        (/^[没不未否]/u.test(said.trim()) && bare(said).length <= 3 ? only(codes.filter((code) => /^[没不未否]/u.test(labels[code][0] ?? ""))) : undefined);
      return found === undefined
        ? { ok: false, say: `请回复序号或名称：${firsts.map((label, at) => `${at + 1} ${label}`).join(" ")}。` }
        : { ok: true, value: found };
    },
    spot: (text) => {
      const found = words.find((each) => each.word.length > 1 && text.slice(0, 10 * MAX_LOOK).includes(each.word));
      return found && { value: found.code, words: found.word };
    },
    print: (value) => labels[value][0] ?? value,
    labels: firsts,
    examples: firsts.slice(0, MANY),
  };
}

/** The only one, however often it was named; of two that differ, none. */
function only<K>(codes: readonly K[]): K | undefined {
  return new Set(codes).size === 1 ? codes[0] : undefined;
}

/** Codes whose words stand in the text, longest first: `没解决` hides the `解决` in it. */
function inside<K>(text: string, words: readonly { code: K; word: string }[]): K[] {
  let rest = text;
  return words.flatMap(({ code, word }) => {
    if (!word || !rest.includes(word)) return [];
    rest = rest.replaceAll(word, "，");
    return [code];
  });
}

/** One letter other, missing or too many, in a word of three or more. */
function near(word: string, said: string): boolean {
  if (word.length < 3 || Math.abs(word.length - said.length) > 1) return false;
  let from = 0;
  while (from < word.length && word[from] === said[from]) from++;
  let end = 0;
  while (end < Math.min(word.length, said.length) - from && word.at(-1 - end) === said.at(-1 - end)) end++;
  return Math.max(word.length, said.length) - from - end <= 1;
}
