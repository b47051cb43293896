import type { Ask } from "../ask.ts";

const AMOUNT = /(\d+(?:\.\d+)?)\s*(亿|千万|百万|万|w|千|百|元|块)(?:元|块)?/iu;
const TIMES: Record<string, number> = { 亿: 1e8, 千万: 1e7, 百万: 1e6, 万: 1e4, w: 1e4, 千: 1e3, 百: 100, 元: 1, 块: 1 };

/** A sum in yuan; printed as 800万. */
export function money(): Ask<number> {
  const find = (text: string) => {
    const found = AMOUNT.exec(text.slice(0, 500));
    return found && { value: Math.round(Number(found[1]) * (TIMES[(found[2] ?? "").toLowerCase()] ?? 1)), words: found[0] };
  };
  return {
    kind: "money",
    read: (text) => {
      const found = find(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请说个数，例如“800万”。" };
    },
    spot: (text) => find(text) ?? undefined,
    print: (value) => (value >= 1e8 && value % 1e6 === 0 ? `${value / 1e8}亿` : value >= 1e4 && value % 100 === 0 ? `${value / 1e4}万` : `${value}元`),
    examples: ["800万", "3500万"],
  };
}
