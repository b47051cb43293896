import type { Query } from "../../../src/db/connect.ts";
import type { Asked } from "../../../src/conversation/index.ts";
import type { Clock, StoryEvent } from "../../../src/matter/index.ts";
import { entryOf, gist, raiserName } from "./words-of.ts";

/** The number of a matter whose record is summed up, and who said each entry of it, and when. */
export type Summed = { no: string; sources: string[] };

type Row = {
  id: number;
  no: string;
  lane: string | null;
  detail: string;
  facts: { amount_yuan?: number };
  private: boolean;
  raiser_id: number;
  organisation_id: number | null;
  opened_at: number;
  story: StoryEvent[];
};

/** The newest so many entries are shown. */
const MOST_ENTRIES = 30;

/** The records of matters as numbered lines, the report first. */
export async function readSummed(
  sql: Query,
  asked: readonly Asked[],
  { directory, calendar }: Clock,
): Promise<({ words: string; known: Summed } | undefined)[]> {
  const rows = await sql<Row[]>`
    select m.id, m.no, m.lane, m.detail, m.facts, m.private, m.raiser_id, m.organisation_id, m.opened_at,
      (select jsonb_agg(jsonb_build_object('verb', e.verb, 'by', p.name, 'at', extract(epoch from e.at) * 1000, 'data', e.data) order by e.id)
        from matter_event e left join person p on p.id = e.by_id where e.matter_id = m.id) as story
    from matter m where m.id = any(${asked.map((each) => each.matter_id)}::bigint[])`;
  return asked.map(({ matter_id }) => {
    const one = rows.find((each) => each.id === matter_id);
    // What is private is shown to no model, also if it became so meanwhile.
    if (!one || one.private) return undefined;
    const first = { at: one.opened_at, by: directory.person(one.raiser_id).name, words: `${raiserName(directory, one)}反映，${gist(one)}` };
    const told = one.story.flatMap((event) => {
      const words = entryOf(event);
      return words ? [{ at: event.at, by: event.by ?? "系统", words }] : [];
    });
    const entries = [first, ...told.slice(-MOST_ENTRIES)].map((each) => ({ ...each, on: calendar.print(each.at) }));
    return {
      words: entries.map(({ on, words }, n) => `[${n + 1}] ${on} ${words.replaceAll("\n", " ")}`).join("\n"),
      known: { no: one.no, sources: entries.map(({ on, by }) => `${by}，${on}`) },
    };
  });
}
