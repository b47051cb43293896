import type { Query } from "../db/connect.ts";

/* Rosters are frozen at sending; what happens to their people afterwards is noted in them, and takes nobody out. */

type Pair = { room: number; person: number };
const json = (rows: readonly Pair[]): string => JSON.stringify(rows);

/** Whoever leaves the last group in which they heard a notice has left its roster too, unless they confirmed before. */
export async function leaveRosters(sql: Query, left: readonly Pair[]): Promise<void> {
  if (!left.length) return;
  await sql`
    update receipt t set state = case when o.other is null then 'left' else t.state end, room_id = coalesce(o.other, t.room_id)
    from json_to_recordset(${json(left)}::text::json) as r(room bigint, person bigint)
    join receipt mine on mine.person_id = r.person and mine.room_id = r.room and mine.state in ('expected', 'unreachable')
    cross join lateral (
      select min(m.room_id) as other from membership m join line l on l.room_id = m.room_id and l.notice_id = mine.notice_id
      where m.person_id = r.person and m.left_at is null) o
    where t.id = mine.id`;
}

/** They are no longer among those meant: they stay on the roster, and are asked no more. */
export async function markLeft(sql: Query, gone: readonly { notice: number; person: number }[], now: number): Promise<void> {
  await sql`
    with given as (select * from json_to_recordset(${JSON.stringify(gone)}::text::json) as r(notice bigint, person bigint)),
    marked as (update receipt t set state = 'left' from given g where t.notice_id = g.notice and t.person_id = g.person and t.state = 'expected')
    update expectation e set closed_at = ${now}::timestamptz from given g
    where e.about = 'notice ' || g.notice and e.person_id = g.person and e.closed_at is null`;
}

/** Whoever comes back is expected again. */
export async function returnToRosters(sql: Query, joined: readonly Pair[]): Promise<void> {
  if (!joined.length) return;
  await sql`
    update receipt t set state = 'expected' from json_to_recordset(${json(joined)}::text::json) as r(room bigint, person bigint)
    where t.person_id = r.person and t.room_id = r.room and t.state = 'left'`;
}

/** A notice could not be delivered to this room: those who heard it nowhere else are listed, with the reason. */
export async function missRosters(sql: Query, room: number, why: string): Promise<void> {
  await sql`
    update receipt t set state = case when o.other is null then 'unreachable' else t.state end, room_id = coalesce(o.other, t.room_id),
      failure = case when o.other is null then ${why.slice(0, 300)} end
    from receipt mine
    cross join lateral (
      select min(m.room_id) as other from membership m join line l on l.room_id = m.room_id and l.notice_id = mine.notice_id
      where m.person_id = mine.person_id and m.left_at is null and m.room_id <> ${room} and l.state not in ('failed', 'withdrawn')) o
    where t.id = mine.id and mine.room_id = ${room} and mine.state = 'expected'
      and exists (select 1 from line l where l.notice_id = mine.notice_id and l.room_id = ${room} and l.state = 'failed')`;
}

/** These people can be reached again: what could not be delivered is said to them now. */
export async function reachRosters(sql: Query, people: readonly number[]): Promise<void> {
  await sql`
    update receipt t set state = 'expected', failure = null from room o
    where o.id = t.room_id and o.kind = 'direct' and o.person_id = any(${[...people]}::bigint[]) and t.person_id = o.person_id and t.state = 'unreachable'`;
}
