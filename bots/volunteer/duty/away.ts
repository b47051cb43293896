import { deed } from "../../../src/flow/index.ts";
import type { OccasionKind } from "../../../src/occasion/index.ts";

type Leave = { person: number; from: string; until: string };
/** Who stands in by now; undefined when the leave was taken back. */
type Known = { cover: number | null } | undefined;

const DAY_MS = 86_400_000;
/** A program that was away while a leave began still takes note of it. */
const STALE_DAYS = 60;

/** A leave that begins on a later day: only then is the volunteer away. */
export const laterLeave: OccasionKind<Known> = {
  kind: "leave",
  horizonDays: 7,
  staleMs: STALE_DAYS * DAY_MS,
  plan: ({ rule }, { from: first, until: last }, known, { calendar }) => {
    const { from, until } = rule as Leave;
    const at = calendar.at(from, "00:00");
    // Asked for once more from the same day on: the newest word counts.
    const anew = known.some((each) => each.slot === from && (each.facts as Leave).until !== until);
    return from >= first && from <= last ? [{ slot: from, on: from, at, facts: rule, anew, steps: [{ step: "begin", at }] }] : [];
  },
  look: async (sql, due) => {
    const asked = due.map(({ occasion }, n) => ({ n, team: occasion.organisation_id, ...(occasion.facts as Leave) }));
    const rows = await sql<{ n: number; cover: number | null }[]>`
      select a.n, d.cover_id as cover from json_to_recordset(${JSON.stringify(asked)}::text::json) as a(n int, team bigint, person bigint, "from" date)
      join duty d on d.team_id = a.team and d.person_id = a.person and d.on_date = a."from" and d.leave is not null`;
    return due.map((_, n) => rows.find((each) => each.n === n));
  },
  falls: ({ occasion }, known, { calendar }) => {
    const { person, from, until } = occasion.facts as Leave;
    const away = calendar.at(calendar.addDays(until, 1), "00:00");
    return [
      ...(known ? [deed("person.away", { person, until: away, deputy: known.cover })] : []),
      deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } }),
      deed("occasion.rule", { key: `leave ${person} ${from}`, kind: "leave", organisation: occasion.organisation_id, rule: null }),
    ];
  },
};
