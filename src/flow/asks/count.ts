import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const COUNT = new RegExp(
  String.raw`(?<![第几\d.])(${NUMBER})\s*(?:来|多)?\s*(个人|个(?!月|星期|礼拜|小时|工作日|点|亿)|名|位|人|户|家|台|套|件|吨|份|条|次|批|辆|只|箱|袋)`,
  "u",
);

/** How many, a whole number: `5个`, `三户`, `两名`. */
export function count(): Ask<number> {
  const spot = (text: string): Spotted<number> | undefined => {
    const found = COUNT.exec(looked(text));
    const value = found ? numberOf(found[1] ?? "") : undefined;
    return found && typeof value === "number" && Number.isInteger(value) ? { value, words: found[0] } : undefined;
  };
  return {
    kind: "count",
    read: (text) => {
      const value = spot(text)?.value ?? numberOf(looked(text).trim());
      return value !== undefined && Number.isInteger(value) ? { ok: true, value } : { ok: false, say: "请说个数，例如“5个”。" };
    },
    spot,
    print: String,
    examples: ["5个", "三户"],
  };
}
