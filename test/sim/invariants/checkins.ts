import type { TeamPlan } from "../town.ts";
import { dateOf, HOUR, instant, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

type Household = { team: string; elder: string; state: string; answered_at: number | null };
type Day = { team: string; state: string; prompted: boolean; closed_at: number | null };

const householdsOf = (look: Look): Promise<Household[]> => look.sql<Household[]>`
  select t.name as team, p.name as elder, c.state, c.answered_at from checkin c join organisation t on t.id = c.team_id join person p on p.id = c.elder_id
  where c.on_date = ${dateOf(look.since)}`;

const daysOf = (look: Look): Promise<Day[]> => look.sql<Day[]>`
  select t.name as team, o.state, exists (select 1 from checkin c where c.occasion_id = o.id) as prompted,
    (select max(s.done_at) from occasion_step s where s.occasion_id = o.id and s.step like 'close%' and s.outcome in ('done', 'late')) as closed_at
  from occasion o join organisation t on t.id = o.organisation_id where o.kind = 'checkin' and o.on_date = ${dateOf(look.since)}`;

/** Time without which nobody could be asked. */
const LONG = 90 * 60_000;

/** Every household of a team is asked about every day, and what was asked came to an end. */
export const noHouseholdSkipped: Invariant = {
  name: "no household is skipped",
  finds: async (look) => {
    const [rows, days] = [await householdsOf(look), await daysOf(look)];
    const on = dateOf(look.since);
    return look.town.teams.flatMap((team) => {
      const day = days.find((each) => each.team === team.name);
      const [from, until] = [instant(on, team.checkin.at), instant(on, team.checkin.until)];
      const away = look.record.away(from - LONG, until + HOUR);
      if (!day || (!day.prompted && away < 60 * 60_000)) return [`${team.name} had no check-in on ${on}`];
      if (!day.prompted) return [];
      const own = rows.filter((each) => each.team === team.name);
      const missing = team.elders
        .filter((each) => !own.some((row) => row.elder === each.name))
        .map((each) => `${each.name} of ${team.name} was not asked about on ${on}`);
      const open = away > 0 ? [] : own.filter((each) => each.state === "waiting").map((each) => `${each.elder} of ${team.name} still waits on ${on}`);
      return [...missing, ...open, ...(day.state === "planned" && away === 0 ? [`the check-in of ${team.name}, ${on}, was never closed`] : [])];
    });
  },
};

/** They are counted when they are made, however late they are shown. */
const summariesOf = ({ sql, since }: Look) => sql<{ room: string; text: string; at: number }[]>`
  select o.name as room, l.text, l.made_at as at from line l join room o on o.id = l.room_id
  where o.kind = 'group' and l.made_at >= ${since}::timestamptz and l.text like '%签到汇总：%'`;

const number = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);

/** The figures of the summary: they add up, and are those of the log. */
export const summaryCounts: Invariant = {
  name: "the summary counts right",
  finds: async (look) => {
    const [rows, said] = [await householdsOf(look), await summariesOf(look)];
    return look.town.teams.flatMap((team) => {
      const own = rows.filter((each) => each.team === team.name);
      const shown = said.filter((each) => each.room === team.group);
      const twice = shown.length > 1 ? [`${team.name} got ${shown.length} summaries`] : [];
      return [...twice, ...shown.flatMap((each) => wrongSums(each.text, each.at, team, own))];
    });
  },
};

function wrongSums(text: string, at: number, team: TeamPlan, rows: readonly Household[]): string[] {
  const said = {
    all: number(text, /共(\d+)户/u),
    due: number(text, /应报(\d+)户/u),
    safe: number(text, /平安(\d+)\//u),
    missing: number(text, /没人应(\d+)\//u),
    concern: number(text, /有情况(\d+)\//u),
    silent: number(text, /没回报(\d+)\//u),
    absent: number(text, /外出(\d+)户/u),
  };
  const line = `${team.name}, ${print(at)}: ${text.slice(text.indexOf("签到汇总"), text.indexOf("签到汇总") + 60)}`;
  const wrong: string[] = [];
  if (said.all !== team.elders.length) wrong.push(`${team.elders.length} households are summed up as ${said.all}, ${line}`);
  if (said.due + said.absent !== said.all) wrong.push(`due and absent do not make all, ${line}`);
  if (said.safe + said.missing + said.concern + said.silent !== said.due) wrong.push(`the parts do not make what was due, ${line}`);
  // What was reported after it is in the log and not in the summary.
  if (rows.some((each) => (each.answered_at ?? 0) >= at)) return wrong;
  const counted = (state: string): number => rows.filter((each) => each.state === state).length;
  for (const state of ["safe", "missing", "concern", "silent", "absent"] as const)
    if (counted(state) !== said[state]) wrong.push(`${counted(state)} are ${state} and ${said[state]} were summed up, ${line}`);
  return wrong;
}
