import { amongColleagues } from "./among-colleagues.ts";
import { amongNeighbours } from "./among-neighbours.ts";
import { inPassing } from "./in-passing.ts";
import type { IntentWords } from "./intent-words.ts";
import { smallTalk } from "./small-talk.ts";

/** What is said near a bot and not to it. */
export const bystanders: IntentWords = { intent: "none", nearMiss: "早上好", examples: [...smallTalk, ...inPassing, ...amongColleagues, ...amongNeighbours] };
