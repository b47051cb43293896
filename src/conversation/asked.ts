import { askOf, carry, type Flow, foundBefore, isAnswer, type Looked, newSession, questionOf, type Session } from "../flow/index.ts";
import type { Turn } from "../people/index.ts";
import type { Expectation } from "./load.ts";
import { runFlow } from "./run-flow.ts";
import type { World } from "./world.ts";

/** What is known while one message is decided. */
type Desk = { world: World; turn: Turn; looked: Looked; text: string; context(): { now: number; zone: string } };

/** The question an expectation stands for, as its flow would put it now. */
export function askedBy({ world, turn, looked }: Desk, expected: Expectation) {
  const flow = world.flows.get(expected.flow);
  if (!flow) return undefined;
  const opened = { ...newSession(flow, { text: "", facts: {}, ...expected.answers }), version: expected.version };
  const { session, how } = carry(flow, opened);
  const ran = runFlow(world, turn, flow, session, { type: "again" }, looked);
  if (ran.needs) return { needs: ran.needs };
  return ran.session && { flow, how, session: ran.session, question: questionOf(flow, ran.session), puts: ran.effects };
}

export function canAnswer(
  desk: Desk,
  { flow, session, question }: { flow: Flow<Turn>; session: Session; question: ReturnType<typeof questionOf<Turn>> },
): boolean {
  if (question === undefined) return false;
  // All of it is known: the question could be put.
  const { found } = foundBefore(flow, session, desk.turn, desk.looked);
  return isAnswer(question, askOf(question, session, desk.turn, found), desk.text, desk.context());
}
