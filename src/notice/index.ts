export { type Expected, groupsOf, rosterOf } from "./audience.ts";
export { fallDueNoticesIn } from "./due.ts";
export * from "./kind.ts";
export * from "./queries.ts";
export { nextRepeat, printRepeat } from "./repeats.ts";
export { leaveRosters, missRosters, reachRosters, returnToRosters } from "./roster.ts";
export { aboutNotice } from "./speak.ts";
export { noticeDeeds } from "./write.ts";
export { noticePersonal } from "./personal.ts";
