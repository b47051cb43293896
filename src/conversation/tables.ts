import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../db/columns.ts";

/* Rows of the hot path carry no foreign keys: checking them takes a look-up and a lock a row, and the ids were read
   under the same transaction. */

/** Every message key a channel ever gave us: a redelivery falls out here. */
export const seen = pgTable("seen", { channel: text().notNull(), account: text().notNull(), key: text().notNull(), at: instant().notNull() }, (t) => [
  primaryKey({ columns: [t.channel, t.account, t.key] }),
]);

/** Everything that was said. A bystander's text is forgotten after 7 days. */
export const heard = pgTable(
  "heard",
  {
    id: id(),
    channel: text().notNull(),
    key: text().notNull(),
    /** message · press · join · leave · room */
    kind: text().notNull(),
    room_id: ref(),
    person_id: ref(),
    text: text(),
    /** `[{ kind, name, hash, transcript? }]`, kept by content in the data folder. */
    media: jsonb().notNull().default([]),
    /** What the turn needs beside the text: mentions, quote, pressed button. */
    detail: jsonb().notNull().default({}),
    said_at: instant().notNull(),
    heard_at: instant().notNull(),
    /** done · waiting (in a person's queue) · parked (handling threw) · bystander */
    state: text().notNull(),
    /** Who has it in their queue while `waiting` or `parked`. */
    with_id: ref(),
    matter_id: ref(),
    /** By which account it was said: a merge of two people that is undone parts what they said by it. */
    account_id: ref(),
  },
  (t) => [
    index("heard_room").on(t.room_id, t.id),
    index("heard_waiting")
      .on(t.with_id)
      .where(sql`state in ('waiting', 'parked')`),
    index("heard_forget")
      .on(t.heard_at)
      .where(sql`state = 'bystander' and text is not null`),
  ],
);

/** When whoever has a message in their queue is reminded of it, and when the next one gets it. */
export const queue_clock = pgTable(
  "queue_clock",
  {
    heard_id: ref().primaryKey(),
    /** How often that was: 0 never, 1 they were reminded, 2 it was passed up. */
    rung: integer().notNull().default(0),
    due_at: instant().notNull(),
  },
  (t) => [index("queue_clock_due").on(t.due_at)],
);

/** One person in one room: the stack of sessions and when the bot must remind or drop. */
export const conversation = pgTable(
  "conversation",
  {
    id: id(),
    person_id: ref().notNull(),
    room_id: ref().notNull(),
    /** `Session[]`, the waiting one first, at most three. */
    sessions: jsonb().notNull().default([]),
    /** remind · drop */
    due: text(),
    due_at: instant(),
  },
  (t) => [
    unique("conversation_once").on(t.person_id, t.room_id),
    index("conversation_due")
      .on(t.due_at)
      .where(sql`due_at is not null`),
  ],
);

/** A question the machine asked, which any later word of that person in that room may answer. */
export const expectation = pgTable(
  "expectation",
  {
    id: id(),
    person_id: ref().notNull(),
    room_id: ref().notNull(),
    flow: text().notNull(),
    version: integer().notNull(),
    answers: jsonb().notNull().default({}),
    matter_id: ref(),
    /** The line in a group that asked several people at once. */
    line_id: ref(),
    /** What it is about, to close all that ask about it: `notice 12`, `occasion 7`. */
    about: text(),
    /** Stays open when it was answered, until it is closed by what it is about. */
    standing: boolean().notNull().default(false),
    opened_at: instant().notNull(),
    closed_at: instant(),
  },
  (t) => [
    index("expectation_open")
      .on(t.person_id, t.room_id)
      .where(sql`closed_at is null`),
    index("expectation_line")
      .on(t.line_id)
      .where(sql`closed_at is null and line_id is not null`),
    index("expectation_about")
      .on(t.about)
      .where(sql`closed_at is null and about is not null`),
    index("expectation_matter")
      .on(t.matter_id)
      .where(sql`closed_at is null`),
  ],
);

/** What a model is to be asked about a matter while nobody waits for it: never the words. */
export const inquiry = pgTable(
  "inquiry",
  {
    id: id(),
    /** summary · same: what it is asked for */
    task: text().notNull(),
    matter_id: ref().notNull(),
    /** The line that waits for it a little while. */
    line_id: ref(),
    /** What of that line stays, and when it was to be said: `{ base, not_before }`. */
    data: jsonb().notNull().default({}),
    /** When it is to be asked, or asked again by another process. */
    due_at: instant().notNull(),
    tries: integer().notNull().default(0),
    /** It was asked, whatever came of it. */
    done_at: instant(),
  },
  (t) => [
    index("inquiry_due")
      .on(t.due_at)
      .where(sql`done_at is null`),
    index("inquiry_matter").on(t.task, t.matter_id),
  ],
);

/** What was understood and said, by which words: `为什么` and the desk read it. */
export const turn = pgTable(
  "turn",
  {
    id: id(),
    heard_id: ref(),
    conversation_id: ref(),
    intent: text(),
    facts: jsonb().notNull().default({}),
    confidence: integer(),
    because: jsonb().notNull().default([]),
    flow: text(),
    said: text(),
    at: instant().notNull(),
  },
  (t) => [index("turn_conversation").on(t.conversation_id, t.id)],
);
