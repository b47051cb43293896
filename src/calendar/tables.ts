import { date, integer, pgTable, text } from "drizzle-orm/pg-core";

/** A year whose official holidays are published, and when they were. Others are provisional. */
export const official_year = pgTable("official_year", { year: integer().primaryKey(), published_on: date().notNull() });

/** A day that differs from the plain week: `off` (holiday) or `work` (make-up workday 调休). */
export const official_day = pgTable("official_day", { on_date: date().primaryKey(), kind: text().notNull(), name: text() });
