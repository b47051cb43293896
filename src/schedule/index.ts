export { nextDue, tick } from "./tick.ts";
