import { boolean, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** A recurring rule that fired: once per slot, however many processes tick. */
export const firing = pgTable("firing", { rule: text().notNull(), slot: text().notNull(), fired_at: instant().notNull(), late: boolean().notNull() }, (t) => [
  primaryKey({ columns: [t.rule, t.slot] }),
]);

/** What the clock was last told: the sandbox's offset, the last tick. */
export const clock_state = pgTable("clock_state", { key: text().primaryKey(), value: text().notNull() });
