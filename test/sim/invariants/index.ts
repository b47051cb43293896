import { allClear, ladderInOrder, ladderInTime, leaveCounts } from "./alarms.ts";
import { noHouseholdSkipped, summaryCounts } from "./checkins.ts";
import { everyMessageEnds } from "./heard.ts";
import { arrivesOnce, noLineLeft, quietHours, roomBudget, saidOnce } from "./lines.ts";
import type { Invariant } from "./look.ts";
import { closedByWord, openIsDue } from "./matters.ts";
import { absenceCounts, noElderSkipped, outageIsNotSilence, signCounts, silenceClimbs } from "./mornings.ts";
import { ledgerCounts, remindsTheMissing, toldOnce, withdrawnIsSilent } from "./notices.ts";
import { guestsCount, remindedOnce, rotaStands, stepsOnce } from "./occasions.ts";
import { bystandersForgotten, climbsInOrder, everybodyAnswered, numbersFollow, reportsRegistered, sumsCorrected } from "./problems.ts";
import { inConfidence, rightRoom } from "./rooms.ts";

/** What must hold at the end of every day. */
export const invariants: readonly Invariant[] = [
  everyMessageEnds,
  everybodyAnswered,
  openIsDue,
  closedByWord,
  reportsRegistered,
  sumsCorrected,
  climbsInOrder,
  numbersFollow,
  noElderSkipped,
  signCounts,
  silenceClimbs,
  absenceCounts,
  outageIsNotSilence,
  ladderInOrder,
  ladderInTime,
  leaveCounts,
  allClear,
  noHouseholdSkipped,
  summaryCounts,
  toldOnce,
  withdrawnIsSilent,
  remindsTheMissing,
  ledgerCounts,
  stepsOnce,
  remindedOnce,
  rotaStands,
  guestsCount,
  noLineLeft,
  arrivesOnce,
  saidOnce,
  quietHours,
  roomBudget,
  rightRoom,
  inConfidence,
  bystandersForgotten,
];
