import { checkin } from "./occasion.ts";
import { reportCheckin } from "./report.ts";
import { readCheckins } from "./town.ts";

export { deeds } from "./deeds.ts";
export { looks } from "./queries.ts";

export const flows = [reportCheckin];
export const occasions = [checkin];
export const towns = [readCheckins];
