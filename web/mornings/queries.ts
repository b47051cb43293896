import type { Sql } from "../../src/db/connect.ts";

/** Households on one page; of more, those that need somebody come first. */
const MOST_HOUSEHOLDS = 120;

/** One team's morning in numbers. Who is away is in no denominator. */
export type TeamRow = {
  team: string;
  leader: string | null;
  households: number;
  away: number;
  /** Households the volunteers were asked about, and how they answered. */
  asked: number;
  safe: number;
  concern: number;
  missing: number;
  silent: number;
  /** Elders whose window is open or was, and what came. */
  windows: number;
  smiled: number;
  reminded: number;
  alerted: number;
  outage: number;
};

export type HouseholdRow = {
  elder: string;
  team: string;
  /** The team's group, where the volunteer answers. */
  room: string | null;
  volunteer: string | null;
  /** Minutes of the day; null for elders without a morning window. */
  window_from: number | null;
  smiley: string | null;
  stage: string | null;
  safe_at: number | null;
  checkin: string | null;
  answered_at: number | null;
  /** The matter once somebody was alerted. */
  no: string | null;
  /** The last day away; `open` while nobody said until when; null at home. */
  away: string | null;
};

export type NextRow = { kind: string; at: number };
export type Mornings = { teams: TeamRow[]; households: HouseholdRow[]; more: number; next: NextRow[] };

/** 一队, 二队, 三队: as people count, which is not how their characters are ordered. */
const numbered = (sql: Sql) => sql`translate(t.name, '一二三四五六七八九', '123456789')`;

/** Elders with what is known of them that day. Addresses and reasons stay where they are. */
export const eldersOn = (sql: Sql, on: string) => sql`
  select e.person_id, e.team_id, e.volunteer_id, e.window_from, s.state as smiley, s.stage, s.safe_at, s.matter_id, c.state as checkin, c.answered_at,
    case when s.state = 'absent' then coalesce(a.away, 'open') else a.away end as away
  from elder e
  left join smiley s on s.elder_id = e.person_id and s.on_date = ${on}::date
  left join checkin c on c.elder_id = e.person_id and c.on_date = ${on}::date
  left join lateral (
    select coalesce(b.until_on::text, 'open') as away from absence b
    where b.person_id = e.person_id and b.ended_at is null and b.from_on <= ${on}::date and (b.until_on is null or b.until_on >= ${on}::date)
    order by b.id desc limit 1) a on true`;

/** The wall of one day: every team in numbers, the households of one team or of all, and what opens next. */
export async function morningsOf(sql: Sql, { on, now, team }: { on: string; now: number; team: string | undefined }): Promise<Mornings> {
  const [teams, households, next] = await Promise.all([teamsOn(sql, on), householdsOn(sql, on, team), nextAfter(sql, now)]);
  const all = teams.filter((each) => team === undefined || each.team === team).reduce((sum, each) => sum + each.households, 0);
  return { teams, households, more: Math.max(0, all - households.length), next };
}

async function teamsOn(sql: Sql, on: string): Promise<TeamRow[]> {
  return sql<TeamRow[]>`
    select t.name as team,
      (select p.name from role r join person p on p.id = r.person_id where r.organisation_id = t.id and r.kind = 'leader' order by r.position limit 1) as leader,
      count(*)::int as households, count(*) filter (where away is not null)::int as away,
      count(*) filter (where checkin is not null and away is null)::int as asked, count(*) filter (where checkin = 'safe' and away is null)::int as safe,
      count(*) filter (where checkin = 'concern')::int as concern, count(*) filter (where checkin = 'missing')::int as missing,
      count(*) filter (where checkin = 'silent' and away is null)::int as silent,
      count(*) filter (where smiley is not null and away is null)::int as windows,
      count(*) filter (where smiley in ('safe', 'all_clear') and away is null)::int as smiled,
      count(*) filter (where smiley = 'reminded')::int as reminded, count(*) filter (where smiley = 'alerted')::int as alerted,
      count(*) filter (where smiley = 'outage')::int as outage
    from (${eldersOn(sql, on)}) e join organisation t on t.id = e.team_id
    group by t.id, t.name order by ${numbered(sql)}`;
}

/** Who needs somebody comes first, then who is waited for, then who is well, then who is away. */
async function householdsOn(sql: Sql, on: string, team: string | undefined): Promise<HouseholdRow[]> {
  return sql<HouseholdRow[]>`
    select p.name as elder, t.name as team, g.name as room, v.name as volunteer, e.window_from, e.smiley, e.stage, e.safe_at, e.checkin, e.answered_at, m.no, e.away
    from (${eldersOn(sql, on)}) e
    join person p on p.id = e.person_id join organisation t on t.id = e.team_id
    left join person v on v.id = e.volunteer_id left join matter m on m.id = e.matter_id
    left join lateral (select o.name from room o where o.organisation_id = t.id and o.kind = 'group' and o.state <> 'gone' order by o.id limit 1) g on true
    where ${team === undefined} or t.name = ${team ?? ""}
    order by case when e.smiley = 'alerted' or e.checkin in ('missing', 'concern') then 0
      when e.smiley in ('reminded', 'outage') or e.checkin = 'silent' then 1 when e.away is not null then 4
      when e.smiley = 'waiting' or e.checkin = 'waiting' then 2 else 3 end, ${numbered(sql)}, p.id
    limit ${MOST_HOUSEHOLDS}`;
}

/** When the next windows open and the next prompt is put. */
async function nextAfter(sql: Sql, now: number): Promise<NextRow[]> {
  return sql<NextRow[]>`
    select kind, min(at) as at from occasion where kind in ('smiley', 'checkin') and state = 'planned' and at > ${now}::timestamptz group by kind order by min(at)`;
}
