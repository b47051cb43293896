import { z } from "zod";
import type { Asks } from "./asks.ts";

/** What is understood when the rules are unsure: which intent, and the piece of the words that says so. */
export type Reading = { intent: string; because: string };
/** An intent a model may choose, with a sentence as people say it. */
export type Choice = { intent: string; like: string };

/** Whoever speaks waits for the answer: longer, and the bot asks them instead. */
const DEADLINE_MS = 4_000;

/** Which of these a sentence means. The piece that says so must stand in it. */
export const intentAsks = (choices: readonly Choice[]): Asks<Reading, Reading> => ({
  task: "intent",
  instruction: [
    "下面的资料是群聊机器人收到的一句话。判断说话的人想办哪一件事，只能从清单里选一个；都不像就选 none。",
    "because 填资料里原样出现、最能说明的几个字。",
    ...choices.map(({ intent, like }) => `${intent}：如“${like}”`),
  ].join("\n"),
  shape: z.object({ intent: z.enum(["none", ...choices.map((each) => each.intent)]), because: z.string() }),
  most: 600,
  deadlineMs: DEADLINE_MS,
  believed: (answer, source) => {
    const because = answer.because.trim();
    return answer.intent === "none" || because.length < 2 || !source.includes(because) ? undefined : { intent: answer.intent, because };
  },
});
