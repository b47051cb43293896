import type { Ask, Spotted } from "../ask.ts";

/** What stands between the digits of one number, when people write it in groups. */
const GAP = String.raw`[-－—–.·\s]{0,2}`;
const PHONE = new RegExp(
  [
    String.raw`(?<!\d)(?:(?:\+|00)?86${GAP})?(1[3-9](?:${GAP}\d){9})(?!${GAP}\d)`,
    String.raw`(?<!\d)[(（]?(0(?:10|2\d|[3-9]\d{2}))[)）]?${GAP}(\d{3,4}${GAP}\d{4})(?!\d)`,
    String.raw`(?<!\d)([48]00${GAP}\d{3,4}${GAP}\d{3,4})(?!\d)`,
    String.raw`(?:座机|固话|固定电话|办公电话|电话|热线)(?:号码|号)?(?:是|为|改成|改为|：|:|\s)*(\d{3,4}${GAP}\d{4})(?!${GAP}\d)`,
  ].join("|"),
  "u",
);

/** Digits as they are read out, 幺 for one; a number of eleven or with its area code is one, however it is written. */
const SPOKEN: Record<string, string> = {
  零: "0",
  〇: "0",
  洞: "0",
  幺: "1",
  一: "1",
  二: "2",
  两: "2",
  三: "3",
  四: "4",
  五: "5",
  六: "6",
  拐: "7",
  七: "7",
  八: "8",
  九: "9",
};
const READ_OUT =
  /(?<![零〇幺一二两三四五六七八九\d])[零〇幺一0-9](?:[-－—–，,\s]?[零〇洞幺一二两三四五六拐七八九0-9]){9,11}(?![零〇幺一二两三四五六七八九十百千万\d])/gu;
const written = (text: string): string =>
  text.replace(READ_OUT, (digits) => (/[零〇幺一二三四五六七八九]/u.test(digits) ? digits.replace(/./gu, (each) => SPOKEN[each] ?? each) : digits));

/** A telephone number, digits only: `138 0000 0000`, `+86 138-0000-0000`; a landline keeps its area code, and without one is
 *  taken only where it is called a telephone. */
export function phone(): Ask<string> {
  const spot = (text: string): Spotted<string> | undefined => {
    const looked = text.slice(0, 2000).normalize("NFKC");
    const found = PHONE.exec(written(looked));
    if (!found) return undefined;
    return { value: found.slice(1).join("").replace(/\D/gu, ""), words: looked.slice(found.index, found.index + found[0].length).trim() };
  };
  return {
    kind: "phone",
    read: (text) => {
      const found = spot(text) ?? spot(`电话${text.trim()}`);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请写 11 位手机号，或带区号的座机。" };
    },
    spot,
    print: (value) => value,
    examples: ["138 0000 0000"],
  };
}
