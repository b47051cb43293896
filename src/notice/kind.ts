import type { Clock } from "../matter/index.ts";
import type { Effect } from "../flow/index.ts";
import type { notice } from "./tables.ts";

/** Who is to hear it: everybody whom one of these names, each once. Ids throughout. */
export type Audience = {
  rooms?: readonly number[];
  people?: readonly number[];
  /** Chains and teams: all who belong to them. */
  organisations?: readonly number[];
  /** Everybody who holds this role, there or in the whole town. */
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
  about?: string | null;
  repeats?: string | null;
  parent?: number | null;
};
