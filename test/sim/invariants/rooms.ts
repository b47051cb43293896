import type { Seen } from "../record.ts";
import type { ChainPlan, TeamPlan, TownPlan } from "../town.ts";
import { print } from "../time.ts";
import type { Invariant } from "./look.ts";

/** Whoever has to do with a chain or a team. */
const ofChain = (one: ChainPlan): Set<string> =>
  new Set([one.group, one.leader, one.secretary, ...one.commissioners, ...one.services, ...one.enterprises.flatMap((each) => each.people)]);
const ofTeam = (one: TeamPlan): Set<string> =>
  new Set([one.group, one.leader, one.community, ...one.volunteers, ...one.elders.flatMap((each) => [each.name, ...each.contacts])]);

const known = new WeakMap<TownPlan, { names: ReadonlyMap<string, ReadonlySet<string>>; codes: ReadonlyMap<string, ReadonlySet<string>> }>();

/** Each name that belongs to one house or team, with the places in which it may be said. */
function placesOf(town: TownPlan) {
  const before = known.get(town);
  if (before) return before;
  const keepers = [town.secretary, town.approver];
  const names = new Map<string, ReadonlySet<string>>();
  for (const chain of town.chains) for (const house of chain.enterprises) names.set(house.name, new Set([...ofChain(chain), ...keepers]));
  for (const team of town.teams) for (const elder of team.elders) names.set(elder.name, new Set([...ofTeam(team), ...keepers]));
  const codes = new Map(town.chains.map((each) => [each.code, new Set([...ofChain(each), ...keepers])]));
  const made = { names, codes };
  known.set(town, made);
  return made;
}

function misplaced({ text, where, at }: Seen, town: TownPlan): string[] {
  const { names, codes } = placesOf(town);
  const wrong: string[] = [];
  for (const [, code = "", no = ""] of text.matchAll(/(\p{Script=Han}{2})-(\d{4,})/gu))
    if (codes.has(code) && !codes.get(code)?.has(where.id)) wrong.push(`${code}-${no}`);
  for (const [found] of text.matchAll(/\p{Script=Han}{3}实业/gu)) if (names.has(found) && !names.get(found)?.has(where.id)) wrong.push(found);
  for (const [name, places] of names) if (name.length === 3 && text.includes(name) && !places.has(where.id)) wrong.push(name);
  return wrong.map((each) => `${each} is spoken of in ${where.id}, ${print(at)}: ${text.slice(0, 80)}`);
}

/** A room hears of its own chain's and its own team's people and matters, and of nobody else's. */
export const rightRoom: Invariant = {
  name: "the right room",
  finds: ({ record, since, town }) => Promise.resolve(record.seen.filter((each) => each.at >= since).flatMap((each) => misplaced(each, town))),
};

/** A group hears nothing of a report that was made in confidence. */
export const inConfidence: Invariant = {
  name: "in confidence",
  finds: async ({ sql, since }) => {
    const rows = await sql<{ no: string; room: string; text: string }[]>`
      select m.no, o.name as room, l.text from matter m join line l on l.text like '%' || m.no || '%' join room o on o.id = l.room_id and o.kind = 'group'
      where m.private and l.made_at >= ${since}::timestamptz`;
    return rows.map((each) => `${each.no} is private and was spoken of in ${each.room}: ${each.text.slice(0, 60)}`);
  },
};
