import type { Query } from "../../../src/db/connect.ts";
import type { Asked } from "../../../src/conversation/index.ts";
import { type Clock, readWithStories } from "../../../src/matter/index.ts";
import { numbered } from "./numbered.ts";
import { entryOf, gist, raiserName } from "./words-of.ts";

/** The number of a matter whose record is summed up, and who said each entry of it, and when. */
export type Summed = { no: string; sources: string[] };

/** The newest so many entries are shown. */
const MOST_ENTRIES = 30;

/** The records of matters as numbered lines, the report first. */
export async function readSummed(
  sql: Query,
  asked: readonly Asked[],
  { directory, calendar }: Clock,
): Promise<({ words: string; known: Summed } | undefined)[]> {
  const found = await readWithStories(
    sql,
    asked.map((each) => each.matter_id),
  );
  return found.map((each) => {
    // What is private is shown to no model, also if it became so meanwhile.
    if (!each || each.one.private) return undefined;
    const { one, story } = each;
    const first = { at: one.opened_at, by: directory.person(one.raiser_id).name, words: `${raiserName(directory, one)}反映，${gist(one)}` };
    const told = story.flatMap((event) => {
      const words = entryOf(event);
      return words ? [{ at: event.at, by: event.by ?? "系统", words }] : [];
    });
    const entries = [first, ...told.slice(-MOST_ENTRIES)].map((each) => ({ ...each, on: calendar.print(each.at) }));
    return {
      words: numbered(
        entries.map(({ on, words }) => `${on} ${words.replaceAll("\n", " ")}`),
        1,
      ),
      known: { no: one.no, sources: entries.map(({ on, by }) => `${by}，${on}`) },
    };
  });
}
