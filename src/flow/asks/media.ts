import type { Ask } from "../ask.ts";

const NAMES = { picture: "照片", voice: "语音", file: "文件", place: "位置" } as const;

/** Something that is not text. The channel writes what came as `[图片 名字]`; words alone are no answer. */
export function media(kind: keyof typeof NAMES = "picture"): Ask<string> {
  const mark = { picture: "图片", voice: "语音", file: "文件", place: "位置" }[kind];
  const pattern = new RegExp(String.raw`\[${mark}(?:\s+([^\]]{1,200}))?\]`, "u");
  const spot = (text: string) => {
    const found = pattern.exec(text.slice(0, 4000));
    return found ? { value: found[1] ?? mark, words: found[0] } : undefined;
  };
  return {
    kind: "media",
    read: (text) => {
      const found = spot(text);
      return found ? { ok: true, value: found.value } : { ok: false, say: `请发一${kind === "voice" ? "段" : "个"}${NAMES[kind]}。` };
    },
    spot,
    print: (value) => `[${mark} ${value}]`,
    examples: [`[${mark}]`],
  };
}
