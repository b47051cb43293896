import type { Sql } from "../../db/connect.ts";
import type { Answer, Endpoint, Question, Voice, Why } from "./endpoint.ts";

/* A model that may fail, be slow or cost too much, and whose failure is nobody's problem: what it does not answer is done
   without it. */

/** `budget`: asked enough today. `resting`: it failed again and again a moment ago. */
export type Asked<T> = { ok: true; value: T } | { ok: false; why: Why | "budget" | "resting" };
/** The room for which it is asked, and what may be asked. */
export type Place = { room?: number; budget: Budget };
export type Model = {
  ask<T>(question: Question<T>, place: Place, deadlineMs: number): Promise<Asked<T>>;
  transcribe(voice: Voice, place: Place, deadlineMs: number): Promise<Asked<string>>;
};
/** At most so many calls a day, altogether and of one room, and so many tokens. A day is the last 24 hours. */
export type Budget = { calls: number; callsOfRoom: number; tokens: number };
export type Parts = { sql: Sql; endpoint: Endpoint; now(): number };

const DAY_MS = 86_400_000;
/** So many failures in a row, and it is left alone for a while. */
const MAX_FAILURES = 4;
const REST_MS = 60_000;
/** A longer Retry-After is not believed: the next question tells. */
const MAX_REST_MS = 600_000;

export function createModel({ sql, endpoint, now }: Parts): Model {
  let failures = 0;
  let restsUntil = 0;
  const failed = (why: Why, retryAfterMs: number | undefined): void => {
    // What it refuses or garbles is its nature, not an outage.
    if (why === "deadline" || why === "unreachable" || why === "limited") failures += 1;
    if (retryAfterMs !== undefined) restsUntil = now() + Math.min(retryAfterMs, MAX_REST_MS);
    else if (failures >= MAX_FAILURES) restsUntil = now() + REST_MS;
  };
  /** One call within the budget, written down with what came of it. */
  const spend = async <T>(task: string, place: Place, call: () => Promise<Answer<T>>): Promise<Asked<T>> => {
    if (now() < restsUntil) return { ok: false, why: "resting" };
    const row = await reserve(sql, task, place, now());
    if (row === undefined) return { ok: false, why: "budget" };
    const began = now();
    const answer = await call();
    await sql`
      update model_call set outcome = ${answer.ok ? "answered" : answer.why}, mode = ${answer.mode}, tokens_in = ${answer.tokensIn},
        tokens_out = ${answer.tokensOut}, took_ms = ${Math.round(now() - began)} where id = ${row}`;
    if (answer.ok) failures = 0;
    else failed(answer.why, answer.retryAfterMs);
    return answer.ok ? { ok: true, value: answer.value } : { ok: false, why: answer.why };
  };
  return {
    ask: (question, place, deadlineMs) => spend(question.task, place, () => endpoint.ask(question, deadlineMs)),
    transcribe: (voice, place, deadlineMs) => spend("voice", place, () => endpoint.transcribe(voice, deadlineMs)),
  };
}

/** The row of a call that may be made; none when the budget is spent. Counted before it is made: calls side by side, too. */
async function reserve(sql: Sql, task: string, { room, budget }: Place, now: number): Promise<number | undefined> {
  const rows = await sql<{ id: number }[]>`
    insert into model_call (at, task, room_id, outcome)
    select ${now}::timestamptz, ${task}, ${room ?? null}::bigint, 'asked'
    from (select count(*) as calls, count(*) filter (where room_id = ${room ?? null}::bigint) as of_room, coalesce(sum(tokens_in + tokens_out), 0) as tokens
      from model_call where at > ${now - DAY_MS}::timestamptz) spent
    where calls < ${budget.calls} and of_room < ${budget.callsOfRoom} and tokens < ${budget.tokens} returning id`;
  return rows[0]?.id;
}
