import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import type { DueStep, Occasion, OccasionClock, OccasionKind } from "./kind.ts";

/** Steps taken in one transaction. */
const MOST = 200;
/** More than this behind its time, a step was missed while the program was away. */
const LATE_MS = 10 * 60_000;

type Claimed = DueStep & { id: number; outcome: "done" | "late" | "missed" };

/** Takes the steps whose time has come, each kind's at once: done, done late, or missed for good. */
export async function fallDueSteps(sql: Query, kinds: ReadonlyMap<string, OccasionKind>, clock: OccasionClock): Promise<{ count: number; effects: Effect[] }> {
  const due = await claim(sql, kinds, clock.now);
  if (!due.length) return { count: 0, effects: [] };
  const effects: Effect[] = [];
  for (const [name, list] of Map.groupBy(
    due.filter((each) => each.outcome !== "missed"),
    (each) => each.occasion.kind,
  ))
    effects.push(...(await takeSteps(sql, kinds.get(name), list, clock)));
  await sql`
    update occasion_step s set done_at = ${clock.now}::timestamptz, outcome = r.outcome
    from jsonb_to_recordset(${JSON.stringify(due.map(({ id, outcome }) => ({ id, outcome })))}::text::jsonb) as r(id bigint, outcome text)
    where s.id = r.id`;
  return { count: due.length, effects };
}

async function takeSteps(sql: Query, kind: OccasionKind | undefined, list: readonly DueStep[], clock: OccasionClock): Promise<Effect[]> {
  const known = kind?.look ? await kind.look(sql, list, clock) : [];
  return list.flatMap((each, n) => kind?.falls(each, known[n], clock) ?? []);
}

async function claim(sql: Query, kinds: ReadonlyMap<string, OccasionKind>, now: number): Promise<Claimed[]> {
  const rows = await sql<(Occasion & { step_id: number; step: string; due_at: number })[]>`
    select o.*, o.on_date::text, s.id as step_id, s.step, s.due_at from occasion_step s join occasion o on o.id = s.occasion_id
    where s.done_at is null and s.due_at <= ${now}::timestamptz order by s.due_at, s.id limit ${MOST} for update of s skip locked`;
  // However many steps of one occasion were missed, the last one says it all.
  const last = new Map(rows.map((each) => [each.id, each.step_id]));
  return rows.map(({ step_id, step, due_at, ...occasion }) => {
    const behind = now - due_at;
    const gone = occasion.state !== "planned" || behind > (kinds.get(occasion.kind)?.staleMs ?? 0) || (behind > LATE_MS && last.get(occasion.id) !== step_id);
    return { id: step_id, occasion, step, due_at, late: behind > LATE_MS, outcome: gone ? "missed" : behind > LATE_MS ? "late" : "done" };
  });
}
