import type { Flow } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { agreeToSwap } from "./agree.ts";
import { askRota, totals } from "./ask.ts";
import { answerAsHost, confirmRota } from "./host.ts";
import { themeDay } from "./kind.ts";
import { makeUp } from "./make-up.ts";
import { tellRecap, tellWhetherHeld } from "./recap.ts";
import { answerInvitation, rsvpNo, rsvpYes } from "./rsvp.ts";
import { signInToSession } from "./sign-in.ts";
import { skipRota } from "./skip.ts";
import { swapRota } from "./swap.ts";
import { readThemeDays } from "./town.ts";

/** 轮值式主题党日: enterprises of a chain take turns hosting; who comes, who makes up for it, what came of it. */
export const flows: readonly Flow<Turn>[] = [
  askRota,
  totals,
  confirmRota,
  answerAsHost,
  swapRota,
  agreeToSwap,
  skipRota,
  answerInvitation,
  rsvpYes,
  rsvpNo,
  signInToSession,
  tellRecap,
  tellWhetherHeld,
  makeUp,
];
export { deeds } from "./attendance.ts";
export { looks } from "./queries.ts";
export const occasions = [themeDay];
export const towns = [readThemeDays];
