import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** What is not text: stored once, by content, under the data folder. */
export const media = pgTable("media", {
  /** SHA-256 of the content, hex. */
  hash: text().primaryKey(),
  type: text().notNull(),
  size_bytes: bigint({ mode: "number" }).notNull(),
  kept_at: instant().notNull(),
});
