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
  /** A host gives the slot up: its row stays as `skipped`, another takes the date, the steps to come and who said they come. */
  "occasion.replace": (sql: Query, done: Done<Replacement>, now: number) => replace(sql, values(done), now),
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

export type Replacement = { id: number; revision: number; host: number; facts: Record<string, unknown> };

async function replace(sql: Query, list: readonly Replacement[], now: number): Promise<void> {
  await change(
    sql,
    list.map(({ id, revision }) => ({ id, revision, patch: { state: "skipped" } })),
  );
  const made = await sql<{ id: number }[]>`
    with made as (
      insert into occasion (kind, rule_id, organisation_id, slot, on_date, at, host_id, provisional, facts, revision)
      select o.kind, o.rule_id, o.organisation_id, o.slot, o.on_date, o.at, r.host, o.provisional, r.facts, o.revision + 1
      from json_to_recordset(${JSON.stringify(list)}::text::json) as r(id bigint, host bigint, facts jsonb) join occasion o on o.id = r.id
      returning id, rule_id, slot, revision
    ), pairs as (
      select o.id as old, m.id from made m join occasion o on o.rule_id = m.rule_id and o.slot = m.slot and o.revision = m.revision - 1
    ), steps as (
      insert into occasion_step (occasion_id, step, due_at)
      select p.id, s.step, s.due_at from pairs p join occasion_step s on s.occasion_id = p.old and s.done_at is null order by s.id
    ), guests as (update attendance a set occasion_id = p.id from pairs p where a.occasion_id = p.old)
    select old as id from pairs`;
  await voidSteps(
    sql,
    made.map((each) => each.id),
    now,
  );
}

async function change(sql: Query, changes: readonly OccasionChange[]): Promise<void> {
  const ids = changes.map((each) => each.id);
  const changed = await sql`
    update occasion o set (state, host_id, facts) = (select p.state, p.host_id, p.facts from jsonb_populate_record(o, r.patch) p), revision = o.revision + 1
    from json_to_recordset(${JSON.stringify(changes)}::text::json) as r(id bigint, revision int, patch jsonb)
    where o.id = r.id and o.revision = r.revision returning o.id`;
  if (new Set(ids).size < ids.length || changed.length < ids.length) throw new OccasionClash("the occasion changed meanwhile");
}

/** A rule as a town file or a secretary gives it; null ends it. */
export type NewRule = { key: string; kind: string; organisation: number | null; rule: Record<string, unknown> | null };

/** Keeps rules by their key; new and changed ones are planned at the next tick. What was planned of one that ends is taken away. */
export async function keepRules(sql: Query, given: readonly NewRule[], now: number): Promise<void> {
  // Of two under one key, made at the same moment, the later one stands.
  const rules = [...new Map(given.map((each) => [each.key, each])).values()];
  if (!rules.length) return;
  await sql`
    insert into occasion_rule (key, kind, organisation_id, rule, next_at)
    select key, kind, organisation, coalesce(rule, '{}'), case when rule is null then null else ${now}::timestamptz end
    from json_to_recordset(${JSON.stringify(rules)}::text::json) as r(key text, kind text, organisation bigint, rule jsonb) order by key
    on conflict (key) do update set rule = excluded.rule, organisation_id = excluded.organisation_id, next_at = excluded.next_at`;
  const ended = rules.filter((each) => each.rule === null).map((each) => each.key);
  if (!ended.length) return;
  const gone = await sql<{ id: number }[]>`
    update occasion o set state = 'moved' from occasion_rule r
    where r.key = any(${ended}::text[]) and o.rule_id = r.id and o.state = 'planned' and o.at > ${now}::timestamptz returning o.id`;
  await voidSteps(
    sql,
    gone.map((each) => each.id),
    now,
  );
}

/** Ends the rules of a kind that are not among these keys: what they planned is not held. */
export async function endRules(sql: Query, kind: string, keys: readonly string[], now: number): Promise<void> {
  await sql`
    with ended as (
      update occasion_rule set next_at = null where kind = ${kind} and key <> all(${[...keys]}::text[]) and next_at is not null returning id
    ), off as (
      update occasion o set state = 'skipped' from ended e where o.rule_id = e.id and o.state = 'planned' returning o.id
    )
    update occasion_step s set done_at = ${now}::timestamptz, outcome = 'void' from off where s.occasion_id = off.id and s.done_at is null`;
}
