import type { Ask, Spotted } from "../ask.ts";

/** What stands between the digits of one number, when people write it in groups. */
const GAP = String.raw`[-－—–\s]?`;
const PHONE = new RegExp(
  [
    String.raw`(?<!\d)(?:(?:\+|00)?86${GAP})?(1[3-9](?:${GAP}\d){9})(?!${GAP}\d)`,
    String.raw`(?<!\d)[(（]?(0(?:10|2\d|[3-9]\d{2}))[)）]?${GAP}(\d{3,4}${GAP}\d{4})(?!\d)`,
    String.raw`(?<!\d)([48]00${GAP}\d{3,4}${GAP}\d{3,4})(?!\d)`,
    String.raw`(?:座机|固话|固定电话|办公电话|电话|热线)(?:号码|号)?(?:是|为|改成|改为|：|:|\s)*(\d{3,4}${GAP}\d{4})(?!${GAP}\d)`,
  ].join("|"),
  "u",
);

/** A telephone number, digits only: `138 0000 0000`, `+86 138-0000-0000`; a landline keeps its area code, and without one is
 *  taken only where it is called a telephone. */
export function phone(): Ask<string> {
  const spot = (text: string): Spotted<string> | undefined => {
    const found = PHONE.exec(text.slice(0, 2000).normalize("NFKC"));
    if (!found) return undefined;
    return { value: found.slice(1).join("").replace(/\D/gu, ""), words: found[0].trim() };
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
