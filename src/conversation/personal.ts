import { ERASED, type Personal } from "../people/index.ts";
import { carrySessions, heardOf, partSessions } from "./parted.ts";

const NOTE = `（${ERASED}）`;

/** What somebody said, what was understood of it and answered; what waits for them. That something was said stays. */
export const conversationPersonal: Personal = {
  // Who somebody is is not asked any more. Conversations stay, with their turns: what is in the middle of them is carried over. Of `heard` and `line` the person has no
  // index; they are found by what has one.
  refers: [
    { table: "heard", column: "person_id", via: `select h.heard as id from (${heardOf('m."from"')}) h` },
    { table: "heard", column: "room_id", room: true, via: "select id from heard where room_id = m.room_from" },
    {
      table: "expectation",
      column: "person_id",
      via: `select id from expectation where person_id = m."from" and closed_at is null and about is distinct from 'who ' || m."from"`,
    },
    {
      table: "expectation",
      column: "room_id",
      room: true,
      via: `select id from expectation where person_id = m."into" and room_id = m.room_from and closed_at is null`,
    },
    { table: "line", column: "person_id", via: "select id from line where room_id = m.room_from" },
    { table: "line", column: "room_id", room: true, via: "select id from line where room_id = m.room_from" },
  ],
  merged: carrySessions,
  parted: partSessions,
  erase: async (sql, person, now) => {
    await sql`
      update line l set text = ${NOTE}, buttons = '[]', sheet = null, state = case when state = 'queued' then 'withdrawn' else state end
      where l.room_id in (select id from room where person_id = ${person})
        or l.turn_id in (select t.id from turn t join heard h on h.id = t.heard_id where h.person_id = ${person})`;
    await sql`
      update turn t set facts = '{}', because = '[]', said = ${NOTE} from heard h where h.id = t.heard_id and h.person_id = ${person}`;
    await sql`update heard set text = null, media = '[]', detail = '{}', state = 'done', with_id = null where person_id = ${person}`;
    await sql`update conversation set sessions = '[]', due = null, due_at = null where person_id = ${person}`;
    await sql`update expectation set answers = '{}', closed_at = coalesce(closed_at, ${now}::timestamptz) where person_id = ${person}`;
    // What was put to a confirmer about who they are.
    await sql`
      update expectation set answers = '{}', closed_at = coalesce(closed_at, ${now}::timestamptz)
      where about in (select 'newcomer ' || from_id from person_merge where into_id = ${person} or from_id = ${person} union select 'newcomer ' || ${person}::bigint)`;
  },
};
