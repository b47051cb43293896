import type { Ask, Spotted } from "../ask.ts";
import { looked, NUMBER, numberOf } from "./numerals.ts";

const MEASURE =
  "个人|口人|号人|个(?!月|星期|礼拜|小时|工作日|钟头|点|亿|百分点|字)|名(?!单|字|称)|位(?!置|于|数)|人(?!民币|家)|户|家|台|套|件|吨|份|条|次|辆|只|箱|袋|盒|瓶|桶|把|张|根|艘|架|栋|颗|头|批|卷|捆|盏|枚|扇|副|双(?!方|面|休|倍|向|双)|组(?!织|长|成|合)|部(?!门|分|长|委|队|署)|间(?!隔|接|断)|片(?!区|碱|子|刻)";
const COUNT = new RegExp(
  String.raw`(?<![第几上数\d.错漏少后〇零一二两三四五六七八九十百千])(${NUMBER})(万)?\s*(?:来|多|余)?\s*(${MEASURE})|(?<=^|[去来派带报我们咱俺招聘要缺差进找请，,\s])([俩仨])(?![口])人?`,
  "u",
);
const MEASURED = new RegExp(`(${MEASURE})$`, "u");

/** How many, a whole number: `5个`, `三户`, `两名`, `俩人`; of `三五个` and `十来个` the lower. */
export function count(): Ask<number> {
  const spot = (text: string): Spotted<number> | undefined => {
    const found = COUNT.exec(looked(text));
    const value = found ? numberOf(found[1] ?? found[4] ?? "") : undefined;
    if (!found || value === undefined) return undefined;
    const all = value * (found[2] ? 1e4 : 1);
    return Number.isInteger(all) ? { value: all, words: found[0] } : undefined;
  };
  return {
    kind: "count",
    read: (text) => {
      const value = spot(text)?.value ?? plain(text);
      return value !== undefined && Number.isInteger(value) ? { ok: true, value } : { ok: false, say: "请说个数，例如“5个”。" };
    },
    spot,
    print: String,
    examples: ["5个", "三户"],
  };
}

/** What a count was counted in: 台, 吨. */
export const measureOf = (words: string): string => MEASURED.exec(words)?.[1] ?? "";

/** Asked for a count, a number is one: `大概三十`, `12左右`, `三万`. */
function plain(text: string): number | undefined {
  const words = looked(text)
    .trim()
    .replace(/^(大概|大约|差不多|约|就|一共|总共|共)/u, "")
    .replace(/(多|左右|上下|吧|[。.！!])+$/u, "");
  const times = words.endsWith("万") ? 1e4 : 1;
  const value = numberOf(times > 1 ? words.slice(0, -1) : words);
  return value === undefined ? undefined : value * times;
}
