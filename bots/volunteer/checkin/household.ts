import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";

/** One household of a team on one day. */
export type Household = {
  elder: number;
  name: string;
  /** 3号楼2单元 */
  home: string | null;
  team: number;
  /** waiting · safe · concern · missing · silent · absent */
  state: string;
  /** Who is to answer for it today. */
  volunteer: number | null;
  /** The last day away, `open` while nobody said until when; null at home. */
  away: string | null;
  /** What was last said of it. */
  words: string | null;
};

/** A household as somebody speaks of it; several where the words fit several, none where they fit nobody's. */
export type Mention = { words: string; at: number; among: readonly number[] };

const TITLE = "阿姨|大爷|大妈|大娘|奶奶|爷爷|大叔|大婶|老太太|老爷子";
/** `刘阿姨` of somebody whose name is 刘桂英; 老刘 is a friend as often, and is none. */
const TITLED = new RegExp(`([\\p{Script=Han}])(?:${TITLE})`, "gu");
const IS_TITLE = new RegExp(`(?:${TITLE})$`, "u");
const PLACE = new RegExp(`${NUMBER}(?:号楼|号院|栋)(?:${NUMBER}单元)?(?:\\d{2,4}(?:室|号|户)?)?|${NUMBER}单元(?:\\d{2,4}(?:室|号|户)?)?`, "gu");

/** `三号楼` and `3号楼` are one house. */
const plain = (place: string): string =>
  place.replace(new RegExp(NUMBER, "gu"), (digits) => String(numberOf(digits) ?? digits)).replace(/[\s室户]|(?<=\d)号$/gu, "");

const lives = (home: string | null, place: string): boolean => {
  if (home === null) return false;
  const at = plain(home).indexOf(plain(place));
  return at >= 0 && !/\d/u.test(plain(home)[at - 1] ?? "") && !(/\d$/u.test(plain(place)) && /^\d/u.test(plain(home).slice(at + plain(place).length)));
};

/** Every household these words speak of, in order. `3号楼的刘阿姨` is one. */
export function mentionsIn(text: string, households: readonly Household[]): Mention[] {
  const named = households
    .toSorted((a, b) => b.name.length - a.name.length)
    .reduce<Mention[]>((found, { name, elder }) => [...found, ...places(text, name, found).map((at) => ({ words: name, at, among: [elder] }))], []);
  const titled = [...text.matchAll(TITLED)]
    .filter((each) => !covered(each.index, named))
    .map(({ 0: words, 1: surname = "", index: at }) => ({
      words,
      at,
      among: households.filter((each) => each.name.startsWith(surname) && !IS_TITLE.test(each.name)).map((each) => each.elder),
    }));
  const housed = [...text.matchAll(PLACE)].map(({ 0: words, index: at }) => ({
    words,
    at,
    among: households.filter((each) => lives(each.home, words)).map((each) => each.elder),
  }));
  return joined(
    text,
    [...named, ...titled, ...housed].toSorted((a, b) => a.at - b.at),
  );
}

const covered = (at: number, found: readonly Mention[]): boolean => found.some((each) => at >= each.at && at < each.at + each.words.length);

function places(text: string, name: string, found: readonly Mention[]): number[] {
  const all: number[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) if (!covered(at, found)) all.push(at);
  return all;
}

/** A house with a name right behind it is that person in that house. Where the two do not fit, either may be meant. */
function joined(text: string, found: readonly Mention[]): Mention[] {
  return found.reduce<Mention[]>((list, each) => {
    const before = list.at(-1);
    const between = before && text.slice(before.at + before.words.length, each.at);
    if (!before || between === undefined || !/^(的|那户|那家|家)?$/u.test(between)) return [...list, each];
    const both = before.among.filter((one) => each.among.includes(one));
    const words = text.slice(before.at, each.at + each.words.length);
    return [...list.slice(0, -1), { words, at: before.at, among: both.length ? both : [...new Set([...before.among, ...each.among])] }];
  }, []);
}

/** `刘阿姨（3号楼2单元）`: for the few whom it concerns. */
export const placed = (one: Pick<Household, "name" | "home">): string => (one.home ? `${one.name}（${one.home}）` : one.name);
export const names = (list: readonly Pick<Household, "name">[]): string => list.map((each) => each.name).join("、");

const collator = new Intl.Collator("zh", { numeric: true });
export const byName = (a: { name: string }, b: { name: string }): number => collator.compare(a.name, b.name);
/** As one walks: house by house, door by door. */
export const byHome = (a: Pick<Household, "name" | "home">, b: Pick<Household, "name" | "home">): number =>
  collator.compare(a.home ?? "", b.home ?? "") || byName(a, b);
