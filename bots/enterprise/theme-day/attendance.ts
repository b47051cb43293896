import type { Query } from "../../../src/db/connect.ts";

type Done<V> = readonly { value: V }[];
export type Answer = { occasion: number; person: number; organisation: number | null; answer: "yes" | "no"; count: number };
/** Without a number, the one that was said before stands. */
export type Came = { occasion: number; person: number; organisation: number | null; count: number | null };
export type MadeUp = { occasion: number; person: number; organisation: number | null };

const rows = (done: Done<unknown>): string => JSON.stringify(done.map((each) => each.value));

/** What people say of their coming; the newest word counts. */
export const deeds = {
  "attendance.answer": async (sql: Query, done: Done<Answer>): Promise<void> => {
    await sql`
      insert into attendance (occasion_id, person_id, organisation_id, answer, count)
      select distinct on (occasion, person) occasion, person, organisation, answer, count
      from json_to_recordset(${rows(done)}::text::json) as r(occasion bigint, person bigint, organisation bigint, answer text, count int)
      order by occasion, person
      on conflict (occasion_id, person_id) do update set answer = excluded.answer, count = excluded.count`;
  },
  "attendance.came": async (sql: Query, done: Done<Came>, now: number): Promise<void> => {
    await sql`
      insert into attendance (occasion_id, person_id, organisation_id, count, came_at)
      select distinct on (occasion, person) occasion, person, organisation, coalesce(count, 1), ${now}::timestamptz
      from json_to_recordset(${rows(done)}::text::json) as r(occasion bigint, person bigint, organisation bigint, count int) order by occasion, person
      on conflict (occasion_id, person_id) do update set came_at = coalesce(attendance.came_at, excluded.came_at)`;
    await sql`
      update attendance a set count = r.count
      from json_to_recordset(${rows(done)}::text::json) as r(occasion bigint, person bigint, count int)
      where a.occasion_id = r.occasion and a.person_id = r.person and r.count is not null`;
  },
  "attendance.made_up": async (sql: Query, done: Done<MadeUp>, now: number): Promise<void> => {
    await sql`
      insert into attendance (occasion_id, person_id, organisation_id, made_up_at)
      select distinct on (occasion, person) occasion, person, organisation, ${now}::timestamptz
      from json_to_recordset(${rows(done)}::text::json) as r(occasion bigint, person bigint, organisation bigint) order by occasion, person
      on conflict (occasion_id, person_id) do update set made_up_at = coalesce(attendance.made_up_at, excluded.made_up_at)`;
  },
};
