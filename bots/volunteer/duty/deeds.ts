import type { Query as Sql } from "../../../src/db/connect.ts";

type Done<V> = readonly { value: V }[];
const given = <V>(done: Done<V>): string => JSON.stringify(done.map(({ value }) => value));

export type Signed = { team: number; person: number; on: string; at: number };
export type Leave = { team: number; person: number; from: string; until: string; cover: number | null; words: string };
export type Declined = { team: number; person: number; from: string; until: string; by: number };

/** Who is on duty, and who is not, by their own word. */
export const deeds = {
  /** Whoever comes all the same is not on leave that day. */
  "duty.in": async (sql: Sql, done: Done<Signed>): Promise<void> => {
    await sql`
      insert into duty (team_id, person_id, on_date, in_at)
      select team, person, "on", to_timestamp(min(at) / 1000.0)
      from json_to_recordset(${given(done)}::text::json) as r(team bigint, person bigint, "on" date, at float8) group by 1, 2, 3 order by 1, 2, 3
      on conflict (team_id, person_id, on_date) do update set in_at = coalesce(duty.in_at, excluded.in_at), leave = null, cover_id = null`;
  },
  "duty.out": async (sql: Sql, done: Done<Signed>): Promise<void> => {
    await sql`
      update duty d set out_at = to_timestamp(r.at / 1000.0)
      from json_to_recordset(${given(done)}::text::json) as r(team bigint, person bigint, "on" date, at float8)
      where d.team_id = r.team and d.person_id = r.person and d.on_date = r."on"`;
  },
  /** Every day of a leave; a later word about the same day counts. */
  "duty.leave": async (sql: Sql, done: Done<Leave>): Promise<void> => {
    await sql`
      insert into duty (team_id, person_id, on_date, leave, cover_id)
      select distinct on (team, person, day) team, person, day::date, words, cover
      from json_to_recordset(${given(done)}::text::json) as r(team bigint, person bigint, "from" date, until date, cover bigint, words text),
        generate_series(r."from", r.until, interval '1 day') as day
      order by 1, 2, 3
      on conflict (team_id, person_id, on_date) do update set leave = excluded.leave, cover_id = excluded.cover_id, declined = '{}'`;
  },
  /** Taken back from that day on. */
  "duty.unleave": async (sql: Sql, done: Done<{ team: number; person: number; from: string }>): Promise<void> => {
    await sql`
      update duty d set leave = null, cover_id = null, declined = '{}'
      from json_to_recordset(${given(done)}::text::json) as r(team bigint, person bigint, "from" date)
      where d.team_id = r.team and d.person_id = r.person and d.on_date >= r."from" and d.leave is not null`;
  },
  "duty.decline": async (sql: Sql, done: Done<Declined>): Promise<void> => {
    await sql`
      update duty d set declined = array_append(d.declined, r.by), cover_id = nullif(d.cover_id, r.by)
      from json_to_recordset(${given(done)}::text::json) as r(team bigint, person bigint, "from" date, until date, by bigint)
      where d.team_id = r.team and d.person_id = r.person and d.on_date between r."from" and r.until and not d.declined @> array[r.by]`;
  },
};
