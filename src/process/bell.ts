import { randomUUID } from "node:crypto";
import type { Sql } from "../db/connect.ts";

/** Tells the other processes on this database that there is something new: lines to carry, pages to read again. Only a
 *  hint: whoever misses it looks at the next tick. */
export type Bell = { ring(): void; close(): Promise<void> };

const CHANNEL = "lianxin";
/** What happens within so long is one ring. */
const TOGETHER_MS = 5;

export async function hangBell(sql: Sql, heard: () => void, watch: (doing: () => Promise<unknown>) => void): Promise<Bell> {
  const me = randomUUID();
  const listening = await sql.listen(
    CHANNEL,
    (from) => {
      if (from !== me) heard();
    },
    // Connected anew: what was rung in the meantime is not known.
    heard,
  );
  let timer: NodeJS.Timeout | undefined;
  return {
    ring() {
      timer ??= setTimeout(() => {
        timer = undefined;
        watch(async () => sql.notify(CHANNEL, me));
      }, TOGETHER_MS);
    },
    async close() {
      clearTimeout(timer);
      await listening.unlisten();
    },
  };
}

/** Everybody is to look, this process too. */
export const ringAll = (sql: Sql): Promise<unknown> => sql.notify(CHANNEL, "");

/** One process alone tells nobody. */
export const noBell: Bell = { ring: () => {}, close: async () => {} };
