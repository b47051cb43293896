import { type Audience, rosterOf } from "../../../src/notice/index.ts";
import { type Directory, type Organisation, type Person, present, type Turn } from "../../../src/people/index.ts";

/** For whom somebody may speak: a secretary of the town for all of it, a chain's for that chain, a team's leader for that team. */
export type Scope = { town: boolean; chains: readonly Organisation[]; teams: readonly Organisation[] };

export function scopeOf(person: number, directory: Directory): Scope {
  const town = directory.isTown(person, "secretary");
  const all = [...directory.organisations.values()];
  const own = (kind: string, role: string) => all.filter((each) => each.kind === kind && (town || directory.holds(person, role, each.id)));
  return { town, chains: own("chain", "secretary"), teams: own("team", "leader") };
}

export const mayAnnounce = (scope: Scope): boolean => scope.town || scope.chains.length + scope.teams.length > 0;

/** All for whom somebody answers: their chains and teams, and who is in their groups. */
export function peopleOf(scope: Scope, directory: Directory): number[] {
  const homes = [...scope.chains, ...scope.teams].map((each) => each.id);
  const rooms = [...directory.rooms.values()].flatMap((each) => (each.organisation_id !== null && homes.includes(each.organisation_id) ? [each.id] : []));
  return rosterOf({ organisations: homes, rooms }, directory).map((each) => each.person);
}

/** Whom of an audience somebody may not speak to. */
export function beyond(audience: Audience, scope: Scope, author: number, directory: Directory): Person[] {
  if (scope.town) return [];
  const own = new Set(peopleOf(scope, directory));
  return rosterOf(audience, directory, author).flatMap((each) => (own.has(each.person) ? [] : [directory.person(each.person)]));
}

export const scopeName = (scope: Scope): string => [...scope.chains.map((each) => `${each.name}链`), ...scope.teams.map((each) => each.name)].join("、");

/** The second person for a notice that needs one: another secretary of the town, else whoever leads the chain; while they
 *  are away, whoever stands in. */
export function approverFor(audience: Audience, scope: Scope, { directory, who, now }: Turn): Person | undefined {
  const chains = [...(audience.enterprises ?? []), ...(audience.organisations ?? []), ...scope.chains.map((each) => each.id)];
  const above = chains.flatMap((each) => directory.holding(each, "leader"));
  const others = [...directory.townPeople("secretary"), ...above].filter((each) => each.id !== who.id);
  return others.map((each) => present(directory, each, now)).find((each) => each !== undefined && each.id !== who.id) ?? others[0];
}
