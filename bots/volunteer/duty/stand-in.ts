import type { Directory } from "../../../src/people/index.ts";

/** A household's people on one day, as far as its team's leaves say. */
export type Charged = { paired: number | null; backup: number | null; cover: number | null; off: readonly number[]; declined: readonly number[] };
type Moment = { directory: Directory; at: number };

/** Who answers for a household that day: the paired volunteer; if they are not there, whoever they named, the backup, the
 *  leader, the community. Never nobody while the team has a leader, there or not. */
export function standIn(one: Charged, team: number, { directory, at }: Moment): number | null {
  const there = (id: number | null | undefined): id is number => {
    const person = id === null || id === undefined ? undefined : directory.people.get(id);
    return person !== undefined && !one.off.includes(person.id) && !one.declined.includes(person.id) && (person.away_until ?? 0) <= at;
  };
  const deputy = one.paired === null ? null : directory.people.get(one.paired)?.deputy_id;
  const above = [...directory.holding(team, "leader"), ...directory.holding(team, "community")].map((each) => each.id);
  return [one.paired, one.cover, deputy, one.backup, ...above].find(there) ?? above[0] ?? null;
}

/** Who of a team may be asked to lead on: the leader, whoever stands in for them, the community. */
export function leaderOf(team: number, { directory, at }: Moment): number | null {
  return standIn({ paired: directory.holding(team, "leader")[0]?.id ?? null, backup: null, cover: null, off: [], declined: [] }, team, { directory, at });
}
