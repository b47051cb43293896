import type { Media } from "../port.ts";
import { type Puppet, within } from "./open.ts";

/** Longer downloads hold up what is said after them in the room, an emergency among it. */
const DOWNLOAD_WAIT_MS = 20_000;
const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
const tooLarge = `超过 ${MAX_DOWNLOAD_BYTES / 1024 / 1024} MB，没有下载`;

/** The content of a message's file, or why there is none. Never throws: the message is heard either way. */
export async function keep(puppet: Puppet, messageId: string, kind: Media["kind"], filename: string): Promise<Media> {
  let name = filename;
  try {
    return await within(DOWNLOAD_WAIT_MS, "the download", read());
  } catch (error) {
    return { kind, name: name || "文件", missing: `下载失败：${error instanceof Error ? error.message : String(error)}` };
  }

  async function read(): Promise<Media> {
    const file = await puppet.messageFile(messageId);
    name = filename || file.name;
    const bytes = file.size > MAX_DOWNLOAD_BYTES ? undefined : await readAtMost(await file.toStream(), MAX_DOWNLOAD_BYTES);
    return bytes ? { kind, name, bytes } : { kind, name, missing: tooLarge };
  }
}

async function readAtMost(stream: AsyncIterable<string | Buffer>, max: number): Promise<Uint8Array | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream) {
    const bytes = Buffer.from(piece);
    size += bytes.byteLength;
    if (size > max) return undefined;
    pieces.push(bytes);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
