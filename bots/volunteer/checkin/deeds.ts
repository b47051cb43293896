import type { Query as Sql } from "../../../src/db/connect.ts";

type Done<V> = readonly { value: V; who: number | null }[];

export type Opened = { elder: number; on: string; team: number; volunteer: number | null; occasion: number; state: "waiting" | "absent" };
/** What somebody said of a household. A null state keeps the one it has: words were heard that do not say how it is. */
export type Report = { elder: number; on: string; state: string | null; words: string };

export const deeds = {
  /** The day's prompt: every household of the team, with who is to answer for it. */
  "checkin.open": async (sql: Sql, done: Done<Opened>): Promise<void> => {
    await sql`
      insert into checkin (elder_id, on_date, team_id, volunteer_id, occasion_id, state)
      select elder, "on", team, volunteer, occasion, state
      from json_to_recordset(${JSON.stringify(done.map(({ value }) => value))}::text::json) as r(elder bigint, "on" date, team bigint, volunteer bigint,
        occasion bigint, state text)
      order by 1, 2 on conflict do nothing`;
  },
  "checkin.report": async (sql: Sql, done: Done<Report>, now: number): Promise<void> => {
    const rows = done.map(({ value, who }, n) => ({ ...value, who, n }));
    await sql`
      update checkin c set state = coalesce(r.state, c.state), words = r.words,
        answered_at = case when r.state is null then c.answered_at else ${now}::timestamptz end,
        answered_by = case when r.state is null then c.answered_by else r.who end
      from (select distinct on (elder, "on") * from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(elder bigint, "on" date, state text,
        words text, who bigint, n int) order by elder, "on", n desc) r
      where c.elder_id = r.elder and c.on_date = r."on"`;
  },
  /** The time is over: who did not answer was silent, who went away meanwhile is absent. */
  "checkin.close": async (sql: Sql, done: Done<{ occasion: number; absent: number[] }>): Promise<void> => {
    await sql`
      update checkin c set state = case when r.absent @> to_jsonb(c.elder_id) then 'absent' else 'silent' end
      from json_to_recordset(${JSON.stringify(done.map(({ value }) => value))}::text::json) as r(occasion bigint, absent jsonb)
      where c.occasion_id = r.occasion and c.state in ('waiting', 'absent')`;
  },
  /** Somebody else answers for a household that has not been heard of yet. */
  "checkin.assign": async (sql: Sql, done: Done<{ elder: number; on: string; volunteer: number | null }>): Promise<void> => {
    await sql`
      update checkin c set volunteer_id = r.volunteer
      from json_to_recordset(${JSON.stringify(done.map(({ value }) => value))}::text::json) as r(elder bigint, "on" date, volunteer bigint)
      where c.elder_id = r.elder and c.on_date = r."on" and c.state in ('waiting', 'silent')`;
  },
};
