export { fallDueSteps } from "./due.ts";
export * from "./kind.ts";
export { addSteps, claimRules, planRules, voidSteps } from "./plan.ts";
export { keepRules, type NewRule, occasionDeeds } from "./write.ts";
