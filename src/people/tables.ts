import { sql } from "drizzle-orm";
import { type AnyPgColumn, boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { id, instant, ref, sealed } from "../db/columns.ts";

/** Someone who speaks to a bot or is spoken of. `name` is unique; `display` is what a chat shows. */
export const person = pgTable("person", {
  id: id(),
  name: text().notNull().unique(),
  display: text().notNull(),
  aliases: text().array().notNull().default([]),
  /** known · newcomer (said nothing of themselves yet) · stopped (said 退出) · merged (was somebody else: see person_merge) */
  state: text().notNull().default("known"),
  phone_sealed: sealed(),
  /** What the town file says of a person that no capability reads yet, sealed JSON. */
  kept_sealed: sealed(),
  away_until: instant(),
  deputy_id: ref().references((): AnyPgColumn => person.id),
});

/** The key that seals what is kept of one person, itself sealed by the town's. Destroyed, nothing of theirs opens again. */
export const person_key = pgTable("person_key", {
  person_id: ref()
    .primaryKey()
    .references(() => person.id),
  /** Null once it was destroyed. */
  wrapped: sealed(),
  destroyed_at: instant(),
});

/** A chain, enterprise, bank, policy package, expert group, legal group, team. */
export const organisation = pgTable(
  "organisation",
  {
    id: id(),
    /** What a town file knows it by: kind and name, and for a service the chain it serves. */
    key: text().notNull().unique(),
    /** chain · enterprise · bank · policy · experts · legal · team */
    kind: text().notNull(),
    name: text().notNull(),
    short: text(),
    /** A chain's code, as in 氟硅-0042. */
    code: text(),
    /** The chain of an enterprise or a service; null for chains and teams. */
    parent_id: ref().references((): AnyPgColumn => organisation.id),
    facts: jsonb().notNull().default({}),
    kept_sealed: sealed(),
  },
  (t) => [index("organisation_parent").on(t.parent_id)],
);

/** Who holds which role in which organisation. Order matters: the first of a lane is asked first. */
export const role = pgTable(
  "role",
  {
    id: id(),
    organisation_id: ref()
      .notNull()
      .references(() => organisation.id),
    person_id: ref()
      .notNull()
      .references(() => person.id),
    /** member · commissioner · leader · secretary · fallback · reviewer · lane · volunteer · elder · contact · community · police */
    kind: text().notNull(),
    /** Only for kind `lane`: finance, policy, technology, law, talent, supply, party, other. */
    lane: text(),
    position: ref().notNull().default(0),
  },
  (t) => [uniqueIndex("role_once").on(t.organisation_id, t.person_id, t.kind, t.lane), index("role_person").on(t.person_id)],
);

/** Roles in the whole town: `secretary`, `supervision`. */
export const town_role = pgTable(
  "town_role",
  {
    id: id(),
    person_id: ref()
      .notNull()
      .references(() => person.id),
    kind: text().notNull(),
    position: ref().notNull().default(0),
  },
  (t) => [unique("town_role_once").on(t.person_id, t.kind)],
);

/** A group, or the direct chat with one person. */
export const room = pgTable(
  "room",
  {
    id: id(),
    /** group · direct */
    kind: text().notNull(),
    name: text().notNull(),
    person_id: ref().references(() => person.id),
    organisation_id: ref().references(() => organisation.id),
    /** known · unknown (an outside group nobody has named yet) · gone (the bot was removed) */
    state: text().notNull().default("known"),
  },
  (t) => [
    uniqueIndex("room_group_name")
      .on(t.name)
      .where(sql`kind = 'group'`),
    uniqueIndex("room_direct").on(t.person_id),
  ],
);

export const membership = pgTable(
  "membership",
  {
    id: id(),
    room_id: ref()
      .notNull()
      .references(() => room.id),
    person_id: ref()
      .notNull()
      .references(() => person.id),
    joined_at: instant().notNull(),
    left_at: instant(),
  },
  (t) => [unique("membership_once").on(t.room_id, t.person_id), index("membership_person").on(t.person_id)],
);

/** A person or a room as an outside channel knows it. Exactly one of person_id, room_id is set. */
export const account = pgTable(
  "account",
  {
    id: id(),
    channel: text().notNull(),
    /** user · chat */
    kind: text().notNull(),
    external_id: text().notNull(),
    person_id: ref().references(() => person.id),
    room_id: ref().references(() => room.id),
    /** False where the channel cannot open a direct chat (a Telegram user who never pressed start). */
    reachable: boolean().notNull().default(true),
    last_heard_at: instant(),
    /** What the bot's own login calls this contact (备注), where the channel tells it. */
    remark: text(),
    /** Since when the person has a newer account on this channel: nothing is said to this one any more. */
    replaced_at: instant(),
    /** Invitation codes that were none, and since when they count. */
    wrong_codes: integer().notNull().default(0),
    wrong_since: instant(),
  },
  (t) => [unique("account_external").on(t.channel, t.kind, t.external_id), index("account_person").on(t.person_id), index("account_room").on(t.room_id)],
);

/** A code said to the bot ties an outside account to a person. */
export const invitation = pgTable("invitation", {
  id: id(),
  code: text().notNull().unique(),
  person_id: ref()
    .notNull()
    .references(() => person.id),
  made_at: instant().notNull(),
  used_at: instant(),
  expires_at: instant(),
  made_by_id: ref(),
});

/** Somebody turned out to be a person we know: by whose word, on what evidence, and what was moved. All of it goes back. */
export const person_merge = pgTable(
  "person_merge",
  {
    id: id(),
    from_id: ref()
      .notNull()
      .references(() => person.id),
    into_id: ref()
      .notNull()
      .references(() => person.id),
    /** Set where one account changed hands and its former person stays; else everything of theirs was moved. */
    account_id: ref(),
    /** code · answered · commanded */
    how: text().notNull(),
    /** What spoke for it, in words. */
    evidence: jsonb().notNull().default([]),
    /** Ids of the rows that were moved, by table and column: `{ "heard.person_id": [7, 9] }`. */
    moved: jsonb().notNull().default({}),
    /** Rows that were changed or taken out, as they were before, by table. */
    before: jsonb().notNull().default({}),
    merged_at: instant().notNull(),
    /** Null where a code was enough. */
    merged_by_id: ref(),
    undone_at: instant(),
    undone_by_id: ref(),
  },
  (t) => [
    uniqueIndex("person_merge_once")
      .on(t.from_id)
      .where(sql`undone_at is null and account_id is null`),
    index("person_merge_into").on(t.into_id, t.id),
  ],
);

/** The town's own settings: name, zone, hours, limits, and what no capability reads yet. */
export const town = pgTable("town", {
  id: id(),
  name: text().notNull(),
  zone: text().notNull(),
  /** `{ work: ["08:30-12:00", …], quiet: "21:30-07:00" }` */
  hours: jsonb().notNull(),
  limits: jsonb().notNull().default({}),
  /** The world's first moment: what lay before it is history. */
  began_at: instant(),
  /** Grows whenever people, rooms or roles change: every process then reads its directory again. */
  revision: integer().notNull().default(1),
  kept_sealed: sealed(),
});
