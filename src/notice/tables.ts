import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../db/columns.ts";

/** Something said to a known set of people, and who has confirmed it. */
export const notice = pgTable(
  "notice",
  {
    id: id(),
    /** announcement · policy, and what other capabilities bring */
    kind: text().notNull(),
    author_id: ref().notNull(),
    text: text().notNull(),
    version: integer().notNull().default(1),
    /** draft · approved · sent · withdrawn */
    state: text().notNull(),
    /** The rule its roster was made of (`Audience`). */
    audience: jsonb().notNull().default({}),
    /** Whether each is asked to confirm; if not, nobody is reminded. */
    confirms: boolean().notNull().default(true),
    /** Who must agree before it is sent, and who did. */
    approver_id: ref(),
    approved_at: instant(),
    /** What it is about, found again by it: `policy 12`, `occasion 7`. */
    about: text(),
    /** Said again by this rule (`weekly 1 09:00`): each sending makes the row of the next one; null for once. */
    repeats: text(),
    /** The first notice of those that repeat. */
    parent_id: ref(),
    made_at: instant().notNull(),
    /** When it is to be said; null for at once. */
    planned_at: instant(),
    sent_at: instant(),
    /** When its roster was last asked to confirm: at the sending, and at each material correction. Reminders count from it. */
    asked_at: instant(),
    withdrawn_at: instant(),
    /** approve · approve_again (while a draft) · send · remind · remind_again · superior */
    next_step: text(),
    next_at: instant(),
    revision: integer().notNull().default(0),
  },
  (t) => [
    index("notice_next")
      .on(t.next_at)
      .where(sql`next_at is not null`),
    index("notice_author").on(t.author_id, t.id),
    index("notice_about")
      .on(t.about)
      .where(sql`about is not null`),
  ],
);

/** What a notice said, version by version; a material correction voids the confirmations before it. */
export const notice_version = pgTable(
  "notice_version",
  {
    notice_id: ref().notNull(),
    version: integer().notNull(),
    text: text().notNull(),
    /** What changed, in words. */
    changed: text(),
    material: boolean().notNull().default(false),
    by_id: ref().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.notice_id, t.version] })],
);

/** The roster, frozen at sending: one row a person, however many groups they are in. */
export const receipt = pgTable(
  "receipt",
  {
    id: id(),
    notice_id: ref().notNull(),
    person_id: ref().notNull(),
    /** Where it was said to them: a group they are in, else their direct chat. */
    room_id: ref().notNull(),
    /** expected · confirmed · unreachable · left */
    state: text().notNull().default("expected"),
    /** The version that was confirmed. */
    version: integer(),
    /** The words, sticker or quote that confirmed it; with the name of who said them where somebody else did. */
    evidence: text(),
    confirmed_at: instant(),
    /** Said beside the confirmation, for the author. */
    remark: text(),
    /** Why it could not be delivered. */
    failure: text(),
  },
  (t) => [unique("receipt_once").on(t.notice_id, t.person_id), index("receipt_person").on(t.person_id, t.id), index("receipt_room").on(t.notice_id, t.room_id)],
);
