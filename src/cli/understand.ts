import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Understanding } from "../assist/understanding.ts";

/** Below this an intent is only a guess: `none`. */
const THRESHOLD = 0.5;

/** One utterance a line in, one JSON line each out, in order: `{ intent, facts, confidence, because }`. Read without context,
 *  as if said to the bot in a direct message. */
export async function understandLines(understanding: Understanding, context: { now: number; zone: string }, input: Readable, output: Writable): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    const { intent, facts, confidence, because } = understanding.understand(line, context);
    const read = confidence < THRESHOLD ? { intent: "none", facts: {}, confidence, because: [] } : { intent, facts, confidence, because };
    output.write(`${JSON.stringify(read)}\n`);
  }
}
