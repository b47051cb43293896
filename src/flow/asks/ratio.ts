import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const POINT = `(?:点[〇零一二三四五六七八九]{1,4})?`;
const RATIO = new RegExp(
  [
    String.raw`(?<points>${NUMBER}${POINT})\s*(?:%|％|‰|个?百分点|个点)`,
    String.raw`(?<of>[百千万])分之(?<parts>${NUMBER}${POINT})`,
    String.raw`(?<tenths>${NUMBER})成(?:(?<more>[一二三四五六七八九])(?![个名位人户家])|(?<half>半))?(?!立|功|为|本|品|员|绩|果|都|交|型|套|分)`,
    String.raw`(?<one>一半|对半|半数)`,
  ].join("|"),
  "u",
);
const OF: Record<string, number> = { 百: 100, 千: 1000, 万: 10_000 };

/** A share, 0…: `4%左右`, `百分之三点五`, `千分之二`, `三成半`, `两个点`, `一半`; asked for it, `0.04` too. */
export function ratio(): Ask<number> {
  const spot = (text: string): Spotted<number> | undefined => {
    const found = RATIO.exec(looked(text));
    const value = found ? shareOf(found[0], found.groups ?? {}) : undefined;
    return found && value !== undefined ? { value: rounded(value), words: found[0] } : undefined;
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

function shareOf(words: string, { points, of, parts, tenths, more, half, one }: Record<string, string | undefined>): number | undefined {
  if (one) return 0.5;
  if (tenths) return ((numberOf(tenths) ?? 0) * 10 + (half ? 5 : (numberOf(more ?? "") ?? 0))) / 100;
  const value = decimalOf(points ?? parts ?? "");
  return value === undefined ? undefined : value / (OF[of ?? ""] ?? (words.endsWith("‰") ? 1000 : 100));
}

/** 三点五 is 3.5. */
function decimalOf(words: string): number | undefined {
  const [whole = "", part] = words.split("点");
  const [value, tail] = [numberOf(whole), part === undefined ? "" : [...part].map((each) => numberOf(each)).join("")];
  return value === undefined || !tail ? value : Number(`${value}.${tail}`);
}

const rounded = (value: number): number => Number(value.toFixed(6));
