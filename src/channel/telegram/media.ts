import type { Message } from "telegraf/types";
import type { Media } from "../port.ts";

/** What the Bot API lets a bot download: https://core.telegram.org/bots/api#getfile */
export const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
/** Downloads hold up the messages behind them, an emergency among them: longer than this is not waited. */
export const DOWNLOAD_WAIT_MS = 20_000;

type File = { id: string; bytes: number };
/** Something that is not text, and where its content can be had. */
export type Found = { media: Media; file?: File };
type Piece = { file_id: string; file_unique_id: string; file_size?: number; file_name?: string };

const found = (kind: Media["kind"], piece: Piece, ending: string): Found => ({
  media: { kind, name: piece.file_name ?? `${piece.file_unique_id}${ending}` },
  file: { id: piece.file_id, bytes: piece.file_size ?? 0 },
});

/** What a message carries beside text. A sticker is its word: its picture is the publisher's and is not fetched. */
export function mediaIn(message: Message): Found[] {
  if ("photo" in message) {
    const sizes = message.photo.filter((each) => (each.file_size ?? 0) <= MAX_DOWNLOAD_BYTES);
    const largest = (sizes.length ? sizes : message.photo).at(-1);
    return largest ? [found("picture", largest, ".jpg")] : [];
  }
  if ("voice" in message) return [found("voice", message.voice, ".ogg")];
  if ("audio" in message) return [found("voice", message.audio, ".mp3")];
  if ("animation" in message) return [found("file", message.animation, ".mp4")];
  if ("document" in message) return [found("file", message.document, "")];
  if ("video" in message) return [found("file", message.video, ".mp4")];
  if ("video_note" in message) return [found("file", message.video_note, ".mp4")];
  if ("sticker" in message) return [{ media: { kind: "sticker", name: message.sticker.emoji ?? "表情" } }];
  if ("dice" in message) return [{ media: { kind: "sticker", name: message.dice.emoji } }];
  if ("location" in message) return [{ media: { kind: "place", name: `${message.location.latitude},${message.location.longitude}` } }];
  return [];
}

/** Where the content of a file can be read. */
export type Link = (fileId: string, signal: AbortSignal) => Promise<URL>;

/** Puts the content to what was found, or says why there is none. Never throws: the message is heard either way. */
export async function keep({ media, file }: Found, link: Link, stop: AbortSignal): Promise<Media> {
  if (!file) return media;
  if (file.bytes > MAX_DOWNLOAD_BYTES) return { ...media, missing: tooLarge };
  const signal = AbortSignal.any([stop, AbortSignal.timeout(DOWNLOAD_WAIT_MS)]);
  try {
    const response = await fetch(await link(file.id, signal), { signal });
    if (!response.ok) return { ...media, missing: `下载失败：${response.status}` };
    const bytes = await readAtMost(response.body, MAX_DOWNLOAD_BYTES);
    return bytes ? { ...media, bytes } : { ...media, missing: tooLarge };
  } catch (error) {
    // Stopped: heard later, with its content, when it is delivered again.
    if (stop.aborted) throw error;
    return { ...media, missing: `下载失败：${signal.aborted ? "等待太久" : error instanceof Error ? error.message : String(error)}` };
  }
}

const tooLarge = `超过 ${MAX_DOWNLOAD_BYTES / 1024 / 1024} MB，渠道不给下载`;

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
