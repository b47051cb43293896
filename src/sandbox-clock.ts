import type { Pass } from "./crash-points.ts";
import type { Sql } from "./db/connect.ts";
import type { Program } from "./program.ts";

/** The real time, or in the sandbox a later one: its offset is kept over restarts. */
export type ShiftingClock = {
  now(): number;
  /** Another process may have turned it. */
  refresh(): Promise<void>;
  /** Moves forward to that moment: everything due up to it happens, in order, each at its own time. */
  turn(program: Program, to: number): Promise<void>;
};

export async function createClock(sql: Sql, realNow: () => number, crash: Pass): Promise<ShiftingClock> {
  let offset = 0;
  const refresh = async (): Promise<void> => {
    const [row] = await sql<{ value: string }[]>`select value from clock_state where key = 'offset_ms'`;
    offset = Math.max(offset, Number(row?.value ?? 0));
  };
  await refresh();
  const now = (): number => realNow() + offset;
  const set = async (to: number): Promise<void> => {
    // Turned, the clock passes over no time in which a channel was away: neither one that is just coming up, nor in a program killed
    // right after.
    const [row] = await sql<{ value: string }[]>`
      with turned as (
        insert into clock_state (key, value) values ('offset_ms', ${String(Math.max(offset, Math.round(to - realNow())))})
        on conflict (key) do update set value = greatest(clock_state.value::float8, excluded.value::float8)::text returning value
      ), seen as (
        update channel_up set seen_at = ${to}::timestamptz where until_at is null returning channel
      ), passed as (
        insert into channel_up (channel, from_at, seen_at, until_at)
        select distinct channel, ${now()}::timestamptz, ${to}::timestamptz, ${to}::timestamptz from channel_up where channel not in (select channel from seen)
      )
      select value from turned`;
    // Another process may have turned it further at the same time.
    offset = Math.max(offset, Number(row?.value ?? 0));
    crash("clock turned");
  };
  return {
    now,
    refresh,
    turn: async (program, to) => {
      for (;;) {
        const due = await program.nextDue();
        if (due === undefined || due > to) break;
        await set(due);
        await program.work();
      }
      await set(to);
      await program.work();
    },
  };
}
