import type { Ask } from "../ask.ts";

const bare = (words: string) => words.replace(/[\s。，,.！!？?~～、]/gu, "").toLowerCase();

/** One of several, by number, label or a word for it. The first word of each is its label. */
export function choice<K extends string>(labels: Readonly<Record<K, readonly string[]>>): Ask<K> {
  const codes = Object.keys(labels) as K[];
  const words = codes.flatMap((code) => labels[code].map((word) => ({ code, word: bare(word) }))).toSorted((a, b) => b.word.length - a.word.length);
  const firsts = codes.map((code) => labels[code][0] ?? code);
  const find = (said: string): K | undefined => {
    const number = /^(?:第)?(\d{1,2})(?:个|项)?$/u.exec(said)?.[1];
    if (number) return codes[Number(number) - 1];
    return (words.find((each) => each.word === said) ?? (said.length <= 12 ? words.find((each) => said.includes(each.word)) : undefined))?.code;
  };
  return {
    kind: "choice",
    read: (text) => {
      const found = find(bare(text.slice(0, 200)));
      return found === undefined ? { ok: false, say: `请回复序号或名称：${firsts.map((label, at) => `${at + 1} ${label}`).join(" ")}。` } : { ok: true, value: found };
    },
    spot: (text) => {
      const found = words.find((each) => each.word.length > 1 && text.includes(each.word));
      return found && { value: found.code, words: found.word };
    },
    print: (value) => labels[value][0] ?? value,
    labels: firsts,
    examples: firsts,
  };
}
