import { isoOf, type Query } from "../db/connect.ts";
import type { Change, Facts, MatterEvent } from "./kind.ts";

/** A new matter; its number is given by the database in its chain's series. */
export type NewMatter = {
  series: string;
  kind: string;
  lane: string | null;
  owner_id: number;
  raiser_id: number;
  organisation_id: number | null;
  chain_id: number | null;
  room_id: number | null;
  parent_id: number | null;
  detail: string;
  facts: Facts;
  private: boolean;
  opened_at: number;
  due_at: number;
  next_step: string;
  next_at: number;
  /** The message it was opened by. */
  heard_id: number | null;
};

/** Two turns of one batch changed the same matter, or another process was faster: the batch is done again, one by one. */
export class Clash extends Error {
  override name = "Clash";
}

/** A patch with its instants (`…_at`) as ISO text. */
const dated = (patch: object): object =>
  Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, typeof value === "number" && key.endsWith("_at") ? isoOf(value) : value]));

/** Opens matters, set-based; returns id and number in the order given. */
export async function openMatters(sql: Query, opened: readonly NewMatter[]): Promise<{ id: number; no: string }[]> {
  if (!opened.length) return [];
  const rows = opened.map((each, n) => ({ ...each, n, opened_at: isoOf(each.opened_at), due_at: isoOf(each.due_at), next_at: isoOf(each.next_at) }));
  return sql<{ id: number; no: string }[]>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, series text, kind text, lane text, owner_id bigint, raiser_id bigint,
        organisation_id bigint, chain_id bigint, room_id bigint, parent_id bigint, detail text, facts jsonb, private boolean,
        opened_at timestamptz, due_at timestamptz, next_step text, next_at timestamptz, heard_id bigint)
    ), numbered as (
      insert into matter_number as s (series, last)
      select series, count(*)::int from given group by series order by series
      on conflict (series) do update set last = s.last + excluded.last
      returning series, last
    ), ranked as (
      select g.*, (s.last - count(*) over (partition by g.series) + row_number() over (partition by g.series order by n))::int as number
      from given g join numbered s using (series)
    ), made as (
      insert into matter (no, kind, lane, state, owner_id, raiser_id, organisation_id, chain_id, room_id, parent_id, detail, facts, private,
        opened_at, due_at, next_step, next_at)
      select series || '-' || lpad(number::text, 4, '0'), kind, lane, 'new', owner_id, raiser_id, organisation_id, chain_id, room_id, parent_id,
        detail, facts, private, opened_at, due_at, next_step, next_at
      from ranked order by n
      returning id, no, opened_at, raiser_id
    ), told as (
      insert into matter_event (matter_id, verb, by_id, at, heard_id, data)
      select m.id, 'opened', m.raiser_id, m.opened_at, r.heard_id, jsonb_build_object('owner', r.owner_id, 'lane', r.lane)
      from made m join ranked r on m.no = r.series || '-' || lpad(r.number::text, 4, '0')
    )
    select m.id, m.no from made m join ranked r on m.no = r.series || '-' || lpad(r.number::text, 4, '0') order by r.n`;
}

/** Changes matters, set-based, each fenced by the revision it was computed from. */
export async function changeMatters(sql: Query, changes: readonly (Change & { heard_id?: number | null })[], at: number): Promise<void> {
  if (!changes.length) return;
  if (new Set(changes.map((each) => each.id)).size < changes.length) throw new Clash("two turns of one batch on one matter");
  const rows = changes.map(({ id, revision, patch }) => ({ id, revision, patch: dated(patch) })).toSorted((a, b) => a.id - b.id);
  const done = await sql`
    update matter m set (lane, state, owner_id, facts, due_at, next_step, next_at, rung, bounces, reopened, paused_at, proposal, result, score,
        contacted_at, promised_at, closed_at, private, detail, revision) =
      (select p.lane, p.state, p.owner_id, p.facts, p.due_at, p.next_step, p.next_at, p.rung, p.bounces, p.reopened, p.paused_at, p.proposal,
        p.result, p.score, p.contacted_at, p.promised_at, p.closed_at, p.private, p.detail, m.revision + 1
       from jsonb_populate_record(m, r.patch) p)
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, revision int, patch jsonb)
    where m.id = r.id and m.revision = r.revision
    returning m.id`;
  if (done.length < changes.length) throw new Clash("the matter changed meanwhile");
  await addEvents(
    sql,
    changes.flatMap((each) => each.events.map((event) => ({ ...event, matter: each.id, heard_id: each.heard_id ?? null }))),
    at,
  );
}

/** Appends to the story of matters. */
export async function addEvents(sql: Query, events: readonly (MatterEvent & { matter: number; heard_id?: number | null })[], at: number): Promise<void> {
  if (!events.length) return;
  await sql`
    insert into matter_event (matter_id, verb, by_id, at, data, heard_id)
    select matter, verb, by, ${at}::timestamptz, coalesce(data, '{}'), heard_id
    from json_to_recordset(${JSON.stringify(events)}::text::json) as r(matter bigint, verb text, by bigint, data jsonb, heard_id bigint)`;
}

type Done<V> = readonly { value: V; who: number | null; heard: number | null }[];

/** What flows may do to matters beside opening and changing them. */
export const matterDeeds = {
  /** Somebody joins a report and is called back with its raiser. */
  "matter.join": (sql: Query, joins: Done<{ matter: number; person: number }>, at: number) => joinReporters(sql, joins, at),
  /** Something worth keeping that changes no state. */
  "matter.note": (sql: Query, notes: Done<{ matter: number; verb: string; data: Record<string, unknown> }>, at: number) =>
    addEvents(
      sql,
      notes.map(({ value, who, heard }) => ({ ...value, by: who, heard_id: heard })),
      at,
    ),
};

async function joinReporters(sql: Query, joins: Done<{ matter: number; person: number }>, at: number): Promise<void> {
  const joined = joins.map((each) => each.value);
  await addEvents(
    sql,
    joins.map(({ value, heard }) => ({ verb: "joined", matter: value.matter, by: value.person, heard_id: heard })),
    at,
  );
  await sql`
    insert into co_reporter (matter_id, person_id, joined_at)
    select matter, person, ${at}::timestamptz from json_to_recordset(${JSON.stringify(joined)}::text::json) as r(matter bigint, person bigint)
    order by 1, 2 on conflict do nothing`;
}
