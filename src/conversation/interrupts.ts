import type { Understood, World } from "./world.ts";

/** Below this, an intent does not interrupt a waiting question. */
export const SURE = 0.75;
/** Below this, it opens nothing. */
export const UNSURE = 0.5;

/** These interrupt even a question that would take any words for its answer. */
const INTERRUPTS = new Set(["matter.ask", "matter.list", "policy.ask", "help", "human", "login", "emergency", "safety.alert", "queue.list", "notice.withdraw"]);

export const interrupts = (world: World, { intent, confidence }: Understood): boolean =>
  INTERRUPTS.has(intent) && confidence >= SURE && world.intents.has(intent);
