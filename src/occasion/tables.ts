import { sql } from "drizzle-orm";
import { boolean, date, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../db/columns.ts";
import { organisation } from "../people/tables.ts";

/** What comes round: a rule that dates are made of, ahead of time, and when to make the next ones. */
export const occasion_rule = pgTable(
  "occasion_rule",
  {
    id: id(),
    /** Found again by it: the kind and whose it is, as in `theme_day 氟硅材料`. */
    key: text().notNull().unique(),
    /** theme_day · digest · checkin · smiley, and what other capabilities bring */
    kind: text().notNull(),
    /** The chain or team it belongs to; null for the whole town. */
    organisation_id: ref().references(() => organisation.id),
    /** As the kind reads it: `{ rule: "15th", time: "14:00", … }`. */
    rule: jsonb().notNull().default({}),
    /** Dates are made up to and with this day. */
    planned_until: date(),
    /** When to plan again; null once the town no longer has the rule. */
    next_at: instant(),
  },
  (t) => [
    index("occasion_rule_next")
      .on(t.next_at)
      .where(sql`next_at is not null`),
  ],
);

/** Something that falls on a date. A slot that lost its date or its host stays, as `moved` or `skipped`; another row takes its place. */
export const occasion = pgTable(
  "occasion",
  {
    id: id(),
    kind: text().notNull(),
    rule_id: ref(),
    organisation_id: ref().references(() => organisation.id),
    /** The slot of its rule: `2026-12` of a monthly one, `2026-12-15` of a daily one. */
    slot: text().notNull(),
    on_date: date().notNull(),
    at: instant().notNull(),
    /** The enterprise whose turn it is. */
    host_id: ref().references(() => organisation.id),
    /** planned · held · skipped · moved */
    state: text().notNull().default("planned"),
    /** The official calendar of its year was not published when it was dated. */
    provisional: boolean().notNull().default(false),
    /** By key: `session`, `topic`, `place`, `confirmed_by`, … as its kind needs them. */
    facts: jsonb().notNull().default({}),
    revision: integer().notNull().default(0),
  },
  (t) => [
    unique("occasion_slot").on(t.rule_id, t.slot, t.revision),
    index("occasion_of").on(t.organisation_id, t.kind, t.on_date),
    index("occasion_host").on(t.host_id, t.on_date),
  ],
);

/** A step of an occasion that is due at its own time: a reminder, a window that opens, a summary. */
export const occasion_step = pgTable(
  "occasion_step",
  {
    id: id(),
    occasion_id: ref()
      .notNull()
      .references(() => occasion.id),
    step: text().notNull(),
    due_at: instant().notNull(),
    done_at: instant(),
    /** done · late (once, after its time) · missed (its time had passed) · void (the occasion moved) */
    outcome: text(),
  },
  (t) => [
    unique("occasion_step_once").on(t.occasion_id, t.step),
    index("occasion_step_due")
      .on(t.due_at)
      .where(sql`done_at is null`),
  ],
);

/** Who comes to an occasion, by their own word: asked before, counted on the day, asked to make up for it after. */
export const attendance = pgTable(
  "attendance",
  {
    id: id(),
    occasion_id: ref()
      .notNull()
      .references(() => occasion.id),
    person_id: ref().notNull(),
    organisation_id: ref(),
    /** yes · no; null while nothing was said. */
    answer: text(),
    /** How many come with them, themselves included. */
    count: integer().notNull().default(1),
    came_at: instant(),
    made_up_at: instant(),
  },
  (t) => [unique("attendance_once").on(t.occasion_id, t.person_id)],
);
