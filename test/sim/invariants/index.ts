import { everyMessageEnds } from "./heard.ts";
import type { Invariant } from "./look.ts";
import { closedByWord, openIsDue } from "./matters.ts";

export const invariants: readonly Invariant[] = [everyMessageEnds, openIsDue, closedByWord];
