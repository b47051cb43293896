import type { z } from "zod";
import { personIn } from "../names.ts";
import { mask } from "./mask.ts";
import type { Model, Place } from "./model.ts";

/** One thing a model is asked. Whatever it is for: the words go out without names and numbers that must not leave, the answer
 *  has a shape, and only what of it is believed comes back, in the words as they were said. */
export type Asks<A = never, V = unknown> = {
  /** Names the shape at the endpoint and in the journal: letters and underscores. */
  task: string;
  instruction: string;
  shape: z.ZodType<A>;
  /** Longer words are cut off here. */
  most: number;
  deadlineMs: number;
  /** About how long an answer may be, in tokens, where it is longer than usual. */
  tokens?: number;
  /** As much of the answer as the words bear out; pure. Undefined when that is nothing. */
  believed(answer: A, source: string): V | undefined;
};
export type Around = Place & { isName(words: string): boolean };

export async function put<A, V>(model: Model, asks: Asks<A, V>, words: string, around: Around): Promise<V | undefined> {
  const masked = mask(words.slice(0, asks.most), around.isName, (rest) => personIn(rest));
  const { task, instruction, shape, deadlineMs, tokens } = asks;
  const asked = await model.ask({ task, instruction, source: masked.text, shape, ...(tokens ? { tokens } : {}) }, around, deadlineMs);
  const value = asked.ok ? asks.believed(asked.value, masked.text) : undefined;
  return value === undefined ? undefined : (saidAs(value, masked.back) as V);
}

/** The same with every piece of text in it put back as it was. */
function saidAs(value: unknown, back: (words: string) => string): unknown {
  if (typeof value === "string") return back(value);
  if (Array.isArray(value)) return value.map((each) => saidAs(each, back));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, saidAs(each, back)]));
}
