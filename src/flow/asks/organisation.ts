import type { Ask } from "../ask.ts";

/** One of these organisations, by its name or part of it. */
export function organisation(names: readonly string[]): Ask<string> {
  const find = (text: string) => {
    const said = text.trim().slice(0, 200);
    const named = names.toSorted((a, b) => b.length - a.length).find((name) => said.includes(name));
    return named ?? (said.length >= 2 ? names.find((name) => name.includes(said)) : undefined);
  };
  return {
    kind: "organisation",
    read: (text) => {
      const found = find(text);
      return found === undefined ? { ok: false, say: "没有找到这个单位，请说名称。" } : { ok: true, value: found };
    },
    spot: (text) => {
      const found = names.find((name) => text.includes(name));
      return found === undefined ? undefined : { value: found, words: found };
    },
    print: (value) => value,
    examples: names.slice(0, 3),
  };
}
