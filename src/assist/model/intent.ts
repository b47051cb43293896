import { z } from "zod";
import type { Question } from "./endpoint.ts";

/** What is understood when the rules are unsure: which intent, and the piece of the words that says so. */
export type Reading = { intent: string; because: string };
/** An intent a model may choose, with a sentence as people say it. */
export type Choice = { intent: string; like: string };

const MAX_SOURCE = 600;

/** Asks which of these a sentence means. */
export function intentQuestion(source: string, choices: readonly Choice[]): Question<{ intent: string; because: string }> {
  return {
    task: "intent",
    instruction: [
      "下面的资料是群聊机器人收到的一句话。判断说话的人想办哪一件事，只能从清单里选一个；都不像就选 none。",
      "because 填资料里原样出现、最能说明的几个字。",
      ...choices.map(({ intent, like }) => `${intent}：如“${like}”`),
    ].join("\n"),
    source: source.slice(0, MAX_SOURCE),
    shape: z.object({ intent: z.enum(["none", ...choices.map((each) => each.intent)]), because: z.string() }),
  };
}

/** The answer as far as it can be believed: the piece must stand in the words. */
export function believed(answer: { intent: string; because: string }, source: string): Reading | undefined {
  const because = answer.because.trim();
  if (answer.intent === "none" || because.length < 2 || !source.includes(because)) return undefined;
  return { intent: answer.intent, because };
}
