import type { Query } from "../db/connect.ts";
import { ERASED, type Parting, type Personal } from "../people/index.ts";

const NOTE = `（${ERASED}）`;

/** What somebody did to matters that they have to do with. */
const EVENTS = `select e.id from matter_event e where e.matter_id in (
  select id from matter where raiser_id = m."from" or owner_id = m."from" union select matter_id from co_reporter where person_id = m."from")`;

/** The words of whoever raised a matter, and of whoever did something to it. Matters, their stages and counts stay. */
export const matterPersonal: Personal = {
  refers: [
    { table: "matter_event", column: "by_id", via: EVENTS },
    { table: "co_reporter", column: "person_id", key: "matter_id", once: ["matter_id"] },
    { table: "matter", column: "room_id", room: true, via: `select id from matter where raiser_id = m."from"` },
    { table: "matter", column: "raiser_id" },
    { table: "matter", column: "owner_id" },
  ],
  parted: partMatters,
  erase: async (sql, person) => {
    await sql`update matter set detail = ${NOTE}, facts = facts - array['media', 'phone', 'person', 'place'] where raiser_id = ${person}`;
    await sql`
      update matter_event set data = data - array['words', 'reason', 'was', 'media']
      where by_id = ${person} or matter_id in (select id from matter where raiser_id = ${person})`;
  },
};

/** What was raised, done and joined meanwhile by an account goes with it; a matter then is that of the enterprise of whoever
 *  it belongs to. Who handles it goes on. */
async function partMatters(sql: Query, partings: readonly Parting[]): Promise<void> {
  const rows = JSON.stringify(partings);
  await sql`
    with parts as (
      select * from json_to_recordset(${rows}::text::json) as r("from" bigint, "into" bigint, room_from bigint, room_into bigint, heard jsonb)
    ), theirs as (
      select m.*, x.id from parts m join matter x on x.raiser_id = m."into" join matter_event e on e.matter_id = x.id and e.verb = 'opened'
      where e.heard_id in (select i.id::bigint from jsonb_array_elements_text(m.heard) i(id))
    )
    update matter x set raiser_id = t."from", room_id = case when x.room_id = t.room_into then t.room_from else x.room_id end,
      organisation_id = (
        select o.id from role r join organisation o on o.id = r.organisation_id and o.kind = 'enterprise'
        where r.person_id = t."from" and r.kind = 'member' order by r.position, r.id limit 1)
    from theirs t where x.id = t.id`;
  await sql`
    with parts as (select * from json_to_recordset(${rows}::text::json) as r("from" bigint, "into" bigint, heard jsonb)),
    said as (select m."from", m."into", i.id::bigint as heard from parts m cross join lateral jsonb_array_elements_text(m.heard) i(id)),
    done as (
      update matter_event e set by_id = s."from" from said s where e.heard_id = s.heard and e.by_id = s."into" returning e.matter_id, e.verb, s."from", s."into"
    )
    update co_reporter c set person_id = d."from" from done d where d.verb = 'joined' and c.matter_id = d.matter_id and c.person_id = d."into"`;
}
