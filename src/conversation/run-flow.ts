import { advance, type Effect, type Flow, handOver, type Input, type Looked, type Need, newSession, type Session } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";
import type { World } from "./world.ts";

/** One flow may open another in the same turn, this deep. */
const MAX_BEGINS = 3;

export type Ran = { needs: Need[] } | { needs?: undefined; session?: Session; effects: Effect[]; privately: boolean; flow: string; understood?: boolean };

/** Advances a flow and what it begins. */
export function runFlow(world: World, turn: Turn, flow: Flow<Turn>, session: Session, input: Input, looked: Looked, depth = 0): Ran {
  const outcome = advance(flow, session, input, turn, { now: turn.now, zone: turn.calendar.zone }, looked);
  if (outcome.needs) return outcome;
  const effects: Effect[] = [];
  let result = { session: outcome.session, privately: outcome.privately ?? false, flow: flow.name };
  for (const each of outcome.effects) {
    const next = each.effect === "begin" ? world.flows.get(each.flow) : undefined;
    if (each.effect !== "begin") {
      effects.push(each);
      continue;
    }
    // The capability it belongs to is not there, or flows begin each other in a ring: a person takes it.
    if (!next || depth >= MAX_BEGINS) {
      effects.push(handOver("这类事由专人答复"));
      continue;
    }
    const ran = runFlow(world, turn, next, newSession(next), { type: "open", ...each.opening }, looked, depth + 1);
    if (ran.needs) return ran;
    effects.push(...ran.effects);
    result = { session: ran.session, privately: ran.privately, flow: ran.flow };
  }
  return {
    effects,
    privately: result.privately,
    flow: result.flow,
    ...(result.session ? { session: result.session } : {}),
    ...(outcome.understood === undefined ? {} : { understood: outcome.understood }),
  };
}
