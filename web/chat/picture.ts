import type { Media } from "../../src/channel/port.ts";
import type { WebOptions } from "../options.ts";
import { Refusal } from "../refusal.ts";

const MAX_NAME = 80;
/** What pictures begin with; what a file calls itself is not believed. */
const KINDS: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

export const pictureType = (bytes: Uint8Array): string | undefined => KINDS.find(([, at, begin]) => begin.every((byte, n) => bytes[at + n] === byte))?.[0];

/** The picture of a form, kept; undefined where none was chosen. */
export async function pictureIn(file: unknown, keep: WebOptions["keepMedia"]): Promise<Media | undefined> {
  if (!(file instanceof File) || file.size === 0) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = pictureType(bytes);
  if (!type) throw new Refusal(415, "not-a-picture", "这里只能发图片（PNG、JPEG、GIF、WebP）。", "file");
  const { hash } = await keep(bytes, type);
  return { kind: "picture", name: file.name.slice(0, MAX_NAME) || "图片", hash };
}
