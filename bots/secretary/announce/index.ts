import type { Flow } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { announce } from "./announce.ts";
import { approveCorrection, approveNotice } from "./approve.ts";
import { correctNotice, withdrawNotice } from "./change.ts";
import { announcement } from "./kind.ts";

/** A secretary tells many at once: written, previewed, approved where they are many, corrected, taken back. */
export const flows: readonly Flow<Turn>[] = [announce, approveNotice, approveCorrection, correctNotice, withdrawNotice];
export const notices = [announcement];
export { reads } from "./model.ts";
