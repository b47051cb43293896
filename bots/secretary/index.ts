import * as joining from "./joining/index.ts";
import * as queue from "./queue/index.ts";

/** Secretaries: what the machine could not place, and who people are. */
export const flows = [...queue.flows, ...joining.flows];
export const kinds = [];
export const looks = { ...queue.looks, ...joining.looks };
export const deeds = queue.deeds;
