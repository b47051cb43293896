import { type Directory, type Person, present } from "../../../src/people/index.ts";

/** Takes what nobody else may bounce: named by the town, else the committee secretary. */
export function fallbackOf(directory: Directory, chain: number | null): Person | undefined {
  return (
    directory.holding(chain, "fallback")[0] ??
    directory.holding(chain, "secretary")[0] ??
    directory.holding(chain, "leader")[0] ??
    directory.townPeople("secretary")[0]
  );
}

/** Who is asked first in a lane: the lane's people in order, else the enterprise's commissioner, else the fallback. */
export function ownerFor(
  directory: Directory,
  place: { enterprise: number | null; chain: number | null },
  lane: string,
  now: number,
  not: readonly number[] = [],
): Person | undefined {
  const wanted = [
    ...directory.holding(place.chain, "lane", lane),
    ...directory.holding(place.enterprise, "commissioner"),
    ...[fallbackOf(directory, place.chain)].filter((each) => each !== undefined),
  ];
  const free = wanted.filter((each) => !not.includes(each.id));
  for (const each of free.length ? free : wanted) {
    const here = present(directory, each, now);
    if (here && here.state !== "stopped") return here;
  }
  return wanted[0];
}

/** Owner → commissioner → committee secretary → chain leader; only those above the owner, whoever that is. */
export function ladderOf(directory: Directory, one: { owner_id: number; organisation_id: number | null; chain_id: number | null; private: boolean }): Person[] {
  const above = [
    ...(one.private ? [] : directory.holding(one.organisation_id, "commissioner").slice(0, 1)),
    ...directory.holding(one.chain_id, "secretary").slice(0, 1),
    ...directory.holding(one.chain_id, "leader").slice(0, 1),
  ];
  return [directory.person(one.owner_id), ...above.slice(above.findLastIndex((each) => each.id === one.owner_id) + 1)];
}

/** Whoever stands above the owner may put the second signature; asked first is the next one up. */
export const signersFor = (directory: Directory, one: Parameters<typeof ladderOf>[1], not: number): Person[] =>
  ladderOf(directory, one)
    .slice(1)
    .filter((each) => each.id !== not);

/** A complaint goes to somebody it is not about: the named reviewer, the committee secretary, then the chain leader. */
export function reviewerFor(directory: Directory, chain: number | null, text: string): Person | undefined {
  const wanted = [
    ...directory.holding(chain, "reviewer"),
    ...directory.holding(chain, "secretary"),
    ...directory.holding(chain, "leader"),
    ...directory.townPeople("supervision"),
  ];
  return wanted.find((each) => !text.includes(each.name) && !text.includes(each.display)) ?? wanted[0];
}

/** `钱经理（示例银行）`: a person with the service they answer for. */
export function titled(directory: Directory, person: Person): string {
  const service = directory.home(person.id, (each) => each.kind !== "enterprise");
  return service ? `${person.name}（${service.name}）` : person.name;
}
