import type { Ask } from "../ask.ts";

const YES = /^(1|是|是的|对|对的|好|好的|嗯|行|可以|同意|没错|确认|ok|yes)[的了呀啊。！!]*$/iu;
const NO = /^(2|不|不是|否|不对|不行|不同意|没有|不用|no)[的了呀啊。！!]*$/iu;

export function yesNo(): Ask<boolean> {
  return {
    kind: "yes-no",
    read: (text) => {
      const said = text.trim().slice(0, 40);
      if (YES.test(said)) return { ok: true, value: true };
      return NO.test(said) ? { ok: true, value: false } : { ok: false, say: "请回复“是”或“不是”。" };
    },
    spot: () => undefined,
    print: (value) => (value ? "是" : "不是"),
    labels: ["是", "不是"],
    examples: ["是", "不是"],
  };
}
