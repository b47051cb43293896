import { after } from "./clock.ts";
import { type Change, type Clock, type ClockStep, type Fall, type Matter, type MatterKind } from "./kind.ts";
import { resume } from "./transitions.ts";

/** More than this behind its time, a step was missed while the program was away: it is done once, and marked late. */
const LATE_MS = 10 * 60_000;

/** The one step the clock takes with a matter that is due. Pure. However far behind, one step: never a burst. */
export function fallDue(one: Matter, kind: MatterKind, clock: Clock): Fall {
  const step = one.next_step as ClockStep;
  const late = clock.now - (one.next_at ?? clock.now) > LATE_MS;
  const to = (verb: string, patch: Partial<Matter>, data: Record<string, unknown> = {}): Change => ({
    id: one.id,
    revision: one.revision,
    patch,
    events: [{ verb, by: null, data: late ? { ...data, late } : data }],
  });
  const { limits } = clock;
  switch (step) {
    case "accept":
    case "contact":
    case "finish":
    case "sign":
      return climb(one, kind, step, { ...clock, late }, to);
    case "resume":
      return { change: resume(one, null, clock) as Change, effects: kind.says.resumed(one, clock) };
    case "visit":
      return {
        change: to("asked", { next_step: "visit_again", next_at: after(clock.now, limits.visit_again, clock) }),
        effects: kind.says.visit(one, false, clock),
      };
    case "visit_again":
      return {
        change: to("asked_again", { next_step: "call", next_at: after(clock.now, limits.call, clock) }),
        effects: kind.says.visit(one, true, clock),
      };
    case "call": {
      const caller = kind.caller(one, clock.directory);
      const next = { next_step: "unreached", next_at: after(clock.now, limits.unreached, clock) };
      if (!caller) return { change: to("call_unassigned", next), effects: [] };
      return {
        change: to("call_assigned", next, { caller: caller.id }),
        effects: kind.says.call(one, caller, clock),
        opens: { kind: "call", owner: caller.id },
      };
    }
    case "unreached": {
      const caller = kind.caller(one, clock.directory);
      return {
        change: to("unreached_offered", { facts: { ...one.facts, offered: true }, next_at: after(clock.now, limits.unreached, clock) }),
        effects: caller ? kind.says.offerUnreached(one, caller, clock) : [],
      };
    }
    case "press_check":
      return {
        change: to("withdrawal_asked", { next_step: "press_call", next_at: after(clock.now, limits.visit_again, clock) }),
        effects: kind.says.pressCheck(one, clock),
      };
    case "press_call":
      return { change: to("withdrawal_handed", { next_step: null, next_at: null }), effects: kind.says.pressCall(one, clock) };
  }
}

/** Overdue at any stage climbs the ladder: one rung at a time, each person told once, by name. */
function climb(
  one: Matter,
  kind: MatterKind,
  stage: ClockStep,
  clock: Clock & { late: boolean },
  to: (verb: string, patch: Partial<Matter>, data?: Record<string, unknown>) => Change,
): Fall {
  const ladder = kind.ladder(one, clock.directory);
  const told = new Set(ladder.slice(0, one.rung).flatMap((each) => each?.id ?? []));
  let rung = one.rung;
  while (rung < ladder.length && (ladder[rung] === undefined || told.has(ladder[rung]?.id ?? 0))) rung += 1;
  const person = ladder[rung];
  if (!person) {
    const next = after(clock.now, clock.limits.done, clock);
    return { change: to("stalled", { rung, next_at: next }, { stage }), effects: [] };
  }
  const next = after(clock.now, clock.limits.rung, clock);
  const verb = rung === 0 ? "overdue" : "climbed";
  return {
    change: to(verb, { rung: rung + 1, next_at: next }, { stage, to: person.name }),
    effects: kind.says.overdue(one, stage, person, rung, clock),
  };
}
