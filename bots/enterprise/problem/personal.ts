import type { Personal } from "../../../src/people/index.ts";

/** A report that somebody was in the middle of, while they were taken for another, was of that one's enterprise: whose it is is
 *  found anew. */
export const problemPersonal: Personal = {
  parted: async (sql, partings) => {
    await sql`
      update conversation c set sessions = (
        select jsonb_agg(case when s.one ->> 'flow' = 'problem.report' then s.one #- '{answers,enterprise}' else s.one end order by s.n)
        from jsonb_array_elements(c.sessions) with ordinality s(one, n))
      from json_to_recordset(${JSON.stringify(partings)}::text::json) as m("from" bigint, heard jsonb)
      where c.person_id = m."from" and c.sessions <> '[]' and exists (
        select 1 from turn u where u.conversation_id = c.id and u.heard_id in (select i.id::bigint from jsonb_array_elements_text(m.heard) i(id)))`;
  },
};
