import { ERASED, type Personal } from "../people/index.ts";

const NOTE = `（${ERASED}）`;

/** The words of whoever raised a matter, and of whoever did something to it. Matters, their stages and counts stay. */
export const matterPersonal: Personal = {
  erase: async (sql, person) => {
    await sql`update matter set detail = ${NOTE}, facts = facts - array['media', 'phone', 'person', 'place'] where raiser_id = ${person}`;
    await sql`
      update matter_event set data = data - array['words', 'reason', 'was', 'media']
      where by_id = ${person} or matter_id in (select id from matter where raiser_id = ${person})`;
  },
};
