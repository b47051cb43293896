import type { Ask } from "../ask.ts";
import { choice } from "./choice.ts";

/** Several of a list: `1、3`, `水电和理发`, `都要`. */
export function manyOf<K extends string>(labels: Readonly<Record<K, readonly string[]>>): Ask<K[]> {
  const one = choice(labels);
  const codes = Object.keys(labels) as K[];
  const find = (text: string): K[] => {
    const words = text.trim().slice(0, 500);
    if (/^(全部|都|所有|全)(要|选|是|有|可以)?[。！]?$/u.test(words)) return codes;
    const found = words.split(/[\s,，、;；和与及跟/+]+/u).flatMap((part) => {
      const read = part ? one.read(part, { now: 0, zone: "UTC" }) : undefined;
      return read?.ok ? [read.value] : [];
    });
    return codes.filter((code) => found.includes(code));
  };
  return {
    kind: "many-of",
    read: (text) => {
      const value = find(text);
      return value.length ? { ok: true, value } : (one.read("", { now: 0, zone: "UTC" }) as { ok: false; say: string });
    },
    spot: (text) => {
      const value = codes.filter((code) => labels[code].some((word) => word.length > 1 && text.includes(word)));
      return value.length ? { value, words: value.map((code) => labels[code][0]).join("、") } : undefined;
    },
    print: (value) => value.map((code) => labels[code][0] ?? code).join("、"),
    labels: one.labels ?? [],
    examples: ["1、3"],
  };
}
