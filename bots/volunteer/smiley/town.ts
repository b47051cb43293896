import { keepRules } from "../../../src/occasion/index.ts";
import type { TownReader } from "../../../src/people/index.ts";

type Row = { key: string; organisation: number; windows: string[] };

const clock = (minutes: string): string => `${String(Math.floor(Number(minutes) / 60)).padStart(2, "0")}:${String(Number(minutes) % 60).padStart(2, "0")}`;

/** A rule for each team with elders that have a window; teams that have none any more lose theirs. */
export const readWindows: TownReader = async (sql, _town, { now }) => {
  // A morning goes with its elder to another team: there it is known as begun.
  await sql`
    update smiley s set team_id = e.team_id from elder e, town t
    where s.elder_id = e.person_id and s.team_id <> e.team_id and s.on_date >= (${now}::timestamptz at time zone t.zone)::date - 1`;
  const rows = await sql<Row[]>`
    select 'smiley ' || t.name as key, t.id as organisation, coalesce(w.windows, '{}') as windows
    from organisation t
    left join lateral (
      select array_agg(distinct e.window_from || '-' || e.window_until) as windows from elder e where e.team_id = t.id and e.window_from is not null) w on true
    where t.kind = 'team' and (w.windows is not null or exists (select 1 from occasion_rule r where r.key = 'smiley ' || t.name))
    order by t.id`;
  const windows = (row: Row) => row.windows.map((each) => each.split("-").map(clock).join("-")).toSorted();
  await keepRules(
    sql,
    rows.map((row) => ({ key: row.key, kind: "smiley", organisation: row.organisation, rule: row.windows.length ? { windows: windows(row) } : null })),
    now,
  );
};
