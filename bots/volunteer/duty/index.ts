import { laterLeave } from "./away.ts";
import { coverLeave, leave } from "./leave.ts";
import { takeBackLeave } from "./unleave.ts";
import { signIn, signOut } from "./sign.ts";

export { deeds } from "./deeds.ts";
export { looks } from "./queries.ts";

export const flows = [signIn, signOut, leave, coverLeave, takeBackLeave];
export const occasions = [laterLeave];
