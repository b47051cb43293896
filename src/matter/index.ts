export { after, nextMorning } from "./clock.ts";
export { type Fall, fallDue } from "./fall-due.ts";
export * from "./kind.ts";
export { claimDue, matterQueries, type MattersBy, mattersBy, type StoryEvent, storyOf, type Stuck, stuckIn } from "./queries.ts";
export * from "./transitions.ts";
export { addEvents, asJson, changeMatters, Clash, matterDeeds, type NewMatter, openMatters } from "./write.ts";
