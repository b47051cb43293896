export { fallDueSteps } from "./due.ts";
export * from "./kind.ts";
export { claimRules, planRules } from "./plan.ts";
export { addMonths, dayOfMonth, monthsBetween } from "../calendar/monthly.ts";
export { endRules, keepRules, type NewRule, occasionDeeds } from "./write.ts";
export { occasionPersonal } from "./personal.ts";
