import { chainOf, type Organisation, type Person, type Turn } from "../../../src/people/index.ts";

/** Whose policies are asked for: the speaker's enterprise, or one they answer for and name. */
export function enterpriseOf(text: string, turn: Turn): Organisation | undefined {
  const { directory, who } = turn;
  const own = directory.enterprise(who.id);
  if (own) return own;
  return [...directory.organisations.values()].find(
    (each) => each.kind === "enterprise" && (text.includes(each.name) || (each.short !== null && text.includes(each.short))) && answersFor(each, turn),
  );
}

function answersFor(enterprise: Organisation, { directory, who }: Turn): boolean {
  return (
    directory.isTown(who.id, "secretary") ||
    directory.holds(who.id, "commissioner", enterprise.id) ||
    ["secretary", "leader", "fallback", "lane"].some((kind) => directory.holds(who.id, kind, enterprise.parent_id))
  );
}

/** What is said to somebody whose enterprise is not known: who can help, or which words are missing. */
export const withoutEnterprise = (turn: Turn): string =>
  [...turn.directory.organisations.values()].some((each) => each.kind === "enterprise" && answersFor(each, turn))
    ? "要对照哪家企业，请把企业名称也说上。"
    : "您还没有登记在哪家企业名下，没法对照条件。请先请工作专员登记您的企业；想了解某一项政策，可以直接说它的名称。";

/** Who may put a policy into the library: a secretary, or the people of a chain's policy lane. */
export function keepsPolicies({ directory, who }: Pick<Turn, "directory" | "who">): boolean {
  return (
    directory.isTown(who.id, "secretary") ||
    directory.roles(who.id).some((each) => each.kind === "secretary" || (each.kind === "lane" && each.lane === "policy")) ||
    directory.homes(who.id).some((each) => each.kind === "policy")
  );
}

/** Which chains' figures somebody may hear; null for all, undefined for none. */
export function chainsOf(text: string, turn: Turn): number[] | null | undefined {
  const { directory, who } = turn;
  const town = directory.isTown(who.id, "secretary") || directory.isTown(who.id, "supervision");
  const led = directory
    .roles(who.id)
    .filter((each) => ["secretary", "leader", "fallback"].includes(each.kind) || (each.kind === "lane" && each.lane === "policy"))
    .map((each) => each.organisation_id);
  const named = directory.chains().filter((each) => text.includes(each.name) || (each.code !== null && text.includes(each.code)));
  const allowed = named.filter((each) => town || led.includes(each.id)).map((each) => each.id);
  if (allowed.length) return allowed;
  if (!town) return led.length ? led : undefined;
  const here = turn.room.kind === "group" ? chainOf(turn) : undefined;
  return here ? [here.id] : null;
}

/** All who are told what concerns an enterprise. */
export const peopleOf = (turn: Pick<Turn, "directory">, enterprise: number): Person[] => turn.directory.holding(enterprise, "member");
