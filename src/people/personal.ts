import type { Query } from "../db/connect.ts";
import type { SealedColumn } from "./keys.ts";
import type { Merging, Parting, Tie } from "./refers.ts";

/** What a module or capability keeps of a person: columns sealed by their key, free words that go when they are erased, and
 *  what is moved when they turn out to be somebody else. */
export type Personal = { sealed?: readonly SealedColumn[]; erase?: (sql: Query, person: number, now: number) => Promise<void> } & Merging;

/** How an erased person, and words of theirs, are shown. */
export const ERASED = "已删除";

/** Destroys the key, and takes name, accounts, rooms and offices. What they did stays, done by somebody erased. */
export const peoplePersonal: Personal = {
  sealed: [
    { table: "person", column: "phone_sealed", person: "id", row: "id" },
    { table: "person", column: "kept_sealed", person: "id", row: "id" },
  ],
  refers: [
    { table: "membership", column: "person_id", once: ["room_id"] },
    { table: "role", column: "person_id", once: ["organisation_id", "kind", "lane"] },
    { table: "invitation", column: "person_id" },
    { table: "person", column: "deputy_id" },
  ],
  merged: returnToRooms,
  parted: leaveRooms,
  erase: async (sql, person, now) => {
    await forgetMerges(sql, person);
    await sql`
      insert into person_key (person_id, destroyed_at) values (${person}, ${now}::timestamptz)
      on conflict (person_id) do update set wrapped = null, destroyed_at = excluded.destroyed_at`;
    await sql`
      update person set name = ${`${ERASED} ${person}`}, display = ${ERASED}, aliases = '{}', state = 'stopped', away_until = null, deputy_id = null
      where id = ${person}`;
    await sql`update person set deputy_id = null where deputy_id = ${person}`;
    await sql`update room set name = ${`${ERASED} ${person}`} where person_id = ${person}`;
    await sql`delete from account where person_id = ${person}`;
    await sql`delete from invitation where person_id = ${person}`;
    await sql`delete from role where person_id = ${person}`;
    await sql`delete from town_role where person_id = ${person}`;
    await sql`update membership set left_at = ${now}::timestamptz where person_id = ${person} and left_at is null`;
    await sql`update town set revision = revision + 1`;
  },
};

/** Who was merged into them is the same human: their names go, too. What merges kept of both in words goes; that there was one
 *  stays, and in the audit. */
async function forgetMerges(sql: Query, person: number): Promise<void> {
  await sql`
    with same as (select from_id as id from person_merge where into_id = ${person} and undone_at is null and account_id is null),
    named as (
      update person p set name = ${`${ERASED} `} || p.id, display = ${ERASED}, aliases = '{}', phone_sealed = null, kept_sealed = null
      from same s where p.id = s.id
    )
    update room o set name = ${`${ERASED} `} || s.id from same s where o.person_id = s.id`;
  await sql`
    update person_merge set evidence = '[]', moved = '{}', before = '{}', undone_at = coalesce(undone_at, merged_at)
    where from_id = ${person} or into_id = ${person}`;
}

/** Whoever was in a group by one of their accounts is in it. */
async function returnToRooms(sql: Query, ties: readonly Tie[]) {
  return sql<{ merge: number; name: string; kept: unknown[] }[]>`
    with ties as (select * from json_to_recordset(${JSON.stringify(ties)}::text::json) as r(merge bigint, "from" bigint, "into" bigint)),
    old as (
      select m.merge, o.id, o.left_at from ties m join membership t on t.person_id = m."from" and t.left_at is null
      join membership o on o.person_id = m."into" and o.room_id = t.room_id and o.left_at is not null
    ), inside as (update membership o set left_at = null from old where o.id = old.id)
    select merge, 'membership' as name, jsonb_agg(jsonb_build_object('id', id, 'left_at', left_at)) as kept from old group by merge`;
}

/** And out again; a group that only this account came into meanwhile goes with it. */
async function leaveRooms(sql: Query, partings: readonly Parting[]): Promise<void> {
  const rows = JSON.stringify(partings);
  await sql`
    update membership o set left_at = r.left_at
    from json_to_recordset(${rows}::text::json) as m(before jsonb)
    cross join lateral jsonb_to_recordset(m.before -> 'kept' -> 'membership') as r(id bigint, left_at timestamptz) where o.id = r.id and o.left_at is null`;
  await sql`
    update membership t set person_id = m."from"
    from json_to_recordset(${rows}::text::json) as m("from" bigint, "into" bigint, merged_at float8, heard jsonb)
    where t.person_id = m."into" and t.joined_at >= to_timestamp(m.merged_at / 1000.0)
      and t.room_id in (select h.room_id from jsonb_array_elements_text(m.heard) i(id) join heard h on h.id = i.id::bigint)
      and not exists (select 1 from conversation c join turn u on u.conversation_id = c.id where c.person_id = m."into" and c.room_id = t.room_id)
      and not exists (select 1 from membership o where o.person_id = m."from" and o.room_id = t.room_id)`;
}
