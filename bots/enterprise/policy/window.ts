import { deed, tell } from "../../../src/flow/index.ts";
import type { OccasionKind } from "../../../src/occasion/index.ts";
import { expectProgress } from "./progress.ts";
import { rematchRule, windowRule } from "./rules.ts";
import { cardOf, daysUntil, todayOf } from "./say.ts";
import { casesOfPolicies, type Standing, standingPolicies } from "./standing.ts";
import { peopleOf } from "./whose.ts";

/** Days before the end on which whoever fits and has not applied is reminded. */
const REMINDERS = { t7: 7, t1: 1 } as const;

type Window = { one: Standing; waiting: number[] } | undefined;

/** A policy's window: reminders before it closes, and its end, after which those told before are told so. */
export const policyWindow: OccasionKind<Window> = {
  kind: "policy_window",
  horizonDays: 400,
  // Its end must be noted however long after.
  staleMs: Infinity,
  plan: ({ rule }, _, __, { calendar, limits, now }) => {
    const closes = String(rule["closes_on"]);
    const at = calendar.midnightAfter(calendar.at(closes, "12:00"));
    const steps = Object.entries(REMINDERS).map(([step, days]) => ({ step, at: calendar.at(calendar.addDays(closes, -days), limits.policy_at) }));
    return [{ slot: closes, on: closes, at, steps: [...steps, { step: "close", at: Math.max(at, now) }], facts: { policy: rule["policy"] } }];
  },
  look: async (sql, due, { calendar, directory, now }) => {
    const policies = due.filter((each) => each.step !== "close").map((each) => Number(each.occasion.facts["policy"]));
    if (!policies.length) return due.map(() => undefined);
    const today = todayOf(calendar, now);
    const enterprises = [...directory.organisations.values()].filter((each) => each.kind === "enterprise").map((each) => each.id);
    const standing = await standingPolicies(sql, policies, enterprises, today);
    const cases = await casesOfPolicies(sql, policies);
    const digestToday = calendar.workdayFrom(calendar.addDays(today, 1 - calendar.weekday(today))) === today;
    return due.map(({ occasion }) => {
      const one = standing.find((each) => each.policy === occasion.facts["policy"]);
      const been = new Map(cases.filter((each) => each.policy === one?.policy).map((each) => [each.organisation, each]));
      const waits = (enterprise: number): boolean => {
        const { stage, noticed_at } = been.get(enterprise) ?? { stage: null, noticed_at: null };
        // Whoever gets the notice this very morning reads the last day in it.
        return (stage ?? "opened") === "opened" && noticed_at !== now && !(digestToday && noticed_at === null);
      };
      return one && { one, waiting: one.fitting.filter(waits) };
    });
  },
  falls: ({ occasion, step }, known, clock) => {
    if (step === "close") {
      return [
        deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } }),
        deed("occasion.rule", windowRule({ id: Number(occasion.facts["policy"]), closes_on: null })),
        deed("policy.expire", { policy: Number(occasion.facts["policy"]) }),
        deed("occasion.rule", rematchRule(clock.now, `closed ${String(occasion.facts["policy"])}`)),
      ];
    }
    if (!known?.one.closes_on) return [];
    const { one, waiting } = known;
    const today = todayOf(clock.calendar, clock.now);
    const left = daysUntil(one.closes_on ?? today, today);
    const words = `提醒：《${one.title}》还有${left}天截止，贵企业符合条件，还没有提交。\n${cardOf(one, today)}\n要申报请回复“申报”；已经提交了请回复“已提交”。`;
    return waiting.flatMap((enterprise) => [
      ...peopleOf(clock, enterprise).map((person) =>
        tell(person.id, words, { expects: expectProgress({ policy: one.policy, title: one.title, organisation: enterprise }) }),
      ),
      deed("policy.told", { policy: one.policy, organisation: enterprise, verdict: "fits", noticed: true }),
    ]);
  },
};
