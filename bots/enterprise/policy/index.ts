import type { Flow } from "../../../src/flow/index.ts";
import type { NoticeKind } from "../../../src/notice/index.ts";
import type { Personal, Turn } from "../../../src/people/index.ts";
import { applyForPolicy } from "./apply.ts";
import { askPolicy } from "./ask.ts";
import { policyCase } from "./case.ts";
import { digest } from "./digest.ts";
import { confirmPolicy, enterPolicy } from "./enter.ts";
import { learnFact } from "./fact.ts";
import { progressOfPolicy } from "./progress.ts";
import { policyRematch } from "./rematch.ts";
import { countPolicies } from "./totals.ts";
import { readPolicies } from "./town.ts";
import { policyWindow } from "./window.ts";

export { deeds } from "./deeds.ts";
export { looks } from "./queries.ts";
export { reads } from "./model.ts";

/** The library of policies: whom each fits and why, who is told, and how far they get with it. */
export const flows: readonly Flow<Turn>[] = [askPolicy, learnFact, applyForPolicy, progressOfPolicy, countPolicies, enterPolicy, confirmPolicy];
export const occasions = [digest, policyWindow, policyCase, policyRematch];
export const towns = [readPolicies];
/** Who applies is whoever they turn out to be. */
export const personal: readonly Personal[] = [{ refers: [{ table: "policy_case", column: "person_id" }] }];

/** Told to those it fits; nobody has to confirm it, so nobody is reminded. */
export const notices: readonly NoticeKind[] = [{ kind: "policy", footer: "", remind: () => [], superior: () => [] }];
