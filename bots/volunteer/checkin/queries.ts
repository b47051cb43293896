import type { Query as Sql } from "../../../src/db/connect.ts";
import type { Vault } from "../../../src/db/seal.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";
import { awayThen, type SealedHome, withHomes } from "../registry/queries.ts";
import { byHome, byName, type Household } from "./household.ts";

/** The households of one day that concern somebody: those they are to answer for, and all others of their teams. */
export type MorningOf = { person: number; on: string };
export const morningOf = query<Household[]>("checkin.morning");

type Row = Omit<Household, "home"> & SealedHome & { n: number };

async function readMornings(sql: Sql, args: readonly MorningOf[], vault: Vault): Promise<Household[][]> {
  const rows = await sql<Row[]>`
    select a.n, c.elder_id as elder, p.name, e.home_sealed, k.wrapped as home_key, c.team_id as team, c.state, c.volunteer_id as volunteer, c.words, w.away
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, person bigint, "on" date)
    join checkin c on c.on_date = a."on" and c.team_id in (
      select t.team_id from checkin t where t.on_date = a."on" and t.volunteer_id = a.person
      union all select r.organisation_id from role r where r.person_id = a.person and r.kind in ('volunteer', 'leader'))
    join person p on p.id = c.elder_id join elder e on e.person_id = c.elder_id
    left join person_key k on k.person_id = c.elder_id
    ${awayThen(sql)}
    order by a.n, c.elder_id`;
  const found = withHomes(rows, (one) => one.elder, vault).map((one) => ({ ...one, state: stateOf(one) }));
  return inOrder<Household>(args, found).map((each) => each.toSorted(byHome));
}

/** Who was reported away this morning, by whomever, is not waited for. */
export const stateOf = ({ state, away }: { state: string; away: string | null }): string =>
  away !== null && ["waiting", "silent", "absent"].includes(state) ? "absent" : state === "absent" ? "waiting" : state;

export const looks = { [morningOf.name]: readMornings };

/** An elder of a team with all who may answer for them on a day, and how far that day's check-in is. */
export type Cared = {
  elder: number;
  name: string;
  away: string | null;
  paired: number | null;
  backup: number | null;
  /** Who stands in by name while the paired volunteer is on leave. */
  cover: number | null;
  /** On leave that day. */
  off: number[];
  /** Cannot stand in, by their own word. */
  declined: number[];
  /** Null before the day's prompt. */
  state: string | null;
  volunteer: number | null;
};

/** The elders of teams on their days, in the order of the arguments. */
export async function readTeams(sql: Sql, args: readonly { team: number; on: string }[]): Promise<Cared[][]> {
  const rows = await sql<(Cared & { n: number })[]>`
    select a.n, e.person_id as elder, p.name, w.away, e.volunteer_id as paired, e.backup_id as backup, l.cover_id as cover,
      coalesce(l.declined, '{}')::int[] as declined, c.state, c.volunteer_id as volunteer,
      array(select d.person_id from duty d where d.team_id = a.team and d.on_date = a."on" and d.leave is not null)::int[] as off
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, team bigint, "on" date)
    join elder e on e.team_id = a.team join person p on p.id = e.person_id
    left join duty l on l.team_id = a.team and l.person_id = e.volunteer_id and l.on_date = a."on" and l.leave is not null
    left join checkin c on c.elder_id = e.person_id and c.on_date = a."on"
    ${awayThen(sql)}
    order by a.n, e.person_id`;
  const found = rows.map((one) => (one.state === null ? one : { ...one, state: stateOf({ state: one.state, away: one.away }) }));
  return inOrder<Cared>(args, found).map((each) => each.toSorted(byName));
}
