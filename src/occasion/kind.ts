import type { Calendar } from "../calendar/working-time.ts";
import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import type { Directory, Limits } from "../people/index.ts";
import type { occasion } from "./tables.ts";

export type Occasion = Omit<typeof occasion.$inferSelect, "facts"> & { facts: Record<string, unknown> };

/** What comes round, as a town or a person set it. */
export type OccasionRule = { id: number; key: string; kind: string; organisation_id: number | null; rule: Record<string, unknown> };

/** The moment as occasions see it. */
export type OccasionClock = { now: number; calendar: Calendar; limits: Limits; directory: Directory };

/** One occasion as its rule dates it. The slot stays the same when the date moves. */
export type Planned = {
  slot: string;
  /** `YYYY-MM-DD` in the town's zone. */
  on: string;
  at: number;
  host?: number | null;
  provisional?: boolean;
  facts?: Record<string, unknown>;
  /** The host and facts replace those the slot had. */
  anew?: boolean;
  steps: readonly { step: string; at: number }[];
};

/** A step whose time has come. */
export type DueStep = {
  occasion: Occasion;
  step: string;
  due_at: number;
  /** It was due while the program was away: done once, and said to be late. */
  late: boolean;
};

/** What a kind of occasion brings: its dates, and what happens at each of its steps. Words belong to the bots. */
export type OccasionKind<D = unknown> = {
  kind: string;
  /** Dates are made so many days ahead. */
  horizonDays: number;
  /** So far back, `known` is given when planning; none unless said. */
  historyDays?: number;
  /** A step missed by more than this (milliseconds) is no use any more, and is not done. */
  staleMs: number;
  /** Steps of an occasion that was held are taken too. */
  afterHeld?: boolean;
  /** Pure: all occasions from one day until another, both included, or further; one that is planned for these days and
   *  missing here is taken away. `known` is how each slot of the rule stands, oldest first: hosts and facts of a slot that
   *  is known are kept, whatever this answers, unless it says `anew`. */
  plan(rule: OccasionRule, span: { from: string; until: string }, known: readonly Occasion[], clock: OccasionClock): Planned[];
  /** Reads what the steps must know, once for all that are due; answers in their order. */
  look?(sql: Query, due: readonly DueStep[], clock: OccasionClock): Promise<D[]>;
  /** What happens at a step. */
  falls(due: DueStep, known: D, clock: OccasionClock): Effect[];
  /** Said when an occasion that was planned got another date. */
  moved?(before: Occasion, after: Planned, clock: OccasionClock): Effect[];
};
