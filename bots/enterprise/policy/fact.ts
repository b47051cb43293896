import { begin, deed, type Effect, type Expected, flow, type Flow, say } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { factAsk, labelOf, type Missing, newFactAsk, printFact, questionOf } from "./facts.ts";
import { type Match, matchesFor } from "./queries.ts";
import { rematchRule } from "./rules.ts";
import { lineOf, reasonOf, todayOf } from "./say.ts";

/** The fact that is asked, of whom, and the policies that wait for it. `strict`: nobody was asked just now. */
export type Asked = { organisation: number; condition: Missing; policies: readonly number[]; skipped: readonly string[]; strict?: true };

/** Asks the first fact that is missing and that they did not decline to say. */
export function askNext(unclear: readonly Match[], organisation: number, skipped: readonly string[]): Effect[] {
  const condition = unclear.find((each) => each.clause && !skipped.includes(each.clause.fact))?.clause;
  if (!condition) return [];
  const asked: Asked = { organisation, condition, policies: unclear.map((each) => each.policy), skipped };
  return [begin("policy.fact", "", { asked })];
}

/** A new value may be said later, of itself; only a bare value counts then. */
export function strictlyAsked(asked: Asked): Expected | undefined {
  const readable = ["employees", "revenue_yuan", "rd_ratio", "registered_on"].includes(asked.condition.fact);
  const about = `policy_fact ${asked.organisation} ${asked.condition.fact}`;
  return readable ? { flow: "policy.fact", version: 1, answers: { asked: { ...asked, strict: true } }, about } : undefined;
}

const askedOf = (a: Record<string, unknown>): Asked => (a["asked"] ?? (a["facts"] as Record<string, unknown> | undefined)?.["asked"]) as Asked;

/** The one fact that is missing: asked privately, remembered with its day and who said it; then the answer follows. */
export const learnFact: Flow<Turn> = flow<Turn>("policy.fact")
  .ask(
    "value",
    (a) => (askedOf(a).strict ? newFactAsk : factAsk)(askedOf(a).condition),
    (a) => questionOf(askedOf(a).condition),
    { spot: false, privately: true },
  )
  .look("matches", matchesFor, (a, turn) => {
    const { organisation, condition } = askedOf(a);
    return { enterprise: organisation, today: todayOf(turn.calendar, turn.now), said: a.value === null ? {} : { [condition.fact]: a.value } };
  })
  .ends((a, turn) => {
    const asked = askedOf(a);
    const waited = a.matches.filter((each) => asked.policies.includes(each.policy) && !each.closed);
    const unclear = waited.filter((each) => each.verdict === "unknown");
    if (a.value === null) {
      const skipped = [...asked.skipped, asked.condition.fact];
      return [say("好的，先不算这一项，清楚了再告诉我。"), ...askNext(unclear, asked.organisation, skipped)];
    }
    return [
      deed("policy.fact", {
        organisation: asked.organisation,
        fact: asked.condition.fact,
        value: a.value,
        by: turn.who.id,
        on: todayOf(turn.calendar, turn.now),
      }),
      deed("occasion.rule", rematchRule(turn.now, `fact ${asked.organisation} ${asked.condition.fact}`)),
      ...waited.map((each) => deed("policy.told", { policy: each.policy, organisation: asked.organisation, verdict: each.verdict })),
      say(answerTo(waited, asked, a.value, turn)),
      ...askNext(unclear, asked.organisation, asked.skipped),
    ];
  });

/** What the new fact decides. */
function answerTo(waited: readonly Match[], { condition }: Asked, value: unknown, turn: Turn): string {
  const today = todayOf(turn.calendar, turn.now);
  const fitting = waited.filter((each) => each.verdict === "fits");
  const failing = waited.filter((each) => each.verdict === "fails");
  return [
    `好的，记下了：${labelOf(condition)}${condition.test === "has" || typeof value === "string" ? "：" : ""}${printFact(condition.fact, value)}。`,
    ...fitting.map((each) => `符合：${lineOf(each, today)}`),
    ...failing.map((each) => `《${each.title}》暂不符合，因为${reasonOf(each, false)}。`),
    ...(fitting.length ? ["要申报请回复“申报”。"] : []),
  ].join("\n");
}
