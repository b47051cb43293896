import { ERASED, type Personal } from "../../../src/people/index.ts";

/** An elder's home and absences. Whoever is erased is looked after no more, and is nobody's contact. */
export const registryPersonal: Personal = {
  sealed: [{ table: "elder", column: "home_sealed", person: "person_id", row: "name" }],
  refers: [{ table: "duty", column: "person_id", once: ["team_id", "on_date"] }],
  erase: async (sql, person) => {
    await sql`delete from elder where person_id = ${person}`;
    await sql`
      update elder set volunteer_id = nullif(volunteer_id, ${person}), backup_id = nullif(backup_id, ${person}),
        contacts = (select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(contacts) c where (c ->> 'person')::bigint <> ${person})
      where volunteer_id = ${person} or backup_id = ${person} or contacts @> jsonb_build_array(jsonb_build_object('person', ${person}::bigint))`;
    await sql`update absence set reason = ${ERASED} where person_id = ${person}`;
    await sql`update checkin set words = null where elder_id = ${person}`;
  },
};
