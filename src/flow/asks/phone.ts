import type { Ask, Spotted } from "../ask.ts";

const PHONE = /(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?!\d)|(?<!\d)(0\d{2,3}[-\s]?\d{7,8})(?!\d)/u;

/** A telephone number, digits only; a landline keeps its area code. */
export function phone(): Ask<string> {
  const spot = (text: string): Spotted<string> | undefined => {
    const found = PHONE.exec(text.slice(0, 2000).normalize("NFKC"));
    return found ? { value: (found[1] ?? found[2] ?? "").replace(/\D/gu, ""), words: found[0] } : undefined;
  };
  return {
    kind: "phone",
    read: (text) => {
      const found = spot(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: "请写 11 位手机号，或带区号的座机。" };
    },
    spot,
    print: (value) => value,
    examples: ["138 0000 0000"],
  };
}
