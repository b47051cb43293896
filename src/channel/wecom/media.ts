import type { Media } from "../port.ts";

/** What WeCom lets members send: https://developer.work.weixin.qq.com/document/path/90253 */
export const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
const tooLarge = `超过 ${MAX_DOWNLOAD_BYTES / 1024 / 1024} MB，没有取下来`;

/** Something that is not text, and how its content is had, if there is any. */
export type Found = { media: Media; get?: (signal: AbortSignal) => Promise<Response>; open?: (sealed: Buffer) => Uint8Array };

/** Puts the content to what was found, or says why there is none. Never throws: the message is heard either way. */
export async function keep({ media, get, open }: Found, waitMs: number, stop: AbortSignal): Promise<Media> {
  if (!get) return media;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(waitMs)]);
  try {
    const response = await get(signal);
    if (!response.ok) return { ...media, missing: `下载失败：${response.status}` };
    const bytes = await readAtMost(response.body, MAX_DOWNLOAD_BYTES);
    const name = nameIn(response.headers.get("content-disposition")) ?? media.name;
    if (!bytes) return { ...media, name, missing: tooLarge };
    return { ...media, name, bytes: open ? open(Buffer.from(bytes)) : bytes };
  } catch (error) {
    // Stopped: heard later, with its content, when it is delivered again.
    if (stop.aborted) throw error;
    return { ...media, missing: `下载失败：${signal.aborted ? "等待太久" : error instanceof Error ? error.message : String(error)}` };
  }
}

/** The name a file had where it was sent, without any path. */
function nameIn(header: string | null): string | undefined {
  const [, coded, plain] = /filename\*=utf-8''([^;\s]+)|filename="?([^";]+)"?/iu.exec(header ?? "") ?? [];
  const name = (coded ? decoded(coded) : plain)
    ?.split(/[\\/]/u)
    .at(-1)
    ?.replaceAll(/\p{Cc}/gu, "")
    .trim();
  return name || undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Everything a body holds, or nothing when it is more than `max` bytes: the rest is not read. */
export async function readAtMost(body: ReadableStream<Uint8Array> | null, max: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.byteLength;
    if (size > max) return undefined;
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
