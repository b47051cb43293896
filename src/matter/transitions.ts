import { after, nextMorning } from "./clock.ts";
import { type Change, type Clock, isOpen, type Matter, type MatterEvent, type Proposal, type Refusal } from "./kind.ts";

type Result = Change | Refusal;
const refuse = (refused: Refusal["refused"]): Refusal => ({ refused });
const change = (one: Matter, patch: Partial<Matter>, ...events: MatterEvent[]): Change => ({ id: one.id, revision: one.revision, patch, events });
export const refused = (result: Result): result is Refusal => "refused" in result;

/** The owner takes it on. The clock has been running since the raiser's first word. */
export function accept(one: Matter, by: number, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  if (one.owner_id !== by) return refuse("not-yours");
  if (one.state !== "new") return refuse("already");
  return change(one, { state: "accepted", ...stage("contact", after(one.opened_at, clock.limits.contact, clock), clock) }, { verb: "accepted", by });
}

/** First contact and every later step; the first one starts the work. */
export function progress(one: Matter, by: number, words: string, clock: Clock): Result {
  const no = workable(one, by);
  if (no) return no;
  const first = one.contacted_at === null;
  const patch: Partial<Matter> = { state: "in_progress", contacted_at: one.contacted_at ?? clock.now };
  if (one.state !== "in_progress") Object.assign(patch, stage("finish", finishDue(one, clock), clock));
  return change(one, patch, { verb: first ? "contacted" : "progressed", by, data: { words } });
}

/** A promised date replaces the due time: there is always a next promised date. */
export function promise(one: Matter, by: number, dueAt: number, words: string, clock: Clock): Result {
  const no = workable(one, by);
  if (no) return no;
  return change(
    one,
    { state: "in_progress", contacted_at: one.contacted_at ?? clock.now, promised_at: dueAt, ...stage("finish", dueAt, clock) },
    { verb: "promised", by, data: { words, on: clock.calendar.dateOf(dueAt) } },
  );
}

/** The clock stops only with a stated reason. */
export function pause(one: Matter, by: number, reason: string, untilAt: number | undefined, clock: Clock): Result {
  const no = workable(one, by);
  if (no) return no;
  if (one.paused_at !== null) return refuse("paused");
  return change(
    one,
    { paused_at: clock.now, next_step: "resume", next_at: untilAt ?? after(clock.now, clock.limits.done, clock), facts: { ...one.facts, pause: reason } },
    { verb: "paused", by, data: { reason } },
  );
}

/** The clock runs on: what was left when it stopped is left again. */
export function resume(one: Matter, by: number | null, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  if (one.paused_at === null) return refuse("not-open");
  const step = one.state === "new" ? "accept" : one.state === "accepted" ? "contact" : "finish";
  const rest = clock.calendar.workingMinutesBetween(one.paused_at, one.due_at);
  const due = one.due_at <= one.paused_at ? clock.now : clock.calendar.addWorkingMinutes(clock.now, rest);
  const { pause: _reason, ...facts } = one.facts;
  return change(one, { paused_at: null, facts, ...stage(step, due, clock), rung: one.rung }, { verb: "resumed", by });
}

/** A wrong lane moves with one word; the second bounce goes to the fallback owner, who cannot bounce it. */
export function reroute(one: Matter, by: number, to: { owner: number; lane: string; fallback: boolean }, reason: string, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  if (one.owner_id !== by) return refuse("not-yours");
  if (one.facts["last"] === true) return refuse("last-bounce");
  const due = after(clock.now, clock.limits.accept, clock);
  return change(
    one,
    {
      state: "new",
      owner_id: to.owner,
      lane: to.lane,
      bounces: one.bounces + 1,
      paused_at: null,
      ...stage("accept", due, clock),
      facts: to.fallback ? { ...one.facts, last: true } : one.facts,
    },
    { verb: "rerouted", by, data: { reason, lane: to.lane, from: one.owner_id, to: to.owner, fallback: to.fallback } },
  );
}

/** Somebody above replaces the owner (away, left, replaced): no bounce is counted and the stage is kept. */
export function reassign(one: Matter, by: number | null, owner: number, reason: string, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  if (one.owner_id === owner) return refuse("already");
  const due = one.state === "new" ? stage("accept", after(clock.now, clock.limits.accept, clock), clock) : {};
  return change(one, { owner_id: owner, ...due }, { verb: "reassigned", by, data: { reason, from: one.owner_id, to: owner } });
}

/** The owner says it is done: not closed, asked back. May come from any open stage. */
export function finish(one: Matter, by: number, words: string, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  if (one.owner_id !== by) return refuse("not-yours");
  if (one.state === "done") return refuse("already");
  const at = nextMorning(clock.now, clock.limits.visit_at, clock);
  return change(
    one,
    { state: "done", contacted_at: one.contacted_at ?? clock.now, paused_at: null, proposal: null, next_step: "visit", next_at: at, due_at: at, rung: 0 },
    { verb: "done", by, data: { words } },
  );
}

export type Verdict = { solved: "yes" | "no" | "partly"; score?: number | undefined; mayClose?: boolean; words: string; byPhone?: boolean };

/** The raiser's word: solved closes; no and partly reopen, unless the raiser says that it may close. */
export function confirm(one: Matter, by: number, verdict: Verdict, clock: Clock): Result {
  const data = { ...verdict };
  const score = verdict.score ?? one.score;
  if (verdict.solved === "yes" || verdict.mayClose) {
    if (one.state === "closed") return refuse("closed");
    const result = verdict.solved === "yes" ? "solved" : verdict.solved === "partly" ? "partly" : "not";
    return change(one, closing("closed", result, clock, { score }), { verb: "visited", by, data }, { verb: "closed", by });
  }
  const patch: Partial<Matter> = {
    state: "in_progress",
    result: null,
    score,
    closed_at: null,
    proposal: null,
    paused_at: null,
    promised_at: null,
    reopened: one.reopened + 1,
    ...stage("finish", after(clock.now, clock.limits.done, clock), clock),
  };
  return change(one, patch, { verb: "visited", by, data }, { verb: "reopened", by, data: { words: verdict.words } });
}

/** Cannot be solved, or the raiser cannot be reached: an end of its own, with a reason and a second signature. */
export function propose(one: Matter, by: number, proposal: Proposal, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  if (proposal.end === "unsolvable" && one.owner_id !== by) return refuse("not-yours");
  if (one.proposal) return refuse("already");
  return change(
    one,
    { proposal, paused_at: null, ...stage("sign", after(clock.now, clock.limits.rung, clock), clock) },
    { verb: `${proposal.end}_proposed`, by, data: { reason: proposal.reason, signer: proposal.signer } },
  );
}

export function sign(one: Matter, by: number, agreed: boolean, clock: Clock): Result {
  if (!isOpen(one) || !one.proposal) return refuse("not-open");
  const { end, reason } = one.proposal;
  if (agreed) {
    const result = end === "unsolvable" ? "unsolvable" : "not_reached";
    return change(one, closing(end, result, clock, {}), { verb: "signed", by, data: { end } }, { verb: end, by, data: { reason } });
  }
  const back =
    end === "unreached"
      ? { state: "done", next_step: "unreached", next_at: after(clock.now, clock.limits.unreached, clock) }
      : { state: "in_progress", ...stage("finish", Math.max(one.due_at, after(clock.now, clock.limits.rung, clock)), clock) };
  return change(one, { proposal: null, ...back }, { verb: "not_signed", by, data: { end } });
}

/** The raiser takes it back; somebody else later asks whether it was pressed. */
export function withdraw(one: Matter, by: number, reason: string, clock: Clock): Result {
  if (!isOpen(one)) return refuse("closed");
  const asked = { next_step: "press_check", next_at: nextMorning(clock.now, clock.limits.visit_at, clock) };
  return change(one, { ...closing("withdrawn", "withdrawn", clock, {}), ...asked }, { verb: "withdrawn", by, data: { reason } });
}

/** A call task ends with the matter it was made for. */
export function settle(call: Matter, by: number | null, result: string, clock: Clock): Change {
  return change(call, closing("closed", result, clock, {}), { verb: "closed", by });
}

/** A fact is corrected; the event keeps what it was. */
export function correct(one: Matter, by: number, facts: Partial<Matter["facts"]>, words: string): Result {
  if (!isOpen(one)) return refuse("closed");
  return change(one, { facts: { ...one.facts, ...facts } }, { verb: "corrected", by, data: { words, was: one.facts } });
}

/** A stage with its due time: the ladder begins again at the owner. A due time already past is kept as it is, but
 *  whoever has just moved is not chased in the same breath. */
function stage(step: string, due: number, clock: Clock): Pick<Matter, "next_step" | "next_at" | "due_at" | "rung"> {
  const next = due > clock.now ? due : after(clock.now, clock.limits.accept, clock);
  return { next_step: step, next_at: next, due_at: due, rung: 0 };
}

function closing(state: string, result: string, clock: Clock, more: Partial<Matter>): Partial<Matter> {
  return { state, result, closed_at: clock.now, next_step: null, next_at: null, paused_at: null, proposal: null, ...more };
}

function finishDue(one: Matter, clock: Clock): number {
  return one.promised_at ?? after(one.reopened ? clock.now : one.opened_at, clock.limits.done, clock);
}

function workable(one: Matter, by: number): Refusal | undefined {
  if (!isOpen(one) || one.state === "done") return refuse("closed");
  return one.owner_id === by ? undefined : refuse("not-yours");
}
