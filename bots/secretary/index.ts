import * as announce from "./announce/index.ts";
import * as joining from "./joining/index.ts";
import * as queue from "./queue/index.ts";
import * as receipt from "./receipt/index.ts";

/** Secretaries: what they announce and who confirmed it, what the machine could not place, and who people are. */
export const capabilities = [announce, receipt, queue, joining];
