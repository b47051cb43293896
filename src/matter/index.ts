export { after } from "./clock.ts";
export { fallDue } from "./fall-due.ts";
export * from "./kind.ts";
export { claimDue, matterQueries, type MattersBy, mattersBy, openIn, readWithStories, storyOf } from "./queries.ts";
export * from "./transitions.ts";
export { changeMatters, matterDeeds, type NewMatter, openMatters } from "./write.ts";
export { matterPersonal } from "./personal.ts";
