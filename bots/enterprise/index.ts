import * as policy from "./policy/index.ts";
import * as problem from "./problem/index.ts";
import * as themeDay from "./theme-day/index.ts";

/** Enterprises on an industry chain. */
export const capabilities = [problem, policy, themeDay];
