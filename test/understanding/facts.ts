export type Facts = Record<string, string | number>;
/** Of one kind of fact: how often it was found as said; was said and not found; was found otherwise or not said at all. */
export type FactCount = { right: number; missed: number; wrong: number };
export type FactMiss = { text: string; key: string; wanted: string | number | undefined; found: string | number | undefined };

/** Words that people cut differently: 刘阿姨家 and 刘阿姨, 三楼会议室 and 会议室. */
const FREE = new Set(["item", "topic", "skill", "place", "person", "organisation", "household", "on_behalf_of"]);

const plain = (value: string | number): string => String(value).normalize("NFKC").replace(/\s/gu, "").toLowerCase();

/** A code, a number, a day must be the same; free words may be one within the other. */
export function sameFact(key: string, wanted: string | number, found: string | number): boolean {
  if (!FREE.has(key)) return wanted === found;
  const [one, other] = [plain(wanted), plain(found)];
  return one.includes(other) || other.includes(one);
}

/** Counts the facts of one line, and says which were not as wanted. A fact with another value is both missed and wrong. */
export function countFacts(text: string, wanted: Facts, found: Facts, byKey: Map<string, FactCount>): FactMiss[] {
  const misses: FactMiss[] = [];
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    const here = byKey.get(key) ?? { right: 0, missed: 0, wrong: 0 };
    byKey.set(key, here);
    const [want, got] = [wanted[key], found[key]];
    if (want !== undefined && got !== undefined && sameFact(key, want, got)) here.right++;
    else {
      if (want !== undefined) here.missed++;
      if (got !== undefined) here.wrong++;
      misses.push({ text, key, wanted: want, found: got });
    }
  }
  return misses;
}

/** Precision, recall and F1 of all these together. */
export function shareOf(counts: Iterable<FactCount>): { precision: number; recall: number; f1: number } {
  let [right, missed, wrong] = [0, 0, 0];
  for (const each of counts) [right, missed, wrong] = [right + each.right, missed + each.missed, wrong + each.wrong];
  const share = (all: number): number => (all ? right / all : 1);
  return { precision: share(right + wrong), recall: share(right + missed), f1: share(right + (missed + wrong) / 2) };
}
