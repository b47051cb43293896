import { questionOf, type Session } from "./advance.ts";
import type { Answers, Flow } from "./flow.ts";

/** How a conversation that another version of its flow began goes on: nothing to do, carried by the flow's own steps from
 *  version to version, or its question is asked again. */
export type Carriage = "same" | "carried" | "again";

/** A stored conversation as the present version of its flow understands it. Never fails: where a step is missing, or the
 *  question is gone, what was answered stays under its keys and the question is asked again. A version newer than this program
 *  (it was rolled back) is not guessed at: what its steps answered is forgotten and asked again. */
export function carry<T>(flow: Flow<T>, session: Session): { session: Session; how: Carriage } {
  if (session.version > flow.version) return { session: askedAgain(flow, session, { ...session.answers, ...unanswered(flow) }), how: "again" };
  let carried = session;
  for (let version = session.version; version < flow.version; version += 1) {
    const change = flow.migrations.get(version);
    if (!change) return { session: askedAgain(flow, carried, carried.answers), how: "again" };
    const { key = carried.key, answers } = change({ key: carried.key, answers: carried.answers });
    carried = kept({ ...carried, version: version + 1, key }, answers);
  }
  if (carried.key !== null && !questionOf(flow, carried)) return { session: askedAgain(flow, carried, carried.answers), how: "again" };
  return { session: carried, how: carried === session ? "same" : "carried" };
}

const askedAgain = <T>(flow: Flow<T>, session: Session, answers: Answers): Session =>
  kept({ ...session, version: flow.version, key: null, attempts: 0 }, answers);

const unanswered = <T>(flow: Flow<T>): Answers => Object.fromEntries(flow.steps.map((step) => [step.key, undefined]));

/** Undefined is no answer. */
function kept(session: Session, given: Answers): Session {
  const answers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...session, answers, guessed: session.guessed.filter((key) => key in answers) };
}
