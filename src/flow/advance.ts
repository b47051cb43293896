import type { Ask, AskContext } from "./ask.ts";
import { deed, type Effect, handOver, say } from "./effect.ts";
import type { Answers, AskStep, Flow, LookStep, Seen, Step } from "./flow.ts";

/** Three odd answers: examples, then a person. */
export const MAX_ATTEMPTS = 3;

/** One conversation in progress: stored as JSON, found again by flow name, version and question key. */
export type Session = {
  flow: string;
  version: number;
  /** The waiting question; null before the first one. */
  key: string | null;
  answers: Answers;
  guessed: string[];
  attempts: number;
};

export type Input =
  | { type: "open"; text: string; facts: Record<string, unknown> }
  | { type: "answer"; text: string }
  /** The question is put again: after an interruption, a step back, a changed flow. */
  | { type: "again" };

/** What was looked up for one message, by the look-up and its arguments: two flows, or one flow about two things, ask for their own. */
export type Looked = Record<string, unknown>;
export type Need = { key: string; query: string; args: unknown };
export type Outcome = { needs: Need[] } | { needs?: undefined; session?: Session; effects: Effect[]; privately?: boolean; understood?: boolean };

/** The moment as every flow sees it. */
export type Moment = { now: number; zone: string; names?: readonly string[] };

/** Answers as flows see them. One class for all: an object with a prototype of its own was three times as slow to make. */
class Known {
  readonly #guessed: readonly string[];
  constructor(answers: Answers, found: Answers, guessed: readonly string[]) {
    this.#guessed = guessed;
    Object.assign(this, answers, found);
  }
  guessed(key: string): boolean {
    return this.#guessed.includes(key);
  }
}
const read = ({ answers, guessed }: Pick<Session, "answers" | "guessed">, found: Answers): Seen<Answers> =>
  new Known(answers, found, guessed) as object as Seen<Answers>;

/** The waiting question of a session as its flow knows it today. */
export function questionOf<T>(flow: Flow<T>, session: Session): AskStep<T> | undefined {
  return flow.steps.find((step): step is AskStep<T> => step.step === "ask" && step.key === session.key);
}

export function askOf<T>(step: AskStep<T>, session: Session, turn: T, found: Answers = {}): Ask<unknown> {
  return typeof step.ask === "function" ? step.ask(read(session, found), turn) : step.ask;
}

/** Pure: a session and an event in, a session and effects (or the rows it must know first) out. */
export function advance<T>(flow: Flow<T>, session: Session, input: Input, turn: T, moment: Moment, looked: Looked): Outcome {
  const next: Session = { ...session, answers: { ...session.answers }, guessed: [...session.guessed] };
  const context: AskContext = moment;
  const found: Answers = {};
  const known = () => read(next, found);

  if (input.type === "open") {
    next.answers = { text: input.text, facts: input.facts, ...next.answers };
  } else if (input.type === "answer") {
    const before = foundBefore(flow, next, turn, looked);
    if (before.needs) return before;
    Object.assign(found, before.found);
    const odd = takeAnswer(flow, next, input.text, turn, context, found);
    if (odd) return odd;
  }
  for (const step of flow.steps) {
    if (step.key in next.answers || step.key in found) continue;
    if (step.step === "know") {
      const found = step.from(known(), turn);
      if (found) {
        next.answers[step.key] = found.value;
        if (found.guessed) next.guessed.push(step.key);
      }
      continue;
    }
    if (step.when && !step.when(known(), turn)) continue;
    if (step.step === "look") {
      const need = needOf(step, known(), turn);
      if (!(need.key in looked)) return { needs: [need] };
      found[step.key] = looked[need.key];
      continue;
    }
    if (input.type === "open" && spotted(step, next, input, turn, context, known())) continue;
    return asks(step, next, turn, known());
  }
  return { effects: flow.ends(known(), turn) };
}

function needOf<T>({ query, args }: LookStep<T>, known: Seen<Answers>, turn: T): Need {
  const asked = args(known, turn);
  return { key: `${query} ${JSON.stringify(asked)}`, query, args: asked };
}

/** What a waiting question may depend on (which of your matters?): it is looked up again, not stored. */
export function foundBefore<T>(
  flow: Flow<T>,
  session: Session,
  turn: T,
  looked: Looked,
): { needs: Need[]; found?: undefined } | { needs?: undefined; found: Answers } {
  const at = flow.steps.findIndex((step) => step.key === session.key);
  const found: Answers = {};
  for (const step of flow.steps.slice(0, Math.max(at, 0))) {
    const known = read(session, found);
    if (step.step !== "look" || (step.when && !step.when(known, turn))) continue;
    const need = needOf(step, known, turn);
    if (!(need.key in looked)) return { needs: [need] };
    found[step.key] = looked[need.key];
  }
  return { found };
}

const SKIPPED = /^(不说|不想说|先不说|跳过|不方便|不方便说|不清楚|没有|略|-)[。！!]?$/u;

/** Whether these words leave a question open that may be left open. */
export const isSkipped = <T>(step: AskStep<T>, text: string): boolean => step.optional && SKIPPED.test(text.trim());

/** Whether these words are an answer to that question at all. */
export const isAnswer = <T>(step: AskStep<T>, ask: Ask<unknown>, text: string, moment: Moment): boolean => isSkipped(step, text) || ask.read(text, moment).ok;

function takeAnswer<T>(flow: Flow<T>, next: Session, text: string, turn: T, context: AskContext, found: Answers): Outcome | undefined {
  const step = questionOf(flow, next);
  // A changed flow no longer knows the question: the loop asks what is missing now.
  if (!step) return undefined;
  const ask = askOf(step, next, turn, found);
  if (isSkipped(step, text)) {
    next.answers[step.key] = null;
    next.attempts = 0;
    return undefined;
  }
  const answer = ask.read(text, context);
  if (answer.ok) {
    next.answers[step.key] = answer.value;
    next.guessed = next.guessed.filter((key) => key !== step.key);
    next.attempts = 0;
    return undefined;
  }
  next.attempts += 1;
  if (next.attempts >= MAX_ATTEMPTS) return { effects: [handOver(answer.say)], understood: false };
  const examples = next.attempts > 1 && ask.examples.length ? `比如：${ask.examples.slice(0, 3).join("、")}。` : "";
  return { session: next, effects: [say(`${answer.say}${examples}`, buttonsOf(ask))], understood: false };
}

function spotted<T>(
  step: AskStep<T>,
  next: Session,
  input: { text: string; facts: Record<string, unknown> },
  turn: T,
  context: AskContext,
  known: Seen<Answers>,
) {
  if (step.fact !== undefined && input.facts[step.fact] !== undefined) {
    next.answers[step.key] = input.facts[step.fact];
    return true;
  }
  if (!step.spot || !input.text) return false;
  const ask = typeof step.ask === "function" ? step.ask(known, turn) : step.ask;
  const found = ask.spot(input.text, context);
  if (found) next.answers[step.key] = found.value;
  return found !== undefined;
}

function asks<T>(step: AskStep<T>, next: Session, turn: T, known: Seen<Answers>): Outcome {
  next.key = step.key;
  const prompt = typeof step.prompt === "function" ? step.prompt(known, turn) : step.prompt;
  const ask = typeof step.ask === "function" ? step.ask(known, turn) : step.ask;
  const shown = step.shows?.(known, turn) ?? [];
  const looks = shown.length ? [deed("audit.look", { of: shown })] : [];
  return { session: next, effects: [say(prompt, buttonsOf(ask)), ...looks], privately: step.privately };
}

export function buttonsOf(ask: Ask<unknown>): { buttons?: { label: string; data: string }[] } {
  if (!ask.labels?.length) return {};
  return { buttons: ask.labels.map((label, at) => ({ label, data: `answer|${at + 1}` })) };
}

export const newSession = <T>(flow: Flow<T>, answers: Answers = {}): Session => ({
  flow: flow.name,
  version: flow.version,
  key: null,
  answers,
  guessed: [],
  attempts: 0,
});

/** The answer before the waiting question, forgotten, so that it is asked again; undefined when there is none. */
export function stepBack<T>(flow: Flow<T>, session: Session): Session | undefined {
  const asked = flow.steps.filter((step: Step<T>) => step.step === "ask").map((step) => step.key);
  const at = session.key === null ? asked.length : asked.indexOf(session.key);
  const last = asked.slice(0, at).findLast((key) => key in session.answers);
  if (last === undefined) return undefined;
  const answers = { ...session.answers };
  delete answers[last];
  return { ...session, answers, key: last, attempts: 0 };
}

/** At most this many interrupted conversations wait under the present one. */
const MAX_STACK = 3;

/** A session goes on top of those that wait. A question that is begun anew takes the place of the same one, unless
 *  something was answered before it. */
export const stacked = (session: Session, under: readonly Session[]): Session[] =>
  [session, ...under.filter((each) => each.flow !== session.flow || each.key !== session.key || answered(each) || answered(session))].slice(0, MAX_STACK);

const answered = ({ answers }: Session): boolean => Object.keys(answers).some((key) => key !== "text" && key !== "facts");
