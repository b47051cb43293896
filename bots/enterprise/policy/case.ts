import { deed, tell } from "../../../src/flow/index.ts";
import type { OccasionKind, Planned } from "../../../src/occasion/index.ts";
import { expectProgress } from "./progress.ts";

/** After so many questions without an answer somebody must telephone. */
const MOST = 3;
const DAY_MS = 86_400_000;

type Rule = { policy: number; organisation: number; person: number; stage: string; at: number };
type Known = { title: string; contact: string | null; stage: string | null; closed: boolean } | undefined;

const QUESTIONS: Record<string, string> = {
  opened: "提交了吗？提交了请回复“已提交”，还没有请回复“还没”。",
  applied: "批下来了吗？批了请回复“批下来了”和金额，例如“批下来了，120万”；没批请回复“没批”，还在等请回复“还没”。",
  granted: "到账了吗？到了请回复“到账了”，还在等请回复“还没”。",
};

/** One application: asked at stated times how far it is, until it is paid or refused. Each answer begins the count anew. */
export const policyCase: OccasionKind<Known> = {
  kind: "policy_case",
  horizonDays: 120,
  staleMs: 30 * DAY_MS,
  plan: ({ rule }, { from, until }, _, { calendar, limits }) => {
    const { stage, at, ...about } = rule as Rule;
    return Array.from({ length: MOST }, (__, n): Planned => {
      const on = calendar.dateOf(calendar.addWorkingDays(at, (n + 1) * limits.policy_ask.count));
      const when = calendar.at(on, limits.policy_at);
      return { slot: `${stage} ${at} ${n + 1}`, on, at: when, facts: { ...about, stage, count: n + 1 }, steps: [{ step: "ask", at: when }] };
    }).filter(({ on }) => on >= from && on <= until);
  },
  look: async (sql, due, { calendar, now }) => {
    const asked = JSON.stringify(due.map(({ occasion: { facts } }, n) => ({ n, policy: facts["policy"], organisation: facts["organisation"] })));
    const rows = await sql<(NonNullable<Known> & { n: number })[]>`
      select a.n, p.title, p.contact, k.stage, coalesce(p.closes_on < ${calendar.dateOf(now)}::date, false) or p.state <> 'current' as closed
      from json_to_recordset(${asked}::text::json) as a(n int, policy bigint, organisation bigint)
      join policy p on p.id = a.policy join policy_case k on k.policy_id = a.policy and k.organisation_id = a.organisation`;
    return due.map((_, n) => rows.find((row) => row.n === n));
  },
  falls: ({ occasion }, known, { directory }) => {
    const { policy, organisation, person, stage, count } = occasion.facts as Rule & { count: number };
    const done = deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } });
    // It went on since, or can no longer be handed in: that was said already.
    if (!known || known.stage !== stage || (stage === "opened" && known.closed)) return [done];
    const enterprise = directory.organisation(organisation);
    const desk = count < MOST ? undefined : directory.holding(enterprise?.parent_id, "lane", "policy")[0];
    return [
      done,
      tell(person, `《${known.title}》${QUESTIONS[stage] ?? ""}`, { expects: expectProgress({ policy, title: known.title, organisation }) }),
      ...(desk
        ? [tell(desk.id, `${enterprise?.name ?? ""}申报《${known.title}》问了${MOST}次没有回音，请您打电话问问${directory.person(person).name}。`)]
        : []),
    ];
  },
};
