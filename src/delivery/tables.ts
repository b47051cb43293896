import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../db/columns.ts";

/** One thing to say in one room. No foreign keys: see the conversation's tables. */
export const line = pgTable(
  "line",
  {
    id: id(),
    room_id: ref().notNull(),
    /** To whom it is said, where it is said to one person. */
    person_id: ref(),
    turn_id: ref(),
    matter_id: ref(),
    /** The notice it says, corrects or takes back. */
    notice_id: ref(),
    /** The expectation this line asks, if it asks one. */
    expectation_id: ref(),
    /** emergency · reply · task · due */
    class: text().notNull(),
    repeatable: boolean().notNull(),
    text: text().notNull(),
    /** `Button[]`: what may be pressed under it, with the words that say the same. */
    buttons: jsonb().notNull().default([]),
    /** `Sheet`: the table that goes with it. */
    sheet: jsonb(),
    not_before: instant().notNull(),
    /** queued · sending · sent · echoed · failed · unknown · withdrawn */
    state: text().notNull().default("queued"),
    /** The first line of the bubble it was sent in; buttons and quotes find it by this. */
    bubble_id: ref(),
    attempts: integer().notNull().default(0),
    failure: text(),
    channel: text(),
    message_id: text(),
    made_at: instant().notNull(),
    sent_at: instant(),
  },
  (t) => [
    index("line_waiting")
      .on(t.not_before)
      .where(sql`state in ('queued', 'sending')`),
    index("line_room").on(t.room_id, t.id),
    // A room remembers everything that was ever said in it: what holds its next line back is found without reading that.
    index("line_put_off")
      .on(t.room_id, t.id)
      .where(sql`state = 'queued' and attempts > 0`)
      .concurrently(),
    index("line_unasked")
      .on(t.room_id, t.sent_at)
      .where(sql`class in ('task', 'due') and sent_at is not null`)
      .concurrently(),
    index("line_failed")
      .on(t.room_id)
      .where(sql`state = 'failed'`)
      .concurrently(),
    index("line_notice")
      .on(t.notice_id, t.room_id)
      .where(sql`notice_id is not null`),
    index("line_message")
      .on(t.channel, t.message_id)
      .where(sql`message_id is not null`),
  ],
);

/** When a channel could hear and speak: silence is judged only over time it was up. */
export const channel_up = pgTable("channel_up", {
  id: id(),
  channel: text().notNull(),
  from_at: instant().notNull(),
  /** When the program that holds it was last known to live: the end of it for one that is killed. */
  seen_at: instant(),
  until_at: instant(),
});
