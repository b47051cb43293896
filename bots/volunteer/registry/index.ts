import { readElders } from "./town.ts";

/** Who lives alone, who looks after them, and who is asked when nobody answers. */
export const towns = [readElders];
