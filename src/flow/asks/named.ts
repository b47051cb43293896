import type { Ask } from "../ask.ts";

const MAX_LOOK = 500;

/** One of a list of names: the longest one said; asked for it, also a part that fits one only. */
export function choosing(kind: string, names: readonly string[], otherwise: string): Ask<string> {
  const byLength = names.toSorted((a, b) => b.length - a.length);
  const said = (text: string) => byLength.find((name) => text.slice(0, MAX_LOOK).includes(name));
  return {
    kind,
    read: (text) => {
      const found = said(text) ?? part(text.trim().slice(0, MAX_LOOK), names);
      return found === undefined ? { ok: false, say: otherwise } : { ok: true, value: found };
    },
    spot: (text) => {
      const found = said(text);
      return found === undefined ? undefined : { value: found, words: found };
    },
    print: (value) => value,
    examples: names.slice(0, 3),
  };
}

function part(said: string, names: readonly string[]): string | undefined {
  if ([...said].length < 2) return undefined;
  const fitting = names.filter((name) => name.includes(said));
  return fitting.length === 1 ? fitting[0] : undefined;
}
