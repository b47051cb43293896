import type { Log } from "./log.ts";
import { within } from "./within.ts";

/** What runs over and over in a process, and whether it lately did. Each change is logged once. */
export type Health = {
  /** Runs it; a failure is not thrown but logged, the first of several, and so is the end of it. */
  watch<T>(what: Part, doing: () => Promise<T>): Promise<T | undefined>;
  /** Why this process should be sent no work; empty when it should. */
  troubles(): Promise<string[]>;
  /** From now on it is ending. */
  stopping(): void;
};
export type Part = "database" | "tick" | "delivery" | "inquiries" | "lease" | "jobs";

/** The database answers within so long, or counts as gone. */
const ANSWER_MS = 2_000;
/** A clock that has not ticked for so long is not ticking. */
const TICK_MS = 60_000;

export function createHealth(parts: { ping: () => Promise<unknown>; ticks: boolean; log: Log; elapsed?: () => number }): Health {
  const { log, elapsed = () => performance.now() } = parts;
  const since = new Map<Part, number>();
  let tickedAt = elapsed();
  let ending = false;
  const fine = (what: Part): void => {
    if (what === "tick") tickedAt = elapsed();
    const from = since.get(what);
    if (from === undefined) return;
    since.delete(what);
    log.info(`${what} recovered`, { seconds: Math.round((elapsed() - from) / 1000) });
  };
  const health: Health = {
    async watch(what, doing) {
      try {
        const done = await doing();
        fine(what);
        return done;
      } catch (error) {
        if (since.has(what)) return undefined;
        since.set(what, elapsed());
        log.error(`${what} failed`, error);
        return undefined;
      }
    },
    async troubles() {
      if (ending) return ["stopping"];
      const answered = await health.watch("database", () => within(ANSWER_MS, parts.ping()).then(() => true));
      return [...(answered ? [] : ["the database does not answer"]), ...(parts.ticks && elapsed() - tickedAt > TICK_MS ? ["the clock does not tick"] : [])];
    },
    stopping: () => (ending = true),
  };
  return health;
}
