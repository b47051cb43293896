import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, index, date, unique } from "drizzle-orm/pg-core";
import { id, instant, ref, sealed } from "../../../src/db/columns.ts";
import { organisation, person } from "../../../src/people/tables.ts";

/** An elder a team looks after, the volunteer they are paired with, and their morning window. */
export const elder = pgTable(
  "elder",
  {
    person_id: ref()
      .primaryKey()
      .references(() => person.id),
    team_id: ref()
      .notNull()
      .references(() => organisation.id),
    volunteer_id: ref().references(() => person.id),
    backup_id: ref().references(() => person.id),
    age: integer(),
    /** Address, sealed. */
    home_sealed: sealed(),
    /** Morning window in minutes of the day; null for elders without one. */
    window_from: integer(),
    window_until: integer(),
    /** `[{ person: id, relation }]`, asked last, in order. */
    contacts: jsonb().notNull().default([]),
  },
  (t) => [
    index("elder_team").on(t.team_id),
    index("elder_volunteer").on(t.volunteer_id),
    index("elder_backup").on(t.backup_id),
    index("elder_contact").using("gin", t.contacts.op("jsonb_path_ops")),
  ],
);

/** An elder who is not at home for a while: it ends by itself. */
export const absence = pgTable(
  "absence",
  {
    id: id(),
    person_id: ref()
      .notNull()
      .references(() => person.id),
    from_on: date().notNull(),
    /** The last day of it; null until somebody says. */
    until_on: date(),
    reason: text().notNull(),
    by_id: ref().notNull(),
    said_at: instant().notNull(),
    /** When a person was last asked whether it goes on. */
    asked_on: date(),
    ended_at: instant(),
  },
  (t) => [
    index("absence_person").on(t.person_id, t.from_on),
    index("absence_open")
      .on(t.person_id)
      .where(sql`ended_at is null`),
  ],
);

/** Who is on duty for a team, by their own word. */
export const duty = pgTable(
  "duty",
  {
    id: id(),
    team_id: ref().notNull(),
    person_id: ref().notNull(),
    on_date: date().notNull(),
    in_at: instant(),
    out_at: instant(),
    /** Not there that day, and who stands in. */
    leave: text(),
    cover_id: ref(),
    /** Who was to stand in and said that they cannot. */
    declined: ref().array().notNull().default([]),
  },
  (t) => [unique("duty_once").on(t.team_id, t.person_id, t.on_date)],
);
