import type { Personal } from "../people/index.ts";

/** With which words somebody confirmed. That they did stays. */
export const noticePersonal: Personal = {
  erase: async (sql, person) => {
    await sql`update receipt set evidence = null, remark = null where person_id = ${person}`;
  },
};
