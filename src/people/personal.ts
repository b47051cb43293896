import type { Query } from "../db/connect.ts";
import type { SealedColumn } from "./keys.ts";

/** What a module or capability keeps of a person: columns sealed by their key, and free words that go when they are erased. */
export type Personal = { sealed?: readonly SealedColumn[]; erase?: (sql: Query, person: number, now: number) => Promise<void> };

/** How an erased person, and words of theirs, are shown. */
export const ERASED = "已删除";

/** Destroys the key, and takes name, accounts, rooms and offices. What they did stays, done by somebody erased. */
export const peoplePersonal: Personal = {
  sealed: [
    { table: "person", column: "phone_sealed", person: "id", row: "id" },
    { table: "person", column: "kept_sealed", person: "id", row: "id" },
  ],
  erase: async (sql, person, now) => {
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
