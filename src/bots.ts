import * as enterprise from "../bots/enterprise/index.ts";
import * as secretary from "../bots/secretary/index.ts";
import { words } from "../bots/words.ts";
import { createUnderstanding } from "./assist/understanding.ts";
import type { Understand, Work } from "./conversation/index.ts";

/** The bots of this program: a new one is a new folder and one line here. */
const work = [enterprise, secretary] as unknown as readonly Work[];

export function createBots(): { work: readonly Work[]; understand: Understand } {
  const understanding = createUnderstanding(words);
  return { work, understand: (text, context) => understanding.understand(text, context) };
}
