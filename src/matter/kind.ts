import type { Calendar } from "../calendar/working-time.ts";
import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import type { Directory, Limits, Person } from "../people/index.ts";
import type { matter } from "./tables.ts";

export type Matter = typeof matter.$inferSelect & { facts: Facts; proposal: Proposal | null; /** Co-reporters. */ colleagues: number[] };
export type Facts = { amount_yuan?: number; phone?: string; promise?: string; pause?: string; [key: string]: unknown };
/** An end that needs a second signature. */
export type Proposal = { end: "unsolvable" | "unreached"; reason: string; by: number; signer: number };

export type State = "new" | "accepted" | "in_progress" | "done" | "closed" | "unsolvable" | "withdrawn" | "unreached";
export const OPEN: readonly string[] = ["new", "accepted", "in_progress", "done"];
export const isOpen = (one: Pick<Matter, "state">): boolean => OPEN.includes(one.state);

/** What the clock does next with a matter. */
export type ClockStep = "accept" | "contact" | "finish" | "resume" | "sign" | "visit" | "visit_again" | "call" | "unreached" | "press_check" | "press_call";

export type MatterEvent = { verb: string; by: number | null; data?: Record<string, unknown> };
/** A change of one matter, fenced by the revision it was computed from. */
export type Change = { id: number; revision: number; patch: Partial<Matter>; events: MatterEvent[] };
/** A refused command is a value with a code; the flow says it in words. */
export type Refusal = { refused: "not-yours" | "closed" | "not-open" | "last-bounce" | "already" | "no-signer" | "paused" | "not-done" };

export type Clock = { now: number; calendar: Calendar; limits: Limits; directory: Directory };

/** One entry of a matter's story. */
export type StoryEvent = { verb: string; by: string | null; at: number; data: Record<string, unknown> };

/** One step of the clock: the change, what is said, and the call that it opens. */
export type Fall = { change: Change; effects: Effect[]; opens?: { kind: "call"; owner: number } };

/** What a kind of matter brings: its ladder, and the words its clock says. Words belong to the bots. */
export type MatterKind = {
  kind: string;
  /** Who is told at each rung when a stage is overdue, the owner first. */
  ladder: (one: Matter, directory: Directory) => (Person | undefined)[];
  /** The named person who telephones when nobody answers the return visit. */
  caller: (one: Matter, directory: Directory) => Person | undefined;
  /** What happens when the owner no longer answers for this: usually a change of hands and words about it. */
  ownerGone: (one: Matter, clock: Clock) => Effect[];
  /** A clock of its own, instead of the common one: how it climbs, and by which limits. */
  falls?: (one: Matter, clock: Clock, known: unknown) => Fall;
  /** Reads what that clock must know, once for all that are due; answers in their order. */
  look?: (sql: Query, due: readonly Matter[], clock: Clock) => Promise<unknown[]>;
  /** An entry of its story in words, as whoever takes it over reads it; undefined for what need not be told. */
  entry?: (event: StoryEvent) => string | undefined;
  says: {
    overdue: (one: Matter, stage: ClockStep, to: Person, rung: number, clock: Clock & { late: boolean }) => Effect[];
    resumed: (one: Matter, clock: Clock) => Effect[];
    visit: (one: Matter, again: boolean, clock: Clock) => Effect[];
    call: (one: Matter, caller: Person, clock: Clock) => Effect[];
    offerUnreached: (one: Matter, caller: Person, clock: Clock) => Effect[];
    pressCheck: (one: Matter, clock: Clock) => Effect[];
    pressCall: (one: Matter, clock: Clock) => Effect[];
  };
};
