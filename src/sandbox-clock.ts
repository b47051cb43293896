import type { Pass } from "./crash-points.ts";
import type { Sql } from "./db/connect.ts";
import type { Program } from "./program.ts";

/** The real time, or in the sandbox a later one: its offset is kept over restarts. */
export type ShiftingClock = {
  now(): number;
  /** Moves forward to that moment: everything due up to it happens, in order, each at its own time. */
  turn(program: Program, to: number): Promise<void>;
};

export async function createClock(sql: Sql, realNow: () => number, crash: Pass): Promise<ShiftingClock> {
  const [row] = await sql<{ value: string }[]>`select value from clock_state where key = 'offset_ms'`;
  let offset = Number(row?.value ?? 0);
  const now = (): number => realNow() + offset;
  const set = async (to: number): Promise<void> => {
    offset = Math.max(offset, to - realNow());
    // Turned, the clock passes over no time in which a channel was away: a program killed right after must not think so.
    await sql`
      with turned as (
        insert into clock_state (key, value) values ('offset_ms', ${String(Math.round(offset))}) on conflict (key) do update set value = excluded.value)
      update channel_up set seen_at = ${now()}::timestamptz where until_at is null`;
    crash("clock turned");
  };
  return {
    now,
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
