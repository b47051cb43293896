import type { Ask } from "../ask.ts";

/** A day, `YYYY-MM-DD`. */
export function date(): Ask<string> {
  const find = (text: string) => /\d{4}-\d{2}-\d{2}/u.exec(text)?.[0];
  return {
    kind: "date",
    read: (text) => {
      const found = find(text);
      return found ? { ok: true, value: found } : { ok: false, say: "请说哪一天，例如“11月27日”。" };
    },
    spot: (text) => {
      const found = find(text);
      return found ? { value: found, words: found } : undefined;
    },
    print: (value) => value,
    examples: ["周五", "11月27日"],
  };
}
