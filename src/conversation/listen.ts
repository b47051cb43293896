import { type Effect, type Looked, type Need, newSession } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";
import type { Taken } from "./load.ts";
import type { Decision, Plan } from "./plan.ts";
import { runFlow } from "./run-flow.ts";
import type { Understood, World } from "./world.ts";

/** What listens hears every message, whoever it was said to, and adds to what became of it. */
export function listening(world: World, { heard, text, sessions, understand }: Taken, turn: Turn, looked: Looked, decision: Decision): Decision {
  if (heard.kind !== "message" && heard.kind !== "press") return decision;
  let read: Understood | undefined;
  const understood = (): Understood => (read ??= understand(text));
  const needs: Need[] = decision.needs ? [...decision.needs] : [];
  const heardBy: Effect[] = [];
  for (const { hears, flow } of world.listens) {
    if (!hears(turn, text, understood)) continue;
    const ran = runFlow(world, turn, flow, newSession(flow), { type: "open", text, facts: read?.facts ?? {} }, looked);
    if (ran.needs) needs.push(...ran.needs);
    else heardBy.push(...ran.effects);
  }
  if (needs.length) return { needs };
  const plan = decision as Plan;
  const spoke = heardBy.some((each) => each.effect === "say" || each.effect === "tell");
  // Whoever listens and answers has understood: nobody else need say that they have not.
  const before = heardBy.some((each) => each.effect === "say") && isWordless(world, plan) ? { ...plan, sessions, effects: [] } : plan;
  return { ...before, state: spoke ? "done" : before.state, effects: [...before.effects, ...heardBy] };
}

/** What opens when no capability understood. */
const isWordless = (world: World, { flow }: Plan): boolean =>
  ["media", "unserved", "unclear", "suggested"].some((intent) => flow !== undefined && world.intents.get(intent)?.name === flow);
