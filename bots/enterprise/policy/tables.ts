import { bigint, boolean, date, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { id, instant, ref } from "../../../src/db/columns.ts";
import { organisation } from "../../../src/people/tables.ts";

/** An entry of the library. A newer version or another policy supersedes it; nothing is deleted. */
export const policy = pgTable(
  "policy",
  {
    id: id(),
    title: text().notNull(),
    version: integer().notNull().default(1),
    issuer: text(),
    number: text(),
    /** nation · province · city · district */
    level: text(),
    opens_on: date(),
    closes_on: date(),
    benefit: text(),
    cap_yuan: bigint({ mode: "number" }),
    materials: jsonb().notNull().default([]),
    contact: text(),
    /** The title it takes the place of. */
    supersedes: text(),
    /** draft · current · superseded · expired */
    state: text().notNull(),
    made_at: instant().notNull(),
    confirmed_by: ref(),
  },
  (t) => [unique("policy_version").on(t.title, t.version), index("policy_state").on(t.state, t.closes_on), index("policy_supersedes").on(t.supersedes)],
);

/** One condition on one fact, with the clause that says so. All must hold, and no exclusion. */
export const policy_condition = pgTable(
  "policy_condition",
  {
    policy_id: ref()
      .notNull()
      .references(() => policy.id),
    n: integer().notNull(),
    fact: text().notNull(),
    /** in · has · is · >= · <= · > · < */
    test: text().notNull(),
    value: jsonb().notNull(),
    clause: text(),
    excludes: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.policy_id, t.n] })],
);

/** What is known of an enterprise, and since when. */
export const enterprise_fact = pgTable(
  "enterprise_fact",
  {
    organisation_id: ref()
      .notNull()
      .references(() => organisation.id),
    fact: text().notNull(),
    value: jsonb().notNull(),
    known_on: date().notNull(),
    /** town file · said by somebody */
    said_by: ref(),
  },
  (t) => [primaryKey({ columns: [t.organisation_id, t.fact] })],
);

/** How far one enterprise is with one policy, and what it was told of it last. */
export const policy_case = pgTable(
  "policy_case",
  {
    id: id(),
    policy_id: ref()
      .notNull()
      .references(() => policy.id),
    organisation_id: ref()
      .notNull()
      .references(() => organisation.id),
    /** What it was told last, in whatever way: fits · fails · unknown · withdrawn */
    told: text(),
    told_at: instant(),
    /** When the private notice of this version went out: once. */
    noticed_at: instant(),
    /** opened · applied · granted · paid · refused; null before it was looked at. */
    stage: text(),
    stage_at: instant(),
    granted_yuan: bigint({ mode: "number" }),
    paid_yuan: bigint({ mode: "number" }),
    /** Who applies for it, and is asked how far it is. */
    person_id: ref(),
  },
  (t) => [unique("policy_case_once").on(t.policy_id, t.organisation_id), index("policy_case_organisation").on(t.organisation_id)],
);
