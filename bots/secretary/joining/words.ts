import { certain, type IntentWords } from "../../../src/assist/intent-words.ts";

const LETTERS = '[^“”"「」『』，,。！？\\s]{2,20}?';
const QUOTED = `[“"「『](${LETTERS})[”"」』]`;
const NAME = `[“"「『]?(${LETTERS})[”"」』]?`;
const KIND = "(?:微信号?|账号|号|飞书|钉钉)";
/** The account is in quotes, or called one: 把两个群并到一起 means something else. A telephone number is none. */
const ACCOUNT = `(?:${KIND}?\\s*${QUOTED}(?:的?${KIND})?|${KIND}\\s*(${LETTERS})|(${LETTERS})的${KIND})`;
const INTO = new RegExp(`^(?:请)?(?:把|将)${ACCOUNT}\\s*(?:合?并|归|合)(?:到|进|入|给)\\s*${NAME}(?:名下|那里|那儿)?(?:吧|去)?[。！]?$`, "u");
const CHANGED = new RegExp(`^${NAME}换了?(?:个|新)?${KIND}了?[，,。\\s]*新的?${KIND}?(?:名字?)?(?:是|叫|为)\\s*(?![“"「『]?\\d{7,})${NAME}[。！]?$`, "u");
const UNDO = /^(?:请)?(?:撤销|撤回|取消)(?:一下)?(?:对)?(.{0,20}?)的?合并(?:[\s：:，,]*(.{0,20}?))?[。！]?$/u;

/** Whose account it is said to be. */
export type Wanted = { from: string; into: string };

export function wantedIn(words: string): Wanted | undefined {
  const said = words.trim();
  const [, quoted, after, before, into] = INTO.exec(said) ?? [];
  const from = quoted ?? after ?? before;
  if (from && into) return { from, into };
  const [, person, account] = CHANGED.exec(said) ?? [];
  return person && account ? { from: account, into: person } : undefined;
}

/** Whose merge is to be undone: with the command before it, or the name alone. */
export function unwantedIn(words: string): string {
  const [, before = "", after = ""] = UNDO.exec(words.trim()) ?? [];
  return (after || before || words).trim().replaceAll(/[“”"「」]/gu, "");
}

/** How a commissioner or secretary says that two accounts are one person, or are not. */
export const words: readonly IntentWords[] = [
  {
    intent: "person.merge",
    examples: ["把微信“氟小白”并到荣师傅", "荣师傅换微信了，新号是“小荣荣”"],
    nearMiss: "把两个群并到一起",
    rules: [certain(INTO), certain(CHANGED)],
  },
  {
    intent: "person.unmerge",
    examples: ["撤销合并 荣师傅", "撤销荣师傅的合并"],
    nearMiss: "撤回刚才的通知",
    rules: [certain(UNDO)],
  },
  {
    intent: "person.invite",
    examples: ["给荣师傅一个邀请码", "发一个荣师傅的邀请码"],
    nearMiss: "我的邀请码是A8K2M9",
    rules: [certain(/^(?:请)?(?:给|发|要|生成).{1,20}邀请码[。！]?$/u)],
  },
];
