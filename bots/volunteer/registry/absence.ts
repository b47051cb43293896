import type { Query } from "../../../src/db/connect.ts";

/** Until when somebody is away; null until somebody says. */
export type Absence = { person: number; from: string; until: string | null; reason: string; by: number };

type Done<V> = readonly { value: V }[];

/** An elder is not at home for a while, or is back. The newest word counts. */
export const deeds = {
  "elder.absent": async (sql: Query, done: Done<Absence>, now: number): Promise<void> => {
    const rows = JSON.stringify(done.map((each) => each.value));
    await sql`
      with given as (select * from jsonb_to_recordset(${rows}::text::jsonb) as r(person bigint, "from" date, until date, reason text, by bigint)),
      before as (update absence a set ended_at = ${now}::timestamptz from given g where a.person_id = g.person and a.ended_at is null)
      insert into absence (person_id, from_on, until_on, reason, by_id, said_at)
      select person, "from", until, reason, by, ${now}::timestamptz from given order by person`;
  },
  "elder.back": async (sql: Query, done: Done<{ person: number }>, now: number): Promise<void> => {
    await sql`
      update absence set ended_at = ${now}::timestamptz
      where person_id = any(${done.map((each) => each.value.person)}::bigint[]) and ended_at is null`;
  },
};
