import { laneLabel, roleLabel, townRoleLabel } from "../labels.ts";
import type { RoleOf, Who } from "./queries.ts";

const MOST = 3;
/** What says most comes first; who stands in for others is not called so. */
const RANK = ["secretary", "leader", "commissioner", "volunteer", "elder", "community", "police"];

/** What somebody is, in a few words: `示例银行 · 融资经办`, `氟硅材料链 党委书记`. */
export function titleOf(who: Pick<Who, "roles" | "town">): string {
  const home = who.roles.find((each) => each.kind === "member");
  const lanes = who.roles.filter((each) => each.kind === "lane").map((each) => laneLabel(each.lane));
  const offices = RANK.flatMap((kind) => who.roles.filter((each) => each.kind === kind).map(office));
  const words = [home?.organisation ?? "", ...offices, lanes.length ? `${lanes.join("、")}经办` : "", ...who.town.map(townRoleLabel)];
  return [...new Set(words)].filter(Boolean).slice(0, MOST).join(" · ");
}

function office(role: RoleOf): string {
  if (role.of === "team") return `${role.organisation}${role.kind === "leader" ? "队长" : roleLabel(role.kind)}`;
  if (role.of === "chain") return `${role.organisation}链${roleLabel(role.kind)}`;
  return roleLabel(role.kind);
}

export const isEnterprise = (who: Pick<Who, "roles">): boolean => who.roles.some((each) => each.kind === "member" && each.of === "enterprise");
