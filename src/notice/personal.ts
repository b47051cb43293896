import type { Personal } from "../people/index.ts";

/** With which words somebody confirmed. That they did stays. */
export const noticePersonal: Personal = {
  refers: [
    { table: "receipt", column: "person_id", once: ["notice_id"] },
    { table: "receipt", column: "room_id", room: true, via: `select id from receipt where person_id = m."into" and room_id = m.room_from` },
    { table: "notice", column: "author_id" },
  ],
  erase: async (sql, person) => {
    await sql`update receipt set evidence = null, remark = null where person_id = ${person}`;
  },
};
