import * as checkin from "./checkin/index.ts";
import * as duty from "./duty/index.ts";
import * as registry from "./registry/index.ts";
import * as smiley from "./smiley/index.ts";

/** Volunteers and the elders they look after. */
export const capabilities = [registry, smiley, checkin, duty];
