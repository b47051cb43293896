import { boolean, date, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, ref } from "../../../src/db/columns.ts";

/** One elder's morning: opened with their window, safe with their first sign. */
export const smiley = pgTable(
  "smiley",
  {
    elder_id: ref().notNull(),
    on_date: date().notNull(),
    team_id: ref().notNull(),
    /** The occasion that opened it; null where a sign came before that. */
    occasion_id: ref(),
    /** waiting · safe · reminded · alerted · all_clear · absent · outage */
    state: text().notNull().default("waiting"),
    /** Whom is asked now: elder · volunteer · backup · leader · community · contact */
    stage: text().notNull().default("elder"),
    safe_at: instant(),
    /** Answered warmly in their own chat: once a day. */
    greeted: boolean().notNull().default(false),
    /** Who said so, when it was not the elder, and in which words. */
    vouched_by: ref(),
    words: text(),
    /** When the elder was last asked, and how often; null while an outage keeps the question back. */
    asked_at: instant(),
    asks: integer().notNull().default(0),
    /** The matter once somebody was alerted. */
    matter_id: ref(),
  },
  (t) => [primaryKey({ columns: [t.elder_id, t.on_date] }), index("smiley_team").on(t.team_id, t.on_date)],
);
