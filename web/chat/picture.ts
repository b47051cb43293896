import type { Media } from "../../src/channel/port.ts";
import { PICTURES } from "../../src/media/keep.ts";
import type { WebOptions } from "../options.ts";
import { Refusal } from "../refusal.ts";

const MAX_NAME = 80;

/** The picture of a form, kept; undefined where none was chosen. */
export async function pictureIn(file: unknown, { keep, typeOf }: WebOptions["media"]): Promise<Media | undefined> {
  if (!(file instanceof File) || file.size === 0) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!PICTURES.has(await typeOf(bytes))) throw new Refusal(415, "not-a-picture", "这里只能发图片（PNG、JPEG、GIF、WebP）。", "file");
  const { hash } = await keep(bytes);
  return { kind: "picture", name: file.name.slice(0, MAX_NAME) || "图片", hash };
}
