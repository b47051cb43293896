import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const RATIO = new RegExp(String.raw`(${NUMBER})\s*(?:%|％|个点)|百分之(${NUMBER})|(${NUMBER})成(半)?(?!立|功|为|本|品|员|绩|果|都)`, "u");

/** A share, 0…: `4%左右`, `百分之三`, `三成`, `两个点`; asked for it, `0.04` too. */
export function ratio(): Ask<number> {
  const spot = (text: string): Spotted<number> | undefined => {
    const found = RATIO.exec(looked(text));
    if (!found) return undefined;
    const value = found[3] === undefined ? numberOf(found[1] ?? found[2] ?? "") : (numberOf(found[3]) ?? 0) * 10 + (found[4] ? 5 : 0);
    return value === undefined ? undefined : { value: rounded(value / 100), words: found[0] };
  };
  return {
    kind: "ratio",
    read: (text) => {
      const bare = Number(text.trim());
      const value = spot(text)?.value ?? (text.trim() && bare >= 0 && bare <= 1 ? bare : undefined);
      return value === undefined ? { ok: false, say: "请说百分之几，例如“4%”。" } : { ok: true, value };
    },
    spot,
    print: (value) => `${rounded(value * 100)}%`,
    examples: ["4%左右", "三成"],
  };
}

const rounded = (value: number): number => Number(value.toFixed(6));
