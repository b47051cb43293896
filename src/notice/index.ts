export { groupsOf, rosterOf } from "./audience.ts";
export { fallDueNoticesIn, missingOf } from "./due.ts";
export * from "./kind.ts";
export { sendNotices } from "./send.ts";
export { noticeDeeds } from "./write.ts";
