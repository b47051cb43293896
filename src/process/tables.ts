import { pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** What only one process may do at a time, and which one does it: to listen on a channel that allows one connection. */
export const lease = pgTable("lease", {
  name: text().primaryKey(),
  holder: text().notNull(),
  /** By the database's own clock: another may take it after that. */
  until_at: instant().notNull(),
});
