import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const TIMES: Record<string, number> = { 亿: 1e8, 千万: 1e7, 百万: 1e6, 十万: 1e5, 万: 1e4, w: 1e4, 千: 1e3, k: 1e3, 百: 100, 元: 1, 块: 1, "": 1 };
const AMOUNT = new RegExp(
  String.raw`(?<![几上好成数\d.])(${NUMBER})(?:多|来|几|个)?\s*(亿|千万|百万|十万|万|[wW](?![a-zA-Z])|千(?=[元块])|百(?=[元块])|(?=[元块]))(?:多|来)?(${NUMBER}(?=万|千))?(万|千)?(?:人民币)?(元|块钱?|圆)?`,
  "u",
);

const SIGNED = /[¥￥]\s*(\d{1,12}(?:,\d{3})*(?:\.\d{1,2})?)(?![\d万亿千wWkK])/u;

/** A sum in yuan: `800万`, `3.5千万`, `三千五百万`, `500w`, `两百来块`, `5000元`. */
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
  if (signed && !AMOUNT.test(signed[0])) return { value: numberOf(signed[1] ?? "") ?? 0, words: signed[0] };
  const found = AMOUNT.exec(words);
  if (!found) return undefined;
  // 千万别忘了, 百万: a unit alone is no number.
  if (/^[百千]/u.test(found[1] ?? "")) return undefined;
  const number = numberOf(found[1] ?? "");
  const unit = (found[2] ?? "").toLowerCase();
  if (number === undefined || (unit === "" && !found[5])) return undefined;
  // 1亿2000万: the smaller part follows.
  const more = found[3] && found[4] ? (numberOf(found[3]) ?? 0) * (TIMES[found[4]] ?? 1) : 0;
  return { value: Math.round(number * (TIMES[unit] ?? 1) + more), words: found[0].trim() };
}

/** Asked for a sum, a plain number is one. */
function bare(text: string): { value: number } | undefined {
  const value = numberOf(
    looked(text)
      .trim()
      .replace(/^(大概|大约|差不多|约)/u, "")
      .replace(/(左右|上下|吧)$/u, ""),
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
