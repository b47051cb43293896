import type { Query } from "../../../src/db/connect.ts";

export type Opening = {
  occasion: number;
  team: number;
  on: string;
  /** No window is looked at before this moment. */ earliest: number;
  /** Opened after its time: those that ended already count too. */ late: boolean;
};

/** Opens the windows of all these teams at once, and makes the step that looks at each of their ends. Who sent a sign before
 *  that keeps it; who is away is absent. A world that begins while windows are open has no part in those that have ended. */
export async function openWindows(sql: Query, done: readonly { value: Opening }[]): Promise<void> {
  const rows = JSON.stringify(done.map(({ value }) => ({ ...value, earliest: new Date(value.earliest).toISOString() })));
  await sql`
    with due as materialized (
      select * from jsonb_to_recordset(${rows}::text::jsonb) as r(occasion bigint, team bigint, "on" date, earliest timestamptz, late boolean)
    ), elders as materialized (
      select d.occasion, d."on", d.team, d.earliest, e.person_id, e.window_until, w.ends_at from due d join elder e on e.team_id = d.team
      cross join lateral (select (d."on" + make_interval(mins => e.window_until)) at time zone (select zone from town) as ends_at) w
      where e.window_from is not null and (d.late or w.ends_at > d.earliest)
    ), opened as (
      insert into smiley (elder_id, on_date, team_id, occasion_id, state)
      select e.person_id, e."on", e.team, e.occasion, case when a.person_id is null then 'waiting' else 'absent' end
      from elders e
      left join absence a on a.person_id = e.person_id and a.ended_at is null and a.from_on <= e."on" and (a.until_on is null or a.until_on >= e."on")
      order by e.person_id on conflict (elder_id, on_date) do nothing
    )
    insert into occasion_step (occasion_id, step, due_at)
    select occasion, 'remind ' || to_char(make_interval(mins => window_until), 'HH24:MI'),
greatest(ends_at, earliest)
    from (select distinct occasion, window_until, ends_at, earliest from elders) w order by 3, 1
    on conflict (occasion_id, step) do nothing`;
}
