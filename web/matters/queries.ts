import type { Sql } from "../../src/db/connect.ts";
import type { MediaRow } from "../chat/queries.ts";

const MOST_MATTERS = 50;
const MOST_STEPS = 200;

export type MatterRow = {
  id: number;
  no: string;
  kind: string;
  lane: string | null;
  state: string;
  detail: string;
  facts: Record<string, unknown>;
  owner: string;
  raiser: string;
  organisation: string | null;
  chain: string | null;
  room: string | null;
  private: boolean;
  opened_at: number;
  due_at: number;
  next_step: string | null;
  next_at: number | null;
  paused_at: number | null;
  closed_at: number | null;
  result: string | null;
  score: number | null;
  reopened: number;
  colleagues: string[];
  overdue: boolean;
};

export type Step = { at: number } & (
  | { is: "event"; verb: string; by: string | null; data: Record<string, unknown>; names: Record<string, string> }
  | { is: "heard"; by: string; place: string; kind: string; text: string | null; media: MediaRow[]; intent: string | null; because: string[] }
  | { is: "line"; to: string; kind: string; text: string; state: string; failure: string | null }
);

/** Of an alarm about an elder: the morning, and whom it asks now. What else it remembers are row numbers of people. */
const shownFacts = (sql: Sql) => sql`
  case when m.kind in ('smiley', 'unwell', 'emergency') then jsonb_build_object('on', m.facts -> 'on', 'stage', m.facts -> 'stage') else m.facts end`;

/** Being asked back is not overdue, nor is what was paused with a reason. */
const columns = (sql: Sql, now: number) => sql`
  m.id, m.no, m.kind, m.lane, m.state, m.detail, ${shownFacts(sql)} as facts, w.name as owner, r.name as raiser, e.name as organisation, c.name as chain,
  o.name as room, m.private, m.opened_at, m.due_at, m.next_step, m.next_at, m.paused_at, m.closed_at, m.result, m.score, m.reopened,
  array(select p.name from co_reporter k join person p on p.id = k.person_id where k.matter_id = m.id order by k.joined_at limit 20) as colleagues,
  (m.state in ('new', 'accepted', 'in_progress') and m.paused_at is null and m.due_at < ${now}::timestamptz) as overdue
  from matter m join person w on w.id = m.owner_id join person r on r.id = m.raiser_id
  left join organisation e on e.id = m.organisation_id left join organisation c on c.id = m.chain_id left join room o on o.id = m.room_id`;

/** The newest matters, those whose last word was said latest first. */
export async function listMatters(sql: Sql, now: number): Promise<{ total: number; matters: MatterRow[] }> {
  const [[count], matters] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total from matter`,
    sql<MatterRow[]>`select ${columns(sql, now)} order by m.id desc limit ${MOST_MATTERS}`,
  ]);
  return { total: count?.total ?? 0, matters };
}

export async function matterByNo(sql: Sql, no: string, now: number): Promise<MatterRow | undefined> {
  const [found] = await sql<MatterRow[]>`select ${columns(sql, now)} where m.no = ${no}`;
  return found;
}

/** The whole story of a matter, oldest first: what was said, what it was taken for, what happened, who was told. */
export async function storyOf(sql: Sql, matter: number): Promise<Step[]> {
  const [events, heard, lines] = await Promise.all([eventsOf(sql, matter), heardAbout(sql, matter), linesAbout(sql, matter)]);
  return [...heard, ...events, ...lines].toSorted((a, b) => a.at - b.at);
}

async function eventsOf(sql: Sql, matter: number): Promise<Step[]> {
  return sql<Step[]>`
    select 'event' as is, e.verb, p.name as by, e.at, e.data,
      (select coalesce(jsonb_object_agg(q.id, q.name), '{}') from person q
       where q.id in (select (v.value #>> '{}')::bigint from jsonb_each(e.data) v where jsonb_typeof(v.value) = 'number'
         and v.key in ('owner', 'from', 'to', 'caller', 'signer'))) as names
    from matter_event e left join person p on p.id = e.by_id where e.matter_id = ${matter} order by e.id limit ${MOST_STEPS}`;
}

/** Messages that brought a transition, or that spoke of the matter. */
async function heardAbout(sql: Sql, matter: number): Promise<Step[]> {
  return sql<Step[]>`
    select 'heard' as is, p.name as by, case o.kind when 'group' then o.name else '' end as place, h.kind, coalesce(b.label, h.text) as text, h.media,
      least(h.said_at, h.heard_at) as at, t.intent, coalesce(t.because, '[]') as because
    from heard h join person p on p.id = h.person_id join room o on o.id = h.room_id left join turn t on t.heard_id = h.id
    left join lateral (
      select e ->> 'label' as label from line l cross join jsonb_array_elements(l.buttons) e
      where h.kind = 'press' and l.room_id = h.room_id and e ->> 'data' = h.text and l.made_at <= h.heard_at order by l.id desc limit 1) b on true
    where h.matter_id = ${matter} or h.id in (select heard_id from matter_event where matter_id = ${matter})
      or t.id in (select turn_id from line where matter_id = ${matter})
    order by h.id limit ${MOST_STEPS}`;
}

async function linesAbout(sql: Sql, matter: number): Promise<Step[]> {
  return sql<Step[]>`
    select 'line' as is, o.name as to, o.kind, l.text, l.state, l.failure, coalesce(l.sent_at, l.not_before) as at
    from line l join room o on o.id = l.room_id where l.matter_id = ${matter} order by l.id limit ${MOST_STEPS}`;
}
