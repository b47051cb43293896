import type { Effect } from "../flow/index.ts";
import type { Clock } from "../matter/index.ts";
import type { notice } from "./tables.ts";

/** Who is to hear it: everybody whom one of these names, each once. Ids throughout. */
export type Audience = {
  /** In the author's words: `氟硅链的企业`. */
  said?: string;
  rooms?: readonly number[];
  people?: readonly number[];
  /** Chains, teams, enterprises: all who belong to them. */
  organisations?: readonly number[];
  /** Chains, of which the people of their enterprises are meant, and nobody else. */
  enterprises?: readonly number[];
  /** Everybody who holds this role, there and below, or in the whole town. */
  roles?: readonly { kind: string; organisation?: number }[];
  everyone?: boolean;
  /** Taken out again. */
  without?: readonly number[];
};

export type Notice = Omit<typeof notice.$inferSelect, "audience"> & { audience: Audience };

/** Somebody who has not confirmed, and where it was said to them. */
export type Missing = { person: number; room: number };

/** What a kind of notice brings: the words of its reminders. */
export type NoticeKind = {
  kind: string;
  /** Said under the text: how to confirm it. */
  footer: string;
  /** Only those missing are reminded, where it was said to them. */
  remind(one: Notice, missing: readonly Missing[], again: boolean, clock: Clock): Effect[];
  /** After the reminders: whoever stands above those missing is told. */
  superior(one: Notice, missing: readonly Missing[], clock: Clock): Effect[];
  /** A draft that nobody has approved: its approver is reminded, then its author told. */
  unapproved?(one: Notice, again: boolean, clock: Clock): Effect[];
};

/** What a conversation or a capability wants said. `state` sent goes out at once; approved waits for `at`; draft for its approver. */
export type NewNotice = {
  kind: string;
  author: number;
  text: string;
  audience: Audience;
  confirms: boolean;
  state: "draft" | "approved" | "sent";
  at?: number | null;
  approver?: number | null;
  /** Said to the approver of a draft. */
  asks?: string;
  about?: string | null;
  repeats?: string | null;
};

/** A correction. `says` goes wherever the notice was said; a material one is confirmed anew by everybody. */
export type Correction = { notice: number; by: number; text: string; change: string; material: boolean; says: string };

/** Taken back: one notice, or all that stand about a thing. Wherever it was said this is said of it, with the reason; or
 *  `text` instead. What was not said yet is dropped without a word. */
export type Withdrawal = ({ notice: number } | { about: string }) & { reason?: string; text?: string };

/** These people have confirmed, by these words; of those who are not on the roster nothing is kept. */
export type Confirmation = { notice: number; people: readonly number[]; evidence: string; at: number; remark?: string | null };

export const titleOf = (one: { text: string }): string => one.text.split("\n", 1)[0] ?? "";
