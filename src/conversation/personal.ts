import { ERASED, type Personal } from "../people/index.ts";

const NOTE = `（${ERASED}）`;

/** What somebody said, what was understood of it and answered; what waits for them. That something was said stays. */
export const conversationPersonal: Personal = {
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
  },
};
