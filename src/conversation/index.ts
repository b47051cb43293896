export { Crash, createEar, type Ear } from "./hear.ts";
export { fallDueSessions } from "./due-sessions.ts";
export { machineFlows, machineLooks } from "./machine.ts";
export { undelivered } from "./undelivered.ts";
export type { Listen, Look, Understand, Understood, Work, World, Write } from "./world.ts";
export { conversationDeeds } from "./deeds.ts";
export { type Fallen, writeFallen } from "./fallen.ts";
export { answeredMatters } from "./write.ts";
export { conversationPersonal } from "./personal.ts";
