import type { IntentWords } from "../../../src/assist/intent-words.ts";
import { outcomeWords } from "./outcome-words.ts";
import { ownerWords } from "./owner-words.ts";
import { raiserWords } from "./raiser-words.ts";
import { reportWords } from "./report-words.ts";

/** How people talk about a problem, from its first word to the return visit. */
export const words: readonly IntentWords[] = [reportWords, ...raiserWords, ...ownerWords, ...outcomeWords];
