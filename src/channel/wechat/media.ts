import type { Media } from "../port.ts";
import { type Puppet, within } from "./open.ts";

const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
const tooLarge = `超过 ${MAX_DOWNLOAD_BYTES / 1024 / 1024} MB，没有下载`;

type Wanted = { kind: Media["kind"]; name: string; waitMs: number };

/** The content of a message's file, or why there is none. Never throws: the message is heard either way. Puppets may never
 *  answer for a file that is gone. */
export async function keep(puppet: Puppet, messageId: string, { kind, name, waitMs }: Wanted): Promise<Media> {
  try {
    return await within(waitMs, "the download", read());
  } catch (error) {
    return { kind, name, missing: `下载失败：${error instanceof Error ? error.message : String(error)}` };
  }

  async function read(): Promise<Media> {
    const file = await puppet.messageFile(messageId);
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
