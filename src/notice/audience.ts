import type { Directory, Organisation, Room } from "../people/index.ts";
import type { Audience } from "./kind.ts";

/** One person of a roster, and a room where it is said to them. */
export type Expected = { person: number; room: number };

/** Elders are looked after by those around them; these two alone make nobody a recipient of what is said to all. */
const LOOKED_AFTER = new Set(["elder", "contact"]);

/** Whoever said nothing of themselves yet, and whoever turned out to be somebody else. */
const NOBODY = new Set(["newcomer", "merged"]);

/** Everybody an audience names, each once and without its author: in a group of its rooms, chains and teams that they are
 *  in, else privately. One pass over a hundred thousand people: no list is made that is not needed. */
export function rosterOf(audience: Audience, directory: Directory, author?: number): Expected[] {
  const groups = groupsOf(audience, directory);
  const named = namedBy(audience, groups, directory);
  for (const each of audience.without ?? []) named.delete(each);
  if (author !== undefined) named.delete(author);
  const heardIn = new Map<number, number>();
  for (const group of groups) for (const { id } of directory.membersOf(group.id)) if (named.has(id) && !heardIn.has(id)) heardIn.set(id, group.id);
  const roster: Expected[] = [];
  for (const person of named)
    if (!NOBODY.has(directory.people.get(person)?.state ?? "")) roster.push({ person, room: heardIn.get(person) ?? directory.directRoom(person).id });
  return roster;
}

/** The other groups that a roster hears it in: somebody in three of them may answer in each. */
export function alsoHeard(roster: readonly Expected[], audience: Audience, directory: Directory): Expected[] {
  const groups = groupsOf(audience, directory);
  if (groups.length < 2) return [];
  const first = new Map(roster.map((each) => [each.person, each.room]));
  return groups.flatMap((group) =>
    directory.membersOf(group.id).flatMap(({ id }) => (first.has(id) && first.get(id) !== group.id ? [{ person: id, room: group.id }] : [])),
  );
}

function namedBy(audience: Audience, groups: readonly Room[], directory: Directory): Set<number> {
  const named = new Set<number>(audience.people);
  const add = (people: readonly number[]): void => {
    for (const each of people) named.add(each);
  };
  const rooms = new Set(audience.rooms);
  for (const each of groups) if (rooms.has(each.id)) add(directory.membersOf(each.id).map((person) => person.id));
  const below = (parent: number): Organisation[] => [...directory.organisations.values()].filter((each) => each.parent_id === parent);
  for (const each of audience.organisations ?? []) add(belonging(directory.organisation(each), below, directory));
  const chains = new Set(audience.enterprises);
  if (chains.size)
    for (const each of directory.organisations.values())
      if (each.kind === "enterprise" && each.parent_id !== null && chains.has(each.parent_id)) add(rolesOf(each, MEMBER, directory));
  for (const each of audience.roles ?? []) add(holding(each, below, directory));
  if (audience.everyone) add(everybody(directory));
  return named;
}

/** The groups it is said in, if anybody of the roster is there: its own rooms, and those of its chains and teams. */
export function groupsOf(audience: Audience, directory: Directory): Room[] {
  const wanted = new Set(audience.rooms ?? []);
  const homes = new Set([...(audience.organisations ?? []), ...(audience.enterprises ?? [])]);
  return [...directory.rooms.values()].filter(
    (each) =>
      each.kind === "group" &&
      each.state === "known" &&
      (audience.everyone === true || wanted.has(each.id) || (each.organisation_id !== null && homes.has(each.organisation_id))),
  );
}

type Below = (parent: number) => Organisation[];
const MEMBER = ["member"];

/** A chain: its secretary, its enterprises' people and their commissioners. A team: its leader and volunteers. Else its members. */
function belonging(one: Organisation | undefined, below: Below, directory: Directory): number[] {
  if (!one) return [];
  if (one.kind === "team") return rolesOf(one, ["leader", "volunteer"], directory);
  if (one.kind !== "chain") return rolesOf(one, MEMBER, directory);
  const enterprises = below(one.id).filter((each) => each.kind === "enterprise");
  return [...rolesOf(one, ["secretary"], directory), ...enterprises.flatMap((each) => rolesOf(each, ["member", "commissioner"], directory))];
}

function rolesOf(one: Organisation, kinds: readonly string[], directory: Directory): number[] {
  const roles = directory.rolesIn(one.id).filter((role) => kinds.includes(role.kind));
  return (roles.length > 1 ? roles.toSorted((a, b) => a.position - b.position) : roles).map((role) => role.person_id);
}

/** Holders of a role there or below, or in the whole town. */
function holding({ kind, organisation }: { kind: string; organisation?: number }, below: Below, directory: Directory): number[] {
  const town = organisation === undefined ? directory.townPeople(kind).map((each) => each.id) : [];
  const there = organisation === undefined ? [...directory.organisations.keys()] : [organisation, ...below(organisation).map((each) => each.id)];
  return [...town, ...there.flatMap((each) => directory.holding(each, kind).map((person) => person.id))];
}

const everybody = (directory: Directory): number[] =>
  [...directory.people.keys()].filter((id) => {
    const roles = directory.roles(id);
    return !roles.length || roles.some((each) => !LOOKED_AFTER.has(each.kind));
  });
