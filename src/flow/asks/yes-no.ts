import type { Ask } from "../ask.ts";
import { afterEcho } from "./echo.ts";

const MAX_LOOK = 40;
const YES =
  /^(?:1|１|是|是的|是啊|对|对的|对头|好|好的|好啊|嗯|嗯嗯|行|可以|能|会|有|要|同意|愿意|没错|没问题|没意见|确认|确定|当然|必须的?|解决了|ok|okay|yes|y|👌|👍)[的了呀啊吧哦。！!~～\s]*$/iu;
const NO =
  /^(?:2|２|不|不是|不是的|不对|错|错了|否|不行|不好|不同意|不愿意|不可以|不能|不会|不要|不用|不需要|没有|没|没呢|还没|还没有|未|没解决|算了|no|n)[的了呀啊吧呢哦。！!~～\s]*$/iu;

/** Yes or no, its first clause too: `对，就这样`; an echoed question is no answer. */
export function yesNo(): Ask<boolean> {
  return {
    kind: "yes-no",
    read: (text) => {
      const said = afterEcho(text.slice(0, MAX_LOOK)).trim();
      const first = said.split(/[，,。！!；;\s]/u, 1)[0] ?? "";
      for (const words of [said, first]) {
        if (NO.test(words)) return { ok: true, value: false };
        if (YES.test(words)) return { ok: true, value: true };
      }
      return { ok: false, say: "请回复“是”或“不是”。" };
    },
    spot: () => undefined,
    print: (value) => (value ? "是" : "不是"),
    labels: ["是", "不是"],
    examples: ["是", "不是"],
  };
}
