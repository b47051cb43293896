import { type AskStep, isSkipped } from "../flow/index.ts";
import type { Understood, World } from "./world.ts";

/** Below this, an intent does not interrupt a waiting question. */
export const SURE = 0.75;
/** Below this, it opens nothing. */
export const UNSURE = 0.5;

/** These interrupt even a question that would take any words for its answer. */
const INTERRUPTS = new Set(["matter.ask", "matter.list", "policy.ask", "help", "human", "login", "emergency", "safety.alert", "queue.list", "notice.withdraw"]);

export const interrupts = (world: World, { intent, confidence }: Understood): boolean =>
  INTERRUPTS.has(intent) && confidence >= SURE && world.intents.has(intent);

/** 改 and 取消 that are offered as answers are answers, and so is 先不说 where a question may be left open. */
export const isOffered = <T>(question: AskStep<T>, text: string): boolean =>
  isSkipped(question, text) || (typeof question.ask === "object" && question.ask.labels?.includes(text) === true);
