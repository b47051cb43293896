import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "../db/connect.ts";
import { within } from "./within.ts";

/** A lease that is not renewed is free after so long. */
const LEASE_MS = 8_000;
const RENEW_MS = 2_000;
/** So long before it runs out we let go: another process may have a faster clock. */
const MARGIN_MS = 1_500;

export type Leasing = {
  sql: Sql;
  name: string;
  /** Who we are: a program that is started again under the same name has its lease back at once. */
  holder: string;
  gained(): Promise<void>;
  lost(): Promise<void>;
  /** Runs it; what it throws is logged. */
  watch<T>(doing: () => Promise<T>): Promise<T | undefined>;
};
export type Lease = { held(): boolean; stop(): Promise<void> };

/** Takes a lease whenever it is free, and keeps it. Resolves after the first try; `gained` and `lost` follow each other. */
export async function keepLease(leasing: Leasing): Promise<Lease> {
  const { sql, name, holder } = leasing;
  const stop = new AbortController();
  let sureUntil = 0;
  let held = false;
  const turn = async (to: boolean): Promise<void> => {
    if (held === to) return;
    held = to;
    try {
      await (to ? leasing.gained() : leasing.lost());
    } catch (error) {
      held = !to;
      throw error;
    }
  };
  const tryOnce = async (): Promise<void> => {
    const asked = performance.now();
    await leasing.watch(async () => {
      const rows = await within(
        RENEW_MS,
        sql`
          insert into lease as l (name, holder, until_at) values (${name}, ${holder}, now() + ${LEASE_MS} * interval '1 ms')
          on conflict (name) do update set holder = excluded.holder, until_at = excluded.until_at where l.holder = excluded.holder or l.until_at < now()
          returning 1`,
      );
      if (rows.length) sureUntil = asked + LEASE_MS;
      await turn(rows.length > 0);
    });
    if (performance.now() > sureUntil - MARGIN_MS) await leasing.watch(() => turn(false));
  };
  const keep = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await pause(RENEW_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (!stop.signal.aborted) await tryOnce();
    }
  };
  await tryOnce();
  const keeping = keep();
  return {
    held: () => held,
    async stop() {
      stop.abort();
      await keeping;
      await leasing.watch(async () => {
        await turn(false);
        await within(RENEW_MS, sql`delete from lease where name = ${name} and holder = ${holder}`);
      });
    },
  };
}
