import type { Query as Sql } from "../../../src/db/connect.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";
import type { Matter } from "../../../src/matter/index.ts";
import type { Charge } from "./ladder.ts";

/** An elder whose morning is not settled. */
export type Waiting = Charge & {
  occasion_id: number;
  name: string;
  display: string;
  person_state: string;
  on_date: string;
  state: string;
  asked_at: number | null;
  asks: number;
  window_from: number;
  window_until: number;
  /** Where they have accounts. */
  channels: string[];
  /** Nobody has found them since a former morning: that alarm goes on, no second one begins. */
  missing: boolean;
};

/** Those of these occasions who sent nothing yet. Claimed: another process that has another step of the same occasion
 *  finds none. */
export async function claimWaiting(sql: Sql, occasions: readonly number[]): Promise<Waiting[]> {
  return sql<Waiting[]>`
    select o.id as occasion_id, s.elder_id as elder, s.team_id as team, s.on_date::text, s.state, s.asked_at, s.asks, p.name, p.display, p.state as person_state,
      e.window_from, e.window_until, e.volunteer_id as volunteer, e.backup_id as backup,
      array(select (c.value ->> 'person')::int from jsonb_array_elements(e.contacts) with ordinality c order by c.ordinality) as contacts,
      array(select distinct a.channel from account a where a.person_id = s.elder_id) as channels,
      exists (select 1 from matter m where m.raiser_id = s.elder_id and m.kind = 'smiley' and m.state in ('new', 'accepted')) as missing
    from smiley s join elder e on e.person_id = s.elder_id and e.window_from is not null join person p on p.id = s.elder_id
    join occasion o on o.organisation_id = s.team_id and o.on_date = s.on_date
    where o.id = any(${[...occasions]}::bigint[]) and s.state in ('waiting', 'reminded', 'outage')
    order by o.id, s.elder_id for update of s skip locked`;
}

/** An elder's morning as it stands; null without a window, or before anything was written of that day. */
export type Morning = { state: string | null; greeted: boolean; enrolled: boolean; team: number | null };
export const morningOf = query<Morning>("smiley.morning");

async function readMornings(sql: Sql, args: readonly { elder: number; on: string }[]): Promise<Morning[]> {
  const rows = await sql<(Morning & { n: number })[]>`
    select a.n, s.state, coalesce(s.greeted, false) as greeted, e.window_from is not null as enrolled, e.team_id as team
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, elder bigint, "on" date)
    left join elder e on e.person_id = a.elder
    left join smiley s on s.elder_id = a.elder and s.on_date = a."on"`;
  return inOrder(args, rows).map(([one]) => one ?? { state: null, greeted: false, enrolled: false, team: null });
}

/** Open alarms of these teams, and those somebody has otherwise. */
export const alarmsOf = query<Matter[]>("alarm.of");

async function readAlarms(sql: Sql, args: readonly { person: number; teams: readonly number[] }[]): Promise<Matter[][]> {
  const rows = await sql<(Matter & { n: number })[]>`
    select a.n, m.*, '{}'::int[] as colleagues
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, person bigint, teams bigint[])
    join matter m on (m.organisation_id = any(a.teams) or m.owner_id = a.person) and m.state in ('new', 'accepted') and m.kind in ('smiley', 'unwell', 'emergency')
    order by m.id`;
  return inOrder(args, rows);
}

export const looks = { [morningOf.name]: readMornings, [alarmsOf.name]: readAlarms };
