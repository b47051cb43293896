import { registryPersonal } from "./personal.ts";
import { readElders } from "./town.ts";

export { deeds } from "./absence.ts";
export { looks } from "./queries.ts";

/** Who lives alone, who looks after them, who is asked when nobody answers, and who is away. */
export const towns = [readElders];
export const personal = [registryPersonal];
