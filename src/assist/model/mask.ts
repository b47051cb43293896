/* What must not leave: names, telephone and identity numbers, addresses. Each becomes a sign, and is put back afterwards. */

export type Masked = {
  text: string;
  /** An answer with the signs in it, as it would be without; a piece of the source exactly as that was written. */
  back(answer: string): string;
};

/** The order matters: a longer number first, so that no part of it is taken for a shorter one. */
const KINDS: readonly [name: string, pattern: RegExp][] = [
  ["邮箱", /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ["证件", /(?<!\d)\d{6}[\s-]?(?:19|20)\d{2}[\s-]?\d{4}[\s-]?\d{3}[\dXx](?![\dA-Za-z])|(?<!\d)\d{17}[\dXx](?![\dA-Za-z])/gu],
  ["账号", /(?<!\d)\d{4}(?:[\s-]?\d{4}){2,3}(?:[\s-]?\d{1,7})?(?!\d)/gu],
  ["电话", /(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[\s-]?\d{7,8}(?!\d)/gu],
  [
    "住址",
    /[\p{Script=Han}\d]{0,12}?(?:路|街|巷|小区|花园|苑|村)?\d{1,4}(?:号楼|栋|幢|号院|弄)(?:[\s,，]?\d{1,2}单元)?(?:[\s,，]?\d{1,4}(?:室|户|号)?)?|\d{1,2}单元\d{2,4}(?:室|户|号)?/gu,
  ],
];

/** `isName`: whether somebody known here goes by these words. `looksLikeName` finds others by how names usually look. */
export function mask(source: string, isName: (words: string) => boolean, looksLikeName: (text: string) => string | undefined): Masked {
  const put = new Map<string, string>();
  const signs = new Map<string, string>();
  const counts = new Map<string, number>();
  const signFor = (kind: string, words: string): string => {
    const before = signs.get(words);
    if (before) return before;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const sign = `〔${kind}${count}〕`;
    signs.set(words, sign);
    put.set(sign, words);
    return sign;
  };
  const plain = plainly(source);
  let { text } = plain;
  for (const [kind, pattern] of KINDS) text = text.replace(pattern, (words) => signFor(kind, words));
  for (let length = MAX_NAME; length >= MIN_NAME; length -= 1)
    for (let at = 0; at + length <= text.length; at += 1) {
      const words = text.slice(at, at + length);
      if (!/[〔〕]/u.test(words) && isName(words)) text = text.replaceAll(words, signFor("人", words));
    }
  for (let found = looksLikeName(text), n = 0; found && n < MAX_NAMES && !found.includes("〔"); found = looksLikeName(text), n += 1)
    text = text.replaceAll(found, signFor("人", found));
  return { text, back: (answer) => plain.written(answer.replace(/〔[^〔〕]{1,6}〕/gu, (sign) => put.get(sign) ?? sign)) };
}

/** Letters and digits in one form, and how a piece of them was written. */
function plainly(source: string): { text: string; written(piece: string): string } {
  const places: number[] = [];
  let [text, at] = ["", 0];
  for (const letter of source) {
    // A sign that somebody typed is nobody's.
    const made = letter.normalize("NFKC").replace(/[〔〕]/gu, "|");
    for (let n = 0; n < made.length; n += 1) places.push(at);
    text += made;
    at += letter.length;
  }
  places.push(at);
  return {
    text,
    written: (piece) => {
      const from = piece ? text.indexOf(piece) : -1;
      return from < 0 ? piece : source.slice(places[from], places[from + piece.length]);
    },
  };
}

/** Names are this long. */
const [MIN_NAME, MAX_NAME] = [2, 12];
const MAX_NAMES = 20;
