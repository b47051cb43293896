import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { id, instant } from "../db/columns.ts";

/** Deeds that must not be denied later: each row's hash covers the row before it, so that none can be changed or taken out. */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    at: instant().notNull(),
    /** `operator` at a command, `person 12` in a conversation. */
    by: text().notNull(),
    /** import · backup · restore · erase · reseal · look · role · merge · unmerge · exception */
    what: text().notNull(),
    /** What it was done to: `person 12`, `氟硅-0042`. */
    about: text().notNull(),
    /** Counts and codes; nothing personal. */
    details: jsonb().notNull().default({}),
    previous: text().notNull(),
    hash: text().notNull().unique(),
  },
  (t) => [index("audit_about").on(t.about, t.id)],
);
