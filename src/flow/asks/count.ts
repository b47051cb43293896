import type { Ask, Spotted } from "../ask.ts";
import { NUMBER, numberOf } from "./numerals.ts";

const COUNT = new RegExp(String.raw`(${NUMBER})\s*(?:来|多)?\s*(个人|个|名|位|人|户|家|台|套|件|吨|份|条|次|批)`, "u");

/** How many, a whole number: `5个`, `三户`, `两名`. */
export function count(): Ask<number> {
  const spot = (text: string): Spotted<number> | undefined => {
    const found = COUNT.exec(text.slice(0, 2000));
    const value = found && numberOf(found[1] ?? "");
    return found && value !== undefined && value !== null && Number.isInteger(value) ? { value, words: found[0] } : undefined;
  };
  return {
    kind: "count",
    read: (text) => {
      const value = spot(text)?.value ?? numberOf(text.trim());
      return value !== undefined && Number.isInteger(value) ? { ok: true, value } : { ok: false, say: "请说个数，例如“5个”。" };
    },
    spot,
    print: String,
    examples: ["5个", "三户"],
  };
}
