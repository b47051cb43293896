import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../db/columns.ts";
import { person } from "../people/tables.ts";

/** Something owned, due, chased up a ladder, closed only with the raiser's word. */
export const matter = pgTable(
  "matter",
  {
    id: id(),
    /** The visible number, 氟硅-0042. */
    no: text().notNull().unique(),
    /** problem · call */
    kind: text().notNull(),
    lane: text(),
    /** new · accepted · in_progress · done · closed · unsolvable · withdrawn · unreached */
    state: text().notNull(),
    owner_id: ref()
      .notNull()
      .references(() => person.id),
    raiser_id: ref()
      .notNull()
      .references(() => person.id),
    organisation_id: ref(),
    chain_id: ref(),
    room_id: ref(),
    /** The matter a call task belongs to. */
    parent_id: ref(),
    detail: text().notNull(),
    /** Facts by key: `amount_yuan`, `phone`, …; money in yuan. */
    facts: jsonb().notNull().default({}),
    private: boolean().notNull().default(false),
    opened_at: instant().notNull(),
    /** When the present stage must be reached. */
    due_at: instant().notNull(),
    /** What the clock does next, and when. Never null while the matter is open. */
    next_step: text(),
    next_at: instant(),
    /** How far the ladder was climbed in this stage: 0 nobody, 1 owner told, … */
    rung: integer().notNull().default(0),
    bounces: integer().notNull().default(0),
    reopened: integer().notNull().default(0),
    paused_at: instant(),
    /** Proposed end waiting for a second signature: unsolvable · unreached, its reason, by whom. */
    proposal: jsonb(),
    /** solved · partly · not · not_reached · unsolvable · withdrawn */
    result: text(),
    score: integer(),
    contacted_at: instant(),
    promised_at: instant(),
    closed_at: instant(),
    revision: integer().notNull().default(0),
  },
  (t) => [
    check("matter_open_is_due", sql`state in ('closed', 'unsolvable', 'withdrawn', 'unreached') or next_at is not null`),
    index("matter_next")
      .on(t.next_at)
      .where(sql`next_at is not null`),
    index("matter_owner").on(t.owner_id, t.state),
    index("matter_raiser").on(t.raiser_id, t.state),
    index("matter_chain").on(t.chain_id, t.state),
    index("matter_organisation").on(t.organisation_id, t.state),
  ],
);

/** Each transition, in the past tense, with what was said. */
export const matter_event = pgTable(
  "matter_event",
  {
    id: id(),
    matter_id: ref().notNull(),
    verb: text().notNull(),
    by_id: ref(),
    at: instant().notNull(),
    data: jsonb().notNull().default({}),
    heard_id: ref(),
  },
  (t) => [index("matter_event_matter").on(t.matter_id, t.id)],
);

/** The last number given in each series (a chain's code). */
export const matter_number = pgTable("matter_number", { series: text().primaryKey(), last: integer().notNull() });

/** Colleagues who joined a report; they are called back too. */
export const co_reporter = pgTable(
  "co_reporter",
  {
    matter_id: ref()
      .notNull()
      .references(() => matter.id),
    person_id: ref()
      .notNull()
      .references(() => person.id),
    joined_at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.matter_id, t.person_id] })],
);
