import type { Organisation, Turn } from "../../../src/people/index.ts";

/** The teams somebody serves in, as far as these words may speak of them: in a group only the group's own. */
export function teamsHere({ who, room, directory }: Pick<Turn, "who" | "room" | "directory">): Organisation[] {
  const teams = [...new Set(directory.roles(who.id).flatMap((each) => (["volunteer", "leader"].includes(each.kind) ? [each.organisation_id] : [])))]
    .flatMap((id) => directory.organisation(id) ?? [])
    .filter((each) => each.kind === "team");
  const here = room.kind === "group" ? directory.organisation(room.organisation_id) : undefined;
  return here ? teams.filter((each) => each.id === here.id) : teams;
}
