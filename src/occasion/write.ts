import type { Query } from "../db/connect.ts";
import type { Occasion } from "./kind.ts";
import { addSteps, voidSteps } from "./plan.ts";

type Done<V> = readonly { value: V; who: number | null; heard: number | null }[];
const values = <V>(done: Done<V>): V[] => done.map((each) => each.value);

/** Two turns changed the same occasion, or another process was faster: the batch is done again, one by one. */
export class OccasionClash extends Error {
  override name = "OccasionClash";
}

/** A change of one occasion, fenced by the revision it was computed from. */
export type OccasionChange = { id: number; revision: number; patch: Partial<Pick<Occasion, "state" | "host_id" | "facts">> };

/** What conversations and the clock may do to occasions; each is written once per batch. */
export const occasionDeeds = {
  "occasion.change": (sql: Query, done: Done<OccasionChange>) => change(sql, values(done)),
  /** Steps added, or taken again at another time. */
  "occasion.step": (sql: Query, done: Done<{ occasion: number; step: string; at: number }>) =>
    addSteps(
      sql,
      values(done).map(({ occasion, step, at }) => ({ id: occasion, step, at: new Date(at).toISOString() })),
    ),
  /** Steps that are no longer to be taken. */
  "occasion.void": (sql: Query, done: Done<{ occasion: number }>, now: number) =>
    voidSteps(
      sql,
      values(done).map((each) => each.occasion),
      now,
    ),
  /** A rule that a capability keeps: made, changed, or planned anew. */
  "occasion.rule": (sql: Query, done: Done<NewRule>, now: number) => keepRules(sql, values(done), now),
};

async function change(sql: Query, changes: readonly OccasionChange[]): Promise<void> {
  const ids = changes.map((each) => each.id);
  const changed = await sql`
    update occasion o set (state, host_id, facts) = (select p.state, p.host_id, p.facts from jsonb_populate_record(o, r.patch) p), revision = o.revision + 1
    from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as r(id bigint, revision int, patch jsonb)
    where o.id = r.id and o.revision = r.revision returning o.id`;
  if (new Set(ids).size < ids.length || changed.length < ids.length) throw new OccasionClash("the occasion changed meanwhile");
}

/** A rule as a town file or a secretary gives it; null ends it. */
export type NewRule = { key: string; kind: string; organisation: number | null; rule: Record<string, unknown> | null };

/** Keeps rules by their key; new and changed ones are planned at the next tick. */
export async function keepRules(sql: Query, given: readonly NewRule[], now: number): Promise<void> {
  // Of two under one key, made at the same moment, the later one stands.
  const rules = [...new Map(given.map((each) => [each.key, each])).values()];
  if (!rules.length) return;
  await sql`
    insert into occasion_rule (key, kind, organisation_id, rule, next_at)
    select key, kind, organisation, coalesce(rule, '{}'), case when rule is null then null else ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rules)}::text::jsonb) as r(key text, kind text, organisation bigint, rule jsonb) order by key
    on conflict (key) do update set rule = excluded.rule, organisation_id = excluded.organisation_id, next_at = excluded.next_at`;
}
