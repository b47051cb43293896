import type { Sql } from "../../src/db/connect.ts";
import type { Button } from "../../src/channel/port.ts";

/** Limits of what one page shows. */
export const MOST_MESSAGES = 200;
export const MOST_PEOPLE = 40;
const MOST_ROOMS = 60;
const MOST_ELSEWHERE = 12;

export type RoleOf = { kind: string; lane: string | null; organisation: string; of: string };
export type Who = { id: number; name: string; display: string; roles: RoleOf[]; town: string[] };
export type RoomOf = { id: number; kind: "group" | "direct"; name: string };
export type RoomRow = RoomOf & { said_at: number | null; speaker: string | null; text: string | null; line_at: number | null };
export type Elsewhere = RoomOf & { person: string; at: number; count: number; text: string };
export type HeardRow = {
  id: number;
  kind: string;
  person: string;
  display: string;
  text: string | null;
  media: MediaRow[];
  quote: { text?: string } | null;
  /** Of a press: what stood on the button. */
  label: string | null;
  at: number;
  state: string;
};
export type MediaRow = { kind: string; name: string; hash?: string; transcript?: string; missing?: string };
export type LineRow = {
  id: number;
  bubble_id: number;
  text: string;
  buttons: Button[];
  /** The name of the table that goes with it. */
  sheet: string | null;
  state: string;
  to: string | null;
  room: string;
  kind: string;
  at: number;
  no: string | null;
};

/** Lines that were said; what waits for later is not yet. */
const said = (sql: Sql) => sql`l.state in ('sending', 'sent', 'echoed')`;
const saidAt = (sql: Sql) => sql`coalesce(l.sent_at, l.not_before)`;
const titles = (sql: Sql) => sql`
  coalesce((select json_agg(x) from (select distinct on (r.kind, r.lane, o.kind) r.kind, r.lane, o.name as organisation, o.kind as of
    from role r join organisation o on o.id = r.organisation_id where r.person_id = p.id order by r.kind, r.lane, o.kind, r.id limit 12) x), '[]') as roles,
  array(select t.kind from town_role t where t.person_id = p.id order by t.position) as town`;

export async function personNamed(sql: Sql, name: string): Promise<Who | undefined> {
  const [found] = await sql<Who[]>`select p.id, p.name, p.display, ${titles(sql)} from person p where p.name = ${name}`;
  return found;
}

export async function groupNamed(sql: Sql, name: string): Promise<RoomOf | undefined> {
  const [found] = await sql<RoomOf[]>`select id, kind, name from room where kind = 'group' and name = ${name}`;
  return found;
}

/** By name, the name a chat shows, another name, or where they belong; who has a role comes first. */
export async function findPeople(sql: Sql, words: string): Promise<Who[]> {
  const like = `%${words.trim().replace(/[\\%_]/gu, "\\$&")}%`;
  return sql<Who[]>`
    select p.id, p.name, p.display, ${titles(sql)} from person p
    where ${words.trim() === ""} or p.name ilike ${like} or p.display ilike ${like} or ${words.trim()} = any(p.aliases)
      or exists (select 1 from role r join organisation o on o.id = r.organisation_id
        where r.person_id = p.id and (o.name ilike ${like} or o.short ilike ${like}))
    order by (p.name = ${words.trim()}) desc, p.id limit ${MOST_PEOPLE}`;
}

/** Who matters first: somebody of an enterprise whose chain has a group (whom the town describes with other names before
 *  others), who answers for the chain's finance, the commissioner, the committee secretary and the leader; then an elder with
 *  a morning window whose team has a group, and their volunteer. */
export async function firstPeople(sql: Sql): Promise<(Who & { slot: number })[]> {
  return sql<(Who & { slot: number })[]>`
    with raiser as (
      select r.person_id, r.organisation_id as enterprise, e.parent_id as chain from role r
      join organisation e on e.id = r.organisation_id and e.kind = 'enterprise' join person p on p.id = r.person_id
      where r.kind = 'member' and exists (select 1 from room g join membership m on m.room_id = g.id
        where g.organisation_id = e.parent_id and g.kind = 'group' and m.person_id = r.person_id and m.left_at is null)
      order by cardinality(p.aliases) > 0 desc, r.position, r.id limit 1
    ), morning as (
      select e.person_id, e.volunteer_id, r.position, r.id from elder e join role r on r.person_id = e.person_id and r.organisation_id = e.team_id and r.kind = 'elder'
      where e.window_from is not null and e.volunteer_id is not null and exists (select 1 from room g where g.organisation_id = e.team_id and g.kind = 'group')
      order by r.position, r.id limit 1
    ), wanted as (
      select person_id, 1 as slot, 0::bigint as position, 0::bigint as id from raiser
      union all
      select r.person_id, case r.kind when 'lane' then 2 when 'commissioner' then 3 when 'secretary' then 4 else 5 end, r.position, r.id
      from role r join raiser a on r.organisation_id = a.enterprise and r.kind = 'commissioner'
        or r.organisation_id = a.chain and (r.kind in ('secretary', 'leader') or r.kind = 'lane' and r.lane = 'finance')
      union all
      select volunteer_id, 6, position, id from morning
      union all
      select person_id, 7, position, id from morning
    ), firsts as (
      select distinct on (slot) person_id, slot from wanted order by slot, position, id
    ), once as (
      select person_id, min(slot) as slot from firsts group by person_id
    )
    select p.id, p.name, p.display, o.slot, ${titles(sql)} from once o join person p on p.id = o.person_id order by o.slot`;
}

/** The rooms of one person as their phone lists them, the newest first, the direct chat with the bot always among them. */
export async function roomsOf(sql: Sql, person: number): Promise<RoomRow[]> {
  return sql<RoomRow[]>`
    with mine as (
      select o.id, o.kind, o.name from room o where o.person_id = ${person}
      union
      select o.id, o.kind, o.name from membership m join room o on o.id = m.room_id
      where m.person_id = ${person} and m.left_at is null and o.kind = 'group' and o.state <> 'gone'
    )
    select m.*, greatest(h.at, l.at) as said_at, l.at as line_at,
      case when l.at is null or h.at > l.at then h.display else '链心' end as speaker,
      case when l.at is null or h.at > l.at then h.text else l.text end as text
    from mine m
    left join lateral (
      select h.heard_at as at, p.display, case when h.kind = 'message' then coalesce(nullif(h.text, ''), '[图片或表情]') else '' end as text from heard h join person p on p.id = h.person_id
      where h.room_id = m.id order by h.id desc limit 1) h on true
    left join lateral (
      select ${saidAt(sql)} as at, l.text from line l where l.room_id = m.id and ${said(sql)} order by l.id desc limit 1) l on true
    order by said_at desc nulls last, m.kind desc, m.id limit ${MOST_ROOMS}`;
}

/** What the bot said in places this person does not see, and nobody has looked at since: who was told what. */
export async function elsewhere(sql: Sql, person: number | undefined, seen: { base: number; rooms: ReadonlyMap<number, number> }): Promise<Elsewhere[]> {
  const marks = JSON.stringify([...seen.rooms].map(([room, at]) => ({ room, at: new Date(at).toISOString() })));
  return sql<Elsewhere[]>`
    with seen as (select * from jsonb_to_recordset(${marks}::text::jsonb) as r(room bigint, at timestamptz)),
    news as (
      select l.room_id, count(distinct coalesce(l.bubble_id, l.id))::int as count, max(${saidAt(sql)}) as at, max(l.id) as last
      from line l left join seen s on s.room = l.room_id
      where ${said(sql)} and l.sent_at > greatest(coalesce(s.at, '-infinity'), ${seen.base}::timestamptz)
      group by l.room_id
    )
    select o.id, o.kind, o.name, n.count, n.at, left(l.text, 80) as text, coalesce(p.name, member.name) as person
    from news n join room o on o.id = n.room_id join line l on l.id = n.last
    left join person p on p.id = o.person_id
    left join lateral (select q.name from membership m join person q on q.id = m.person_id
      where m.room_id = o.id and m.left_at is null order by m.id limit 1) member on true
    where o.person_id is distinct from ${person ?? null}
      and not exists (select 1 from membership m where m.room_id = o.id and m.person_id = ${person ?? null} and m.left_at is null)
      and coalesce(p.name, member.name) is not null
    order by n.at desc, n.last desc limit ${MOST_ELSEWHERE}`;
}

/** The last of what people said in a room, oldest first. */
export async function heardIn(sql: Sql, room: number): Promise<HeardRow[]> {
  const rows = await sql<HeardRow[]>`
    select h.id, h.kind, p.name as person, p.display, h.text, h.media, h.detail -> 'quote' as quote, b.label, h.heard_at as at, h.state
    from heard h join person p on p.id = h.person_id
    left join lateral (
      select e ->> 'label' as label from line l cross join jsonb_array_elements(l.buttons) e
      where h.kind = 'press' and l.room_id = h.room_id and e ->> 'data' = h.text and l.made_at <= h.heard_at order by l.id desc limit 1) b on true
    where h.room_id = ${room} order by h.id desc limit ${MOST_MESSAGES}`;
  return rows.toReversed();
}

/** The last of what the bot said in a room, oldest first. */
export async function linesIn(sql: Sql, room: number): Promise<LineRow[]> {
  const rows = await sql<LineRow[]>`
    select l.id, coalesce(l.bubble_id, l.id) as bubble_id, l.text, l.buttons, l.sheet ->> 'name' as sheet, l.state, p.name as to, o.name as room, o.kind, ${saidAt(sql)} as at, m.no
    from line l join room o on o.id = l.room_id left join person p on p.id = l.person_id left join matter m on m.id = l.matter_id
    where l.room_id = ${room} and ${said(sql)} order by ${saidAt(sql)} desc, l.id desc limit ${MOST_MESSAGES}`;
  return rows.toReversed();
}

/** Who was told something since then, and how much: what turning the clock brought about. */
export async function toldSince(sql: Sql, since: number): Promise<{ person: string | null; room: string; kind: string; count: number }[]> {
  return sql`
    select p.name as person, o.name as room, o.kind, count(distinct coalesce(l.bubble_id, l.id))::int as count
    from line l join room o on o.id = l.room_id left join person p on p.id = o.person_id
    where ${said(sql)} and l.sent_at > ${since}::timestamptz
    group by p.name, o.name, o.kind order by min(l.sent_at), min(l.id) limit ${MOST_ELSEWHERE}`;
}

/** A line to press or to quote, as it lies in its room. */
export type Pointed = { room_id: number; bubble_id: number; message_id: string | null; text: string; buttons: Button[] };
export async function lineById(sql: Sql, id: number): Promise<Pointed | undefined> {
  const [found] = await sql<Pointed[]>`
    select l.room_id, coalesce(l.bubble_id, l.id) as bubble_id, max(b.message_id) as message_id, string_agg(b.text, E'\n' order by b.id) as text,
      jsonb_path_query_array(jsonb_agg(b.buttons order by b.id), '$[*][*]') as buttons
    from line l join line b on coalesce(b.bubble_id, b.id) = coalesce(l.bubble_id, l.id) and b.room_id = l.room_id
    where l.id = ${id} and ${said(sql)} group by l.id`;
  return found;
}

/** Names by which somebody in a room may be mentioned. */
export async function namesIn(sql: Sql, room: number): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct unnest(p.aliases || array[p.name, p.display]) as name from membership m join person p on p.id = m.person_id
    where m.room_id = ${room} and m.left_at is null limit 2000`;
  return rows.map((each) => each.name);
}

export async function directRoom(sql: Sql, person: number): Promise<RoomOf | undefined> {
  const [found] = await sql<RoomOf[]>`select id, kind, name from room where person_id = ${person}`;
  return found;
}

export async function townName(sql: Sql): Promise<string> {
  const [town] = await sql<{ name: string }[]>`select name from town limit 1`;
  return town?.name ?? "";
}
