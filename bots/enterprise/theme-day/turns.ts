import { deed, type Effect } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import { factsOf, type ThemeFacts } from "./facts.ts";

/** Who hosts a slot by now. A turn is a host and the round it belongs to: swaps and skips only hand slots on among turns. */
export type Assigned = { slot: Occasion; host: number | null; round: string };

/** The host goes to the end of their round, the others of it move up one. Who is the last of a round already lets the next
 *  other host go first. `ahead` are the planned slots to come, oldest first; nothing when there is nobody else. */
export function skip(one: Occasion, ahead: readonly Occasion[]): Assigned[] | undefined {
  const later = ahead.filter((each) => each.id !== one.id && each.at > one.at);
  const { round } = factsOf(one);
  const rest = later.filter((each) => factsOf(each).round === round);
  const next = later.find((each) => each.host_id !== one.host_id);
  const slots = rest.length ? [one, ...rest] : next ? [one, next] : [];
  return slots.length ? slots.map((slot, at) => given(slot, slots[(at + 1) % slots.length] ?? one)) : undefined;
}

export const swap = (mine: Occasion, theirs: Occasion): Assigned[] => [given(mine, theirs), given(theirs, mine)];

const given = (slot: Occasion, from: Occasion): Assigned => ({ slot, host: from.host_id, round: factsOf(from).round });

/** A new host has not confirmed yet, and has another topic and place. */
export function factsFor({ slot, round }: Assigned): ThemeFacts {
  const { turn, session, epoch } = factsOf(slot);
  return { turn, round, session, ...(epoch === undefined ? {} : { epoch }) };
}

export const changed = (each: Assigned): Effect =>
  deed("occasion.change", { id: each.slot.id, revision: each.slot.revision, patch: { host_id: each.host, facts: factsFor(each) } });
/** The skipped row stays, with its host. */
export const replaced = (each: Assigned): Effect =>
  deed("occasion.replace", { id: each.slot.id, revision: each.slot.revision, host: each.host, facts: factsFor(each) });
