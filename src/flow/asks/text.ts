import type { Ask } from "../ask.ts";

/** Free words, within a length. */
export function text(options: { min?: number; max?: number } = {}): Ask<string> {
  const { min = 1, max = 2000 } = options;
  return {
    kind: "text",
    read: (words) => {
      const said = words.trim();
      if ([...said].length < min) return { ok: false, say: `再具体一点，至少 ${min} 个字。` };
      return { ok: true, value: said.slice(0, max) };
    },
    spot: () => undefined,
    print: (value) => value,
    examples: [],
  };
}
