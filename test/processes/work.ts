import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "../../src/db/connect.ts";

/** How long work lay undone, in milliseconds: the longest time a line that was due had not been said, and the longest time
 *  nobody listened. */
export type Work = { longest(): { line: number; ear: number }; stop(): Promise<void> };

const LOOK_MS = 200;

export function watchWork(sql: Sql, polling: () => boolean): Work {
  const since = new Map<number, number>();
  let [line, ear, heardAt, stopped] = [0, 0, Date.now(), false];
  const look = async (): Promise<void> => {
    const rows = await sql<{ id: number }[]>`
      select id from line where state = 'sending' or state = 'queued' and attempts = 0 and not_before <= now() +
        (select coalesce(max(value::float8), 0) from clock_state where key = 'offset_ms') * interval '1 ms'`.catch(() => []);
    const now = Date.now();
    const due = new Set(rows.map((each) => each.id));
    for (const id of since.keys()) if (!due.has(id)) since.delete(id);
    for (const id of due) {
      if (!since.has(id)) since.set(id, now);
      line = Math.max(line, now - (since.get(id) ?? now));
    }
    if (polling()) heardAt = now;
    else ear = Math.max(ear, now - heardAt);
  };
  const watching = (async () => {
    while (!stopped) {
      await look();
      await pause(LOOK_MS);
    }
  })();
  return {
    longest: () => ({ line, ear }),
    async stop() {
      stopped = true;
      await watching;
    },
  };
}
