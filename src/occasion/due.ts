import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import type { DueStep, Occasion, OccasionClock, OccasionKind } from "./kind.ts";

/** Steps taken in one transaction. */
const MOST = 200;
/** More than this behind its time, a step was missed while the program was away. */
const LATE_MS = 10 * 60_000;

type Claimed = DueStep & { id: number; outcome: "done" | "late" | "missed" };

/** Takes the steps whose time has come, each kind's at once: done, done late, or missed for good. Answers the effects step
 *  by step. */
export async function fallDueSteps(
  sql: Query,
  kinds: ReadonlyMap<string, OccasionKind>,
  clock: OccasionClock,
): Promise<{ count: number; fallen: { effects: Effect[] }[] }> {
  const due = await claim(sql, kinds, clock.now);
  if (!due.length) return { count: 0, fallen: [] };
  const fallen: { effects: Effect[] }[] = [];
  for (const [name, list] of Map.groupBy(
    due.filter((each) => each.outcome !== "missed"),
    (each) => each.occasion.kind,
  ))
    fallen.push(...(await takeSteps(sql, kinds.get(name), list, clock)));
  await sql`
    update occasion_step s set done_at = ${clock.now}::timestamptz, outcome = r.outcome
    from json_to_recordset(${JSON.stringify(due.map(({ id, outcome }) => ({ id, outcome })))}::text::json) as r(id bigint, outcome text)
    where s.id = r.id`;
  return { count: due.length, fallen };
}

async function takeSteps(sql: Query, kind: OccasionKind | undefined, list: readonly DueStep[], clock: OccasionClock): Promise<{ effects: Effect[] }[]> {
  const known = kind?.look ? await kind.look(sql, list, clock) : [];
  return list.map((each, n) => ({ effects: kind?.falls(each, known[n], clock) ?? [] }));
}

async function claim(sql: Query, kinds: ReadonlyMap<string, OccasionKind>, now: number): Promise<Claimed[]> {
  // However many steps of one occasion were missed, the last one says it all.
  const rows = await sql<(Occasion & { step_id: number; step: string; due_at: number; overtaken: boolean })[]>`
    select o.*, o.on_date::text, s.id as step_id, s.step, s.due_at, exists (
      select 1 from occasion_step t where t.occasion_id = s.occasion_id and t.done_at is null and t.due_at <= ${now}::timestamptz
        and (t.due_at, t.id) > (s.due_at, s.id)) as overtaken
    from occasion_step s join occasion o on o.id = s.occasion_id
    where s.done_at is null and s.due_at <= ${now}::timestamptz order by s.due_at, s.id limit ${MOST} for update of s skip locked`;
  return rows.map(({ step_id, step, due_at, overtaken, ...occasion }) => {
    const kind = kinds.get(occasion.kind);
    const behind = now - due_at;
    const stands = occasion.state === "planned" || (occasion.state === "held" && kind?.afterHeld === true);
    const gone = !stands || behind > (kind?.staleMs ?? 0) || (behind > LATE_MS && overtaken);
    return { id: step_id, occasion, step, due_at, late: behind > LATE_MS, outcome: gone ? "missed" : behind > LATE_MS ? "late" : "done" };
  });
}
