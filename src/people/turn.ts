import type { Calendar } from "../calendar/working-time.ts";
import type { Directory, Organisation, Person, Room } from "./directory.ts";
import type { Limits } from "./limits.ts";

/** What a flow knows of the moment it speaks in. */
export type Turn = {
  who: Person;
  room: Room;
  /** The words of the message itself; a flow that asked more keeps those it began with. Empty when the clock speaks. */
  text: string;
  /** When it was said, and what time it is now; both milliseconds since 1970. */
  saidAt: number;
  now: number;
  directory: Directory;
  calendar: Calendar;
  limits: Limits;
  /** Hashes and names of what came beside the text. */
  media: { kind: string; name: string; hash?: string; transcript?: string }[];
  /** The matter of the quoted or pressed message, if it has one. */
  about: number | undefined;
  /** The notice of the quoted or pressed message, if it says one. */
  notice: number | undefined;
  /** By which of their accounts they speak; none on the channel whose ids are names. */
  account: number | undefined;
  /** The words that decided the intent. */
  because: string[];
  /** What a model made of these words before they were heard. */
  suggestion?: Suggestion | undefined;
};

/** What a model made of words for one flow, of a shape that is the flow's own: stored with the message. Alone it does nothing. */
export type Suggestion = { flow: string; value: unknown };
export const suggestedFor = <V>({ suggestion }: Pick<Turn, "suggestion">, flow: string): V | undefined =>
  suggestion?.flow === flow ? (suggestion.value as V) : undefined;

/** The chain somebody speaks for here: their enterprise's, the room's, or that of their office. */
export function chainOf(turn: Pick<Turn, "who" | "room" | "directory">): Organisation | undefined {
  const { directory, who, room } = turn;
  const enterprise = directory.enterprise(who.id);
  if (enterprise) return directory.organisation(enterprise.parent_id);
  const here = directory.organisation(room.organisation_id);
  if (here?.kind === "chain") return here;
  for (const each of directory.roles(who.id)) {
    const organisation = directory.organisation(each.organisation_id);
    if (organisation?.kind === "chain") return organisation;
    const parent = directory.organisation(organisation?.parent_id);
    if (parent?.kind === "chain") return parent;
  }
  return undefined;
}

/** Who answers for what the machine cannot: the town's secretary who serves this chain, else the chain's own. */
export function secretaryFor(directory: Directory, chain: Organisation | undefined): Person | undefined {
  const town = directory.townPeople("secretary");
  const own = chain ? directory.holding(chain.id, "secretary") : [];
  return town.find((each) => own.some((one) => one.id === each.id)) ?? own[0] ?? town[0];
}

/** Whoever stands in while somebody is away; a deputy who is away too is passed over. */
export function present(directory: Directory, person: Person, now: number, seen = new Set<number>()): Person | undefined {
  if (person.away_until === null || person.away_until <= now) return person;
  seen.add(person.id);
  const deputy = person.deputy_id === null ? undefined : directory.people.get(person.deputy_id);
  return deputy && !seen.has(deputy.id) ? present(directory, deputy, now, seen) : undefined;
}
