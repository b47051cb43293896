import type { Model, Place } from "./model.ts";

/** What a voice says, by a model; undefined where it could not be told, and a person is to listen. */
export type Listen = (hash: string, read: () => Promise<{ bytes: Uint8Array; type: string } | undefined>) => Promise<string | undefined>;

/** Whoever speaks waits for the answer. */
const DEADLINE_MS = 8_000;
/** A voice of about ten minutes. Longer ones are somebody's to listen to. */
const MAX_BYTES = 5_000_000;
/** What the transcription API reads: https://platform.openai.com/docs/guides/speech-to-text */
const READS = /^audio\/(?:ogg|opus|mpeg|mp3|mp4|x-m4a|m4a|wav|wave|x-wav|webm|flac|x-flac)\b|^video\/(?:mp4|webm)$/u;

export function createListen(model: Model, budget: () => Place["budget"]): Listen {
  /** A platform that waits no longer tells the same again: it is listened to once. */
  const underWay = new Map<string, Promise<string | undefined>>();
  const listen = async (read: () => Promise<{ bytes: Uint8Array; type: string } | undefined>): Promise<string | undefined> => {
    const voice = await read();
    if (!voice || voice.bytes.byteLength > MAX_BYTES || !READS.test(voice.type)) return undefined;
    const heard = await model.transcribe(voice, { budget: budget() }, DEADLINE_MS);
    return heard.ok ? heard.value : undefined;
  };
  return (hash, read) => {
    const before = underWay.get(hash);
    if (before) return before;
    const now = listen(read).finally(() => underWay.delete(hash));
    underWay.set(hash, now);
    return now;
  };
}
