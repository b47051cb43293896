import { fileTypeFromBuffer } from "file-type";

const UNKNOWN = "application/octet-stream";
/** Voices of WeChat begin so, some after one byte more: https://datatracker.ietf.org/doc/html/draft-vos-silk-02 */
const SILK = "#!SILK";
const BEGINNING = 16;

/** What content is by its first bytes; what it calls itself is not believed. */
export async function typeOf(bytes: Uint8Array): Promise<string> {
  const begins = Buffer.from(bytes.subarray(0, BEGINNING)).toString("latin1");
  if (begins.startsWith(SILK) || begins.startsWith(SILK, 1)) return "audio/silk";
  return (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? UNKNOWN;
}
