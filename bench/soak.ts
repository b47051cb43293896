import { setTimeout as pause } from "node:timers/promises";
import type { User } from "../test/bot-api/server.ts";
import { figure, percentile, type Result } from "./measure.ts";
import { openTelegram, talk } from "./telegram.ts";

/** `LIANXIN_SOAK_MINUTES` shortens it, for a try. */
const MINUTES = Number(process.env["LIANXIN_SOAK_MINUTES"] ?? 30);
/** So many that nobody is answered half as often as a platform allows in a minute: whoever waits for that holds up all who would
 *  speak after them, and what they then say at once meets the same limit. */
const PEOPLE = 12_000;
/** So many speak in the same moment, and when all are answered the next: how many are answered a second is the peak. One such moment
 *  is answered faster than can be kept up, for the database puts off what it has to write. */
const MOMENT = 2000;
const PEAK_ROUNDS = 12;
const LOOK_MS = 5_000;
/** Memory and handles settle in the first part; the slope is taken of the rest. */
const SETTLED = 1 / 3;
const WORDS = ["帮助", "我的事怎么样了", "为什么"];

/** `heapMb` holds what is to be collected as well, `handles` the connections of whoever is spoken to just then: the least of five
 *  minutes comes near what is kept. */
type Look = { at: number; memoryMb: number; heapMb: number; handles: number };
const LOOKS_FOR_LEAST = (5 * 60_000) / LOOK_MS;

/** The real program for half an hour at half of what it can do, over a local Bot API server. Does it grow? */
export async function soak(): Promise<Result[]> {
  const { far, users, program, close } = await openTelegram(PEOPLE, (MINUTES + 10) * 60_000);
  const looks: Look[] = [];
  let done = false;
  const looking = (async () => {
    for (; !done; await pause(LOOK_MS)) looks.push(await look(program.address));
  })();
  try {
    const began = performance.now();
    for (let round = 0; round < PEAK_ROUNDS; round += 1) {
      const words = WORDS[round % WORDS.length] ?? "帮助";
      const from = (round * MOMENT) % PEOPLE;
      await talk(far, users.slice(from, from + MOMENT), { perSecond: Infinity, words: () => words });
    }
    const peak = ((PEAK_ROUNDS * MOMENT) / (performance.now() - began)) * 1000;
    const rate = peak / 2;
    looks.length = 0;
    const order = Array.from({ length: Math.round(rate * MINUTES * 60) }, (_, n) => users[n % PEOPLE] as User);
    const took = await talk(far, order, { perSecond: rate, words: (n) => WORDS[Math.floor(n / PEOPLE) % WORDS.length] ?? "帮助" });
    return results(took, looks, rate);
  } finally {
    done = true;
    await looking.catch(() => {});
    await close();
  }
}

async function look(address: string): Promise<Look> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, "mu").exec(text)?.[1]);
  return {
    at: performance.now(),
    memoryMb: value("process_resident_memory_bytes") / 1e6,
    heapMb: value("nodejs_heap_size_used_bytes") / 1e6,
    handles: value("process_open_fds"),
  };
}

function results(took: readonly number[], looks: readonly Look[], rate: number): Result[] {
  const settled = looks.slice(Math.floor(looks.length * SETTLED));
  const parts = Array.from({ length: Math.max(1, Math.floor(settled.length / LOOKS_FOR_LEAST)) }, (_, n) =>
    settled.slice(n * LOOKS_FOR_LEAST, (n + 1) * LOOKS_FOR_LEAST),
  );
  const grown = (of: readonly Look[], value: (look: Look) => number): string =>
    `${slope(of, value)} an hour, ${value(of.at(-1) as Look).toFixed(0)} at the end`;
  const least = (value: (look: Look) => number): string =>
    grown(
      parts.map((each) => each.reduce((a, b) => (value(b) < value(a) ? b : a))),
      value,
    );
  const notes = {
    p50: `${percentile(took, 0.5).toFixed(0)} ms`,
    load: `${rate.toFixed(0)} messages a second, half the peak, for ${MINUTES} minutes: ${took.length} answered`,
    "memory, MB": grown(settled, (each) => each.memoryMb),
    "heap, MB, the least of five minutes each": least((each) => each.heapMb),
    handles: grown(settled, (each) => each.handles),
    "handles, the least of five minutes each": least((each) => each.handles),
  };
  return [figure("soak", "ms (p99)", [percentile(took, 0.99)], notes)];
}

/** How much it grows in an hour: the line of least squares. */
function slope(looks: readonly Look[], value: (look: Look) => number): string {
  const [hours, values] = [looks.map((each) => each.at / 3_600_000), looks.map(value)];
  const [x, y] = [mean(hours), mean(values)];
  const up = hours.reduce((sum, hour, n) => sum + (hour - x) * ((values[n] ?? 0) - y), 0);
  return (up / hours.reduce((sum, hour) => sum + (hour - x) ** 2, 0)).toFixed(1);
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
