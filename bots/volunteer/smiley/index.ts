import type { Listen, Understood } from "../../../src/conversation/index.ts";
import type { Flow } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { morning } from "./occasion.ts";
import { absences, BACK, isElder, mayReturn, ofSelf, ownPause, ownReturn, theirReturn } from "./pause.ts";
import { greet, presence, sign } from "./presence.ts";
import { responders } from "./respond.ts";
import { readWindows } from "./town.ts";
import { eased, hurts } from "./words-of.ts";
import { mayVouch, vouch, vouching } from "./vouch.ts";
import { ownEmergency, ownUnwell, worries } from "./worry.ts";

export { kinds } from "./matter.ts";
export { looks } from "./queries.ts";
export { deeds } from "./write.ts";
export const towns = [readWindows];
export const occasions = [morning];

export const flows: readonly Flow<Turn>[] = [...responders, ...absences, ...presence, ...vouching, ...worries];

/** Below this, words said in passing among others are not taken for worrying ones; in the elder's own chat nothing is said in passing. */
const SURE = 0.75;
/** What is said with these is a greeting, or nothing that has an answer of its own. */
const GREETINGS: readonly string[] = ["smiley", "none", "receipt", "checkin.report"];

const direct = ({ room }: Turn): boolean => room.kind === "direct";

/** Worrying words of an elder about themselves: understood as such, or a fall or a pain in words that were not understood. */
const ails = (turn: Turn, text: string, { intent, confidence }: Understood): boolean =>
  ofSelf(turn, text) &&
  ((intent === "checkin.unwell" && (direct(turn) || confidence >= SURE) && !eased(text)) || (direct(turn) && GREETINGS.includes(intent) && hurts(text)));
const endangered = (turn: Turn, text: string, { intent, confidence }: Understood): boolean =>
  ofSelf(turn, text) && intent === "emergency" && (direct(turn) || confidence >= SURE);

/** An elder is heard wherever they speak, and in whatever words. */
export const listens: readonly Listen[] = [
  { hears: isElder, flow: sign },
  {
    hears: (turn, text, understood) =>
      isElder(turn) && direct(turn) && !ails(turn, text, understood()) && (GREETINGS.includes(understood().intent) || eased(text)),
    flow: greet,
  },
  { hears: (turn, text, understood) => ails(turn, text, understood()), flow: ownUnwell },
  { hears: (turn, text, understood) => endangered(turn, text, understood()), flow: ownEmergency },
  {
    hears: (turn, text, understood) => ofSelf(turn, text) && !BACK.test(text) && understood().intent === "checkin.pause" && understood().confidence >= SURE,
    flow: ownPause,
  },
  { hears: (turn, text) => ofSelf(turn, text) && BACK.test(text), flow: ownReturn },
  { hears: mayReturn, flow: theirReturn },
  { hears: mayVouch, flow: vouch },
];
