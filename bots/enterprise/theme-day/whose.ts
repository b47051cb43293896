import type { Button, Effect, Expected, SayOptions } from "../../../src/flow/index.ts";
import { deed, post, tell } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import { groupsOf } from "../../../src/notice/index.ts";
import { chainOf, type Directory, type Organisation, type Person, secretaryFor, type Turn } from "../../../src/people/index.ts";

/** The enterprises a sentence names, in its order. */
export function enterprisesIn(text: string, directory: Directory): Organisation[] {
  const found = [...directory.organisations.values()].flatMap((each) => {
    if (each.kind !== "enterprise") return [];
    const names = [each.name, ...(each.short && each.short.length > 1 ? [each.short] : [])];
    const places = names.map((name) => text.indexOf(name)).filter((at) => at >= 0);
    return places.length ? [{ each, at: Math.min(...places) }] : [];
  });
  return found.toSorted((a, b) => a.at - b.at).map(({ each }) => each);
}

/** For whom somebody may speak: their enterprise; a commissioner and the chain's secretary for those they look after. */
export function maySpeakFor({ who, directory }: Pick<Turn, "who" | "directory">, enterprise: Organisation): boolean {
  return (
    directory.holds(who.id, "member", enterprise.id) ||
    directory.holds(who.id, "commissioner", enterprise.id) ||
    directory.holds(who.id, "secretary", enterprise.parent_id) ||
    directory.isTown(who.id, "secretary")
  );
}

const US = /我们|咱们|我家|我厂|我司/u;

/** The enterprise somebody speaks for: their own, unless they speak of others only; so many (two who exchange) are named then. */
export function speaksFor(turn: Turn, text: string, others = 1): Organisation | undefined {
  const own = turn.directory.enterprise(turn.who.id);
  const named = enterprisesIn(text, turn.directory);
  const elsewhere = named.length >= others && !named.some((each) => each.id === own?.id) && !US.test(text);
  return own && !elsewhere ? own : named[0];
}

/** The chain a sentence is about: one it names, else that of who speaks. */
export function chainIn(text: string, turn: Turn): Organisation | undefined {
  const { directory } = turn;
  const named = directory.chains().find((each) => text.includes(each.name) || (each.code !== null && text.includes(`${each.code}链`)));
  const enterprise = directory.enterprise(turn.who.id) ? undefined : enterprisesIn(text, directory)[0];
  return named ?? directory.organisation(enterprise?.parent_id) ?? chainOf(turn);
}

/** Whom a host's matters are told to: its people, else its commissioner, else the chain's secretary. */
export function hostPeople(host: number | null, directory: Directory): Person[] {
  const enterprise = directory.organisation(host);
  if (!enterprise) return [];
  const own = directory.holding(enterprise.id, "member");
  if (own.length) return own;
  const keeper = directory.holding(enterprise.id, "commissioner")[0] ?? secretaryFor(directory, directory.organisation(enterprise.parent_id));
  return keeper ? [keeper] : [];
}

export const tellHost = (host: number | null, directory: Directory, text: string, options: SayOptions & { expects?: Expected } = {}): Effect[] =>
  hostPeople(host, directory).map((each) => tell(each.id, text, options));

/** When somebody else spoke for an enterprise, its people hear of it. */
export const tellOthers = (enterprise: number, text: string, { who, directory }: Pick<Turn, "who" | "directory">): Effect[] =>
  directory.holds(who.id, "member", enterprise) ? [] : directory.holding(enterprise, "member").map((each) => tell(each.id, text));

/** What open questions about one slot are found again by, whichever row stands for it. */
export const aboutSlot = (one: Pick<Occasion, "rule_id" | "slot">, what: "host" | "rsvp" | "session" | "recap" | "held"): string =>
  `theme_day ${one.rule_id} ${one.slot} ${what}`;
export const settled = (one: Pick<Occasion, "rule_id" | "slot">, what: Parameters<typeof aboutSlot>[1]): Effect =>
  deed("expectation.close", { about: aboutSlot(one, what) });
export const expecting = (flow: string, one: Occasion, what: Parameters<typeof aboutSlot>[1], answers: Record<string, unknown> = {}): Expected => ({
  flow,
  version: 1,
  answers: { occasion: one.id, ...answers },
  about: aboutSlot(one, what),
});

/** Those a chain's theme day is for: the people of its enterprises. */
export function guestsOf(chain: number | null, directory: Directory): Person[] {
  const homes = [...directory.organisations.values()].filter((each) => each.kind === "enterprise" && each.parent_id === chain);
  return homes.flatMap((each) => directory.holding(each.id, "member"));
}

/** Says it in the chain's groups, where each of its enterprises' people may answer; a chain without a group is told privately. */
export function postToChain(
  chain: number | null,
  directory: Directory,
  text: string,
  options: { expects?: Expected; buttons?: Button[]; everyone?: boolean } = {},
): Effect[] {
  const groups = chain === null ? [] : groupsOf({ organisations: [chain] }, directory);
  const { expects, everyone, ...rest } = options;
  const guests = guestsOf(chain, directory);
  if (!groups.length) return guests.map((each) => tell(each.id, text, { ...rest, ...(expects ? { expects } : {}) }));
  return groups.map((room) => {
    const people = everyone ? directory.membersOf(room.id) : guests.filter((each) => directory.isMember(room.id, each.id));
    return post(room.id, text, { ...rest, ...(expects ? { expects, people: people.map((each) => each.id) } : {}) });
  });
}
