import type { Query } from "../db/connect.ts";
import type { Parting, Tie } from "../people/index.ts";

/** Everything that this person said, in SQL: what became a turn, the talk of bystanders that is not forgotten yet (in their groups,
 *  from the oldest such row on), and what waits in a queue. Each has an index; a look at all that was ever heard takes minutes in
 *  a large town. */
export const heardOf = (person: string): string => `
  select u.heard_id as heard from conversation c join turn u on u.conversation_id = c.id where c.person_id = ${person}
  union select h.id from membership b join heard h on h.room_id = b.room_id
    and h.id >= (select id from heard where state = 'bystander' and text is not null order by heard_at limit 1)
    where b.person_id = ${person} and h.person_id = ${person} and h.state = 'bystander' and h.text is not null
  union select id from heard where state in ('waiting', 'parked') and person_id = ${person}`;

/** What was said by these accounts as this person. */
export async function saidBy(
  sql: Query,
  asked: readonly { merge: number; person: number; accounts: number[] }[],
): Promise<{ merge: number; heard: number[] }[]> {
  return sql.unsafe<{ merge: number; heard: number[] }[]>(
    `select m.merge, jsonb_agg(h.id order by h.id) as heard
     from jsonb_to_recordset($1::text::jsonb) as m(merge bigint, person bigint, accounts jsonb)
     cross join lateral (${heardOf("m.person")}) f join heard h on h.id = f.heard
     where h.person_id = m.person and h.account_id in (select i.id::bigint from jsonb_array_elements_text(m.accounts) i(id)) group by m.merge`,
    [JSON.stringify(asked)],
  );
}

/** What somebody was in the middle of goes on, unless the other is in the middle of something there. */
export async function carrySessions(sql: Query, ties: readonly Tie[]) {
  return sql<{ merge: number; name: string; kept: unknown[] }[]>`
    with ties as (
      select * from json_to_recordset(${JSON.stringify(ties)}::text::json) as r(merge bigint, "from" bigint, "into" bigint, room_from bigint, room_into bigint)
    ), old as (
      select m.merge, c.id, c.sessions, c.due, c.due_at, m."into", case when c.room_id = m.room_from then m.room_into else c.room_id end as room
      from ties m join conversation c on c.person_id = m."from" where c.sessions <> '[]' or c.due is not null for update of c
    ), ended as (update conversation c set sessions = '[]', due = null, due_at = null from old where c.id = old.id
    ), carried as (
      insert into conversation (person_id, room_id, sessions, due, due_at) select "into", room, sessions, due, due_at from old order by 1, 2
      on conflict (person_id, room_id) do update set sessions = excluded.sessions, due = excluded.due, due_at = excluded.due_at
      where conversation.sessions = '[]' returning id, person_id, room_id, xmax = 0 as made
    )
    select o.merge, 'conversation' as name, jsonb_agg(jsonb_build_object('id', o.id, 'sessions', o.sessions, 'due', o.due, 'due_at', o.due_at,
      'carried', c.id, 'made', c.made)) as kept
    from old o left join carried c on c.person_id = o."into" and c.room_id = o.room group by o.merge`;
}

/** What was said, answered and asked by an account goes with it, and so does what is in the middle, if it spoke there last. */
export async function partSessions(sql: Query, partings: readonly Parting[]): Promise<void> {
  const rows = JSON.stringify(partings);
  await partTurns(sql, rows);
  await resumed(sql, rows);
  await partLines(sql, rows);
}

async function partTurns(sql: Query, rows: string): Promise<void> {
  await sql`
    with said as (
      select m.*, i.id::bigint as heard_id
      from json_to_recordset(${rows}::text::json) as m("from" bigint, "into" bigint, room_from bigint, room_into bigint, heard jsonb)
      cross join lateral jsonb_array_elements_text(m.heard) i(id)
    ), back as (
      update heard h set person_id = s."from", room_id = case when h.room_id = s.room_into then s.room_from else h.room_id end
      from said s where h.id = s.heard_id and h.person_id = s."into"
    ), turned as (
      select u.id, u.conversation_id, s."from", s.heard_id, case when c.room_id = s.room_into then s.room_from else c.room_id end as room,
        u.id = (select max(id) from turn x where x.conversation_id = c.id) as last, c.sessions, c.due, c.due_at
      from said s join conversation c on c.person_id = s."into" join turn u on u.conversation_id = c.id and u.heard_id = s.heard_id
    ), ended as (
      update conversation c set sessions = '[]', due = null, due_at = null from turned t where c.id = t.conversation_id and t.last
    ), theirs as (
      insert into conversation (person_id, room_id, sessions, due, due_at)
      select distinct on ("from", room) "from", room, case when last then sessions else '[]' end, case when last then due end, case when last then due_at end
      from turned order by "from", room, id desc
      on conflict (person_id, room_id) do update set sessions = excluded.sessions, due = excluded.due, due_at = excluded.due_at
      returning id, person_id, room_id
    )
    update turn u set conversation_id = c.id from turned t join theirs c on c.person_id = t."from" and c.room_id = t.room where u.id = t.id`;
}

/** What was carried over and not touched since goes back as it was; a conversation made for it that nobody had goes. */
async function resumed(sql: Query, rows: string): Promise<void> {
  await sql`
    with kept as (
      select k.* from json_to_recordset(${rows}::text::json) as m(before jsonb)
      cross join lateral jsonb_to_recordset(m.before -> 'kept' -> 'conversation')
        as k(id bigint, sessions jsonb, due text, due_at timestamptz, carried bigint, made boolean)
    ), untouched as (
      select k.* from kept k left join conversation c on c.id = k.carried where k.carried is null or c.sessions = k.sessions
    ), ended as (
      update conversation c set sessions = '[]', due = null, due_at = null from untouched u
      where c.id = u.carried and not (u.made and not exists (select 1 from turn t where t.conversation_id = c.id))
    ), gone as (
      delete from conversation c using kept k where c.id = k.carried and k.made and not exists (select 1 from turn t where t.conversation_id = c.id)
    )
    update conversation c set sessions = u.sessions, due = u.due, due_at = u.due_at from untouched u where c.id = u.id`;
}

/** Lines of those turns and about their matters that stand in the other's direct chat, and the questions these ask. */
async function partLines(sql: Query, rows: string): Promise<void> {
  await sql`
    with parts as (
      select * from json_to_recordset(${rows}::text::json)
        as m("from" bigint, "into" bigint, room_from bigint, room_into bigint, merged_at float8, heard jsonb)
    ), mine as (
      select l.id, l.expectation_id, m."from", m."into", m.room_from, m.room_into from parts m join line l on l.room_id = m.room_into
      where l.made_at >= to_timestamp(m.merged_at / 1000.0) and (
        l.turn_id in (select u.id from conversation c join turn u on u.conversation_id = c.id
          where c.person_id = m."from" and u.heard_id in (select i.id::bigint from jsonb_array_elements_text(m.heard) i(id)))
        or l.matter_id in (select id from matter where raiser_id = m."from"))
    ), asked as (
      update expectation e set person_id = m."from", room_id = m.room_from from mine m
      where e.id = m.expectation_id and e.person_id = m."into" and e.room_id = m.room_into
    )
    update line l set room_id = m.room_from, person_id = case when l.person_id = m."into" then m."from" else l.person_id end from mine m where l.id = m.id`;
}
