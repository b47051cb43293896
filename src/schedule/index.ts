export { answerInquiries } from "./inquire.ts";
export { nextDue, tick } from "./tick.ts";
