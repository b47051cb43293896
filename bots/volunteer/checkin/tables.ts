import { date, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, ref } from "../../../src/db/columns.ts";

/** One household of one team on one day, as its volunteer answered the prompt. */
export const checkin = pgTable(
  "checkin",
  {
    elder_id: ref().notNull(),
    on_date: date().notNull(),
    team_id: ref().notNull(),
    /** Who is to answer for it today. */
    volunteer_id: ref(),
    occasion_id: ref().notNull(),
    /** waiting · safe · concern · missing · silent · absent */
    state: text().notNull().default("waiting"),
    words: text(),
    answered_at: instant(),
    answered_by: ref(),
  },
  (t) => [primaryKey({ columns: [t.elder_id, t.on_date] }), index("checkin_team").on(t.team_id, t.on_date)],
);
