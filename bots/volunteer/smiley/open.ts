import type { Query } from "../../../src/db/connect.ts";
import { takeMornings } from "../registry/hold.ts";

export type Opening = {
  occasion: number;
  team: number;
  on: string;
  /** No window is looked at before this moment. */
  earliest: number;
  /** Only windows that end after this minute of the day: a world that begins while windows are open has no part in those
   *  that have ended. */
  after: number;
};

/** Opens the windows of all these teams at once, and makes the step that looks at each of their ends. Who sent a sign before
 *  that keeps it; who is away is absent. */
export async function openWindows(sql: Query, done: readonly { value: Opening }[]): Promise<void> {
  const rows = JSON.stringify(done.map(({ value }) => ({ ...value, earliest: new Date(value.earliest).toISOString() })));
  await takeMornings(
    sql,
    done.map(({ value }) => value.team),
  );
  // Clock arithmetic only once a team and window: a million times it would cost as much as the rows.
  await sql`
    with due as materialized (
      select * from json_to_recordset(${rows}::text::json) as r(occasion bigint, team bigint, "on" date, earliest timestamptz, after int)
    ), elders as materialized (
      select d.occasion, d."on", d.team, d.earliest, e.person_id, e.window_until from due d join elder e on e.team_id = d.team
      where e.window_from is not null and e.window_until > d.after
    ), signed as materialized (
      select s.elder_id from due d join smiley s on s.team_id = d.team and s.on_date = d."on"
    ), opened as (
      insert into smiley (elder_id, on_date, team_id, occasion_id, state)
      select e.person_id, e."on", e.team, e.occasion, case when a.person_id is null then 'waiting' else 'absent' end
      from elders e
      left join absence a on a.person_id = e.person_id and a.ended_at is null and a.from_on <= e."on" and (a.until_on is null or a.until_on >= e."on")
      where not exists (select from signed s where s.elder_id = e.person_id) order by e.person_id
    ), windows as materialized (
      select distinct occasion, "on", window_until, earliest from elders
    )
    insert into occasion_step (occasion_id, step, due_at)
    select occasion, 'remind ' || to_char(make_interval(mins => window_until), 'HH24:MI'),
      greatest(("on" + make_interval(mins => window_until)) at time zone (select zone from town), earliest)
    from windows order by 3, 1
    on conflict (occasion_id, step) do nothing`;
}
