import { choice } from "../../../src/flow/asks/choice.ts";
import { chainOf, type Directory, type Organisation, type Person, secretaryFor, type Turn } from "../../../src/people/index.ts";

const namesOf = (person: Person): string[] => [person.name, person.display, ...person.aliases];
/** Somebody we know: a newcomer is nobody yet, and who turned out to be somebody else is that one. */
const isKnown = (person: Person | undefined): person is Person => person?.state === "known" || person?.state === "stopped";

/** Everybody we know who goes by exactly this name: several, where two people share one. */
export const called = (name: string, directory: Directory): Person[] =>
  [...directory.people.values()].filter((each) => isKnown(each) && namesOf(each).includes(name)).toSorted((a, b) => a.id - b.id);

/** Everybody we know whose name is said; where one name is part of another that is said, the longer one counts. */
export function namedIn(words: string, directory: Directory, but?: number): Person[] {
  const said = [...directory.people.values()].flatMap((person) => {
    if (!isKnown(person) || person.id === but) return [];
    const [name] = namesOf(person)
      .filter((each) => each.length > 1 && words.includes(each))
      .toSorted((a, b) => b.length - a.length);
    return name === undefined ? [] : [{ person, name }];
  });
  return said.filter(({ name }) => !said.some((other) => other.name !== name && other.name.includes(name))).map((each) => each.person);
}

/** Accounts that came by conversation, by what they call themselves or are called by the bot's own login. */
export const accountsCalled = (name: string, directory: Directory): Person[] =>
  [...directory.people.values()]
    .filter((each) => each.state === "newcomer" || isKnown(each))
    .filter((each) => each.name === name || each.display === name || remarkOf(each, directory) === name)
    .filter((each) => !isListed(each, directory) && accountsOf(each, directory).length > 0)
    .toSorted((a, b) => a.id - b.id);

export const accountsOf = (person: Person, directory: Directory) => directory.accounts(directory.directRoom(person.id)).filter((each) => each.kind === "user");

/** What the bot's own login calls them. */
export const remarkOf = (person: Person, directory: Directory): string | undefined =>
  accountsOf(person, directory).find((each) => each.remark !== null)?.remark ?? undefined;

/** Whether the town file gives them an office: they are somebody by themselves, and cannot turn out to be somebody else. */
export const isListed = (person: Person, directory: Directory): boolean =>
  directory.roles(person.id).some((each) => each.position >= 0) || ["secretary", "supervision"].some((kind) => directory.isTown(person.id, kind));

export function organisationIn(words: string, directory: Directory): Organisation | undefined {
  return [...directory.organisations.values()].find(
    (each) => each.kind !== "chain" && (words.includes(each.name) || (each.short !== null && words.includes(each.short))),
  );
}

/** Whom somebody may be, by what they said and by the remark: never by what they call themselves. */
export function candidates(words: string, turn: Turn): Person[] {
  const { directory, who } = turn;
  const remark = remarkOf(who, directory);
  const remarked = remark === undefined ? [] : called(remark, directory);
  const named = namedIn(words, directory, who.id);
  const both = remarked.filter((each) => named.includes(each));
  const found = both.length ? both : [...new Set([...remarked, ...named])];
  const home = organisationIn(words, directory);
  const there = home ? found.filter((each) => directory.homes(each.id).some((one) => one.id === home.id)) : [];
  return (there.length ? there : found).toSorted((a, b) => a.id - b.id);
}

/** Who may vouch: the commissioner of all enterprises concerned, else the chain's or the town's secretary. */
export function confirmerFor(people: readonly Person[], home: Organisation | undefined, turn: Turn): Person | undefined {
  const { directory } = turn;
  const homes = people.length ? people.map((each) => directory.homes(each.id)[0]) : [home];
  const vouching = homes.map((each) => directory.holding(each?.id, "commissioner"));
  const common = vouching[0]?.find((each) => each.id !== turn.who.id && vouching.every((list) => list.some((one) => one.id === each.id)));
  const first = homes[0];
  return common ?? secretaryFor(directory, first ? (directory.organisation(first.parent_id) ?? first) : chainOf(turn));
}

/** A commissioner for their own enterprises, a secretary for all. */
export function mayJoin(who: Person, person: Person, directory: Directory): boolean {
  if (directory.isTown(who.id, "secretary")) return true;
  return directory
    .homes(person.id)
    .some((home) => directory.holds(who.id, "commissioner", home.id) || (home.parent_id !== null && directory.holds(who.id, "secretary", home.parent_id)));
}

/** A name with what tells it from another of the same name. */
export function withHome(person: Person, directory: Directory): string {
  const home = directory.homes(person.id)[0];
  return home ? `${person.display}（${home.name}）` : person.name;
}

export const NONE = "none";
/** Which of these, in the order of their ids; `NONE` for none of them. */
export const which = (people: readonly Person[], directory: Directory, none = false) =>
  choice<string>({
    ...Object.fromEntries(people.map((each) => [String(each.id), [withHome(each, directory)]])),
    ...(none ? { [NONE]: ["都不是", "不是", "都不认识"] } : {}),
  });
export const listed = (people: readonly Person[], directory: Directory): string => people.map((each, n) => `${n + 1} ${withHome(each, directory)}`).join(" ");
