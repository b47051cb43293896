import type { Directory, Room } from "../people/index.ts";
import type { Audience } from "./kind.ts";

/** One person of a roster, and where it is said to them. */
export type Expected = { person: number; room: number };

/** Everybody an audience names, each once: in a group of its rooms, chains and teams that they are in, else privately. */
export function rosterOf(audience: Audience, directory: Directory): Expected[] {
  const groups = groupsOf(audience, directory);
  const named = new Set([
    ...groups.flatMap((each) => directory.membersOf(each.id).map((person) => person.id)),
    ...(audience.people ?? []),
    ...(audience.organisations ?? []).flatMap((each) => belonging(each, directory)),
    ...(audience.roles ?? []).flatMap((each) => holding(each, directory)),
    ...(audience.everyone ? directory.people.keys() : []),
  ]);
  for (const each of audience.without ?? []) named.delete(each);
  return [...named]
    .filter((id) => directory.person(id).state !== "newcomer")
    .toSorted((a, b) => a - b)
    .map((person) => ({ person, room: (groups.find((each) => directory.isMember(each.id, person)) ?? directory.directRoom(person)).id }));
}

/** The groups it is said in. */
export function groupsOf(audience: Audience, directory: Directory): Room[] {
  const wanted = new Set(audience.rooms ?? []);
  const homes = new Set(audience.organisations ?? []);
  return [...directory.rooms.values()].filter(
    (each) => each.kind === "group" && each.state === "known" && (wanted.has(each.id) || (each.organisation_id !== null && homes.has(each.organisation_id))),
  );
}

/** All who belong to a chain (its enterprises' people among them), an enterprise or a team. Elders are looked after, not written to. */
function belonging(organisation: number, directory: Directory): number[] {
  const inside = [organisation, ...[...directory.organisations.values()].filter((each) => each.parent_id === organisation).map((each) => each.id)];
  return inside.flatMap((each) =>
    directory
      .rolesIn(each)
      .filter((role) => role.kind !== "elder" && role.kind !== "contact")
      .map((role) => role.person_id),
  );
}

function holding({ kind, organisation }: { kind: string; organisation?: number }, directory: Directory): number[] {
  const town = organisation === undefined ? directory.townPeople(kind).map((each) => each.id) : [];
  const there = organisation === undefined ? [...directory.organisations.keys()] : [organisation];
  return [...town, ...there.flatMap((each) => directory.holding(each, kind).map((person) => person.id))];
}
