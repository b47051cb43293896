import * as problem from "./problem/index.ts";

/** Enterprises on an industry chain. */
export const flows = problem.flows;
export const kinds = problem.kinds;
export const looks = {};
export const deeds = {};
