export { Crash, createEar, type Ear } from "./hear.ts";
export { fallDueSessions } from "./due-sessions.ts";
export { machineFlows, machineLooks } from "./machine.ts";
export { unreachable } from "./unreachable.ts";
export { filled, type NewLine, placeOf, writeLines } from "./say.ts";
export type { CrashPoint, Look, Understand, Understood, Work, World, Write } from "./world.ts";
export { answeredMatters } from "./write.ts";
