import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "../db/columns.ts";

/** What only one process may do at a time, and which one does it: to listen on a channel that allows one connection. */
export const lease = pgTable("lease", {
  name: text().primaryKey(),
  holder: text().notNull(),
  /** By the database's own clock: another may take it after that. */
  until_at: instant().notNull(),
});

/** A process that carries lines out, among others. It lives while somebody holds the lock of its number. */
export const worker = pgTable("worker", {
  id: id(),
  /** Of pg-boss: the rooms it has now. */
  jobs: uuid().array().notNull(),
});
