import { deed, type Effect } from "../../../src/flow/index.ts";
import type { DueStep, OccasionClock, OccasionKind, OccasionRule, Planned } from "../../../src/occasion/index.ts";
import { askUntil, type Renewal, renewalsOf } from "../registry/absence.ts";
import { chase } from "./chase.ts";
import { rungsOf } from "./ladder.ts";
import { claimWaiting, type Waiting } from "./queries.ts";
import { readUps, type Up } from "./up-time.ts";
import { timeOf } from "./words-of.ts";

const HORIZON_DAYS = 7;
/** A morning is looked after until the evening; after that, the next one is near and nobody is woken at night. */
const STALE_MS = 12 * 3_600_000;
/** After downtime, what people said meanwhile is let in first. */
const SETTLE_MS = 60_000;
const DAY_MS = 86_400_000;

type Known = { renewals: Renewal[]; waiting?: Waiting[]; ups: readonly Up[] };

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const opens = (due: DueStep): boolean => due.step === "open";

/** Every day of the year, holidays too: the windows of a team open, each of their ends is a step, and what is asked then
 *  makes the next one. A step does whatever is due with its occasion, so it never matters which of them were missed. */
export const morning: OccasionKind<Known | undefined> = { kind: "smiley", horizonDays: HORIZON_DAYS, historyDays: 1, staleMs: STALE_MS, plan, look, falls };

function plan({ rule }: OccasionRule, span: { from: string; until: string }, _known: unknown, { now, calendar }: OccasionClock): Planned[] {
  const windows = (rule["windows"] ?? []) as string[];
  if (!windows.length) return [];
  const [first = "", last = ""] = [
    windows.map((each) => each.slice(0, 5)).toSorted()[0],
    windows
      .map((each) => each.slice(6))
      .toSorted()
      .at(-1),
  ];
  const days: Planned[] = [];
  for (let on = span.from; on <= span.until; on = calendar.addDays(on, 1)) {
    const at = calendar.at(on, first);
    // A world that begins while a window is open still has the rest of it.
    const begun = at < now && calendar.at(on, last) > now;
    days.push({ slot: on, on, at, steps: [{ step: "open", at: begun ? now : at }] });
  }
  return days;
}

async function look(sql: Parameters<NonNullable<OccasionKind["look"]>>[0], due: readonly DueStep[], { now }: OccasionClock): Promise<(Known | undefined)[]> {
  const opening = due.filter(opens).map(({ occasion }) => ({ team: occasion.organisation_id ?? 0, on: occasion.on_date }));
  const chased = new Set(due.filter((each) => !opens(each) && !each.late).map((each) => each.occasion.id));
  const [renewals, waiting, ups] = await Promise.all([
    opening.length ? renewalsOf(sql, opening) : [],
    chased.size ? claimWaiting(sql, [...chased]) : [],
    chased.size ? readUps(sql, now - 2 * DAY_MS) : [],
  ]);
  const byTeam = Map.groupBy(renewals, (each) => each.team);
  const byOccasion = Map.groupBy(waiting, (each) => each.occasion_id);
  // Two steps of one occasion at one moment are one look at it.
  return due.map((each) => {
    if (opens(each)) return { renewals: byTeam.get(each.occasion.organisation_id ?? 0) ?? [], ups };
    return chased.delete(each.occasion.id) ? { renewals: [], waiting: byOccasion.get(each.occasion.id) ?? [], ups } : undefined;
  });
}

function falls(due: DueStep, known: Known | undefined, clock: OccasionClock): Effect[] {
  const { occasion, late } = due;
  if (opens(due)) {
    const earliest = late ? clock.now + SETTLE_MS : clock.now;
    const after = late ? -1 : minutesOf(timeOf(clock.now, clock.calendar));
    const value = { occasion: occasion.id, team: occasion.organisation_id, on: occasion.on_date, earliest, after };
    return [deed("smiley.open", value), ...(known?.renewals ?? []).flatMap((each) => renew(each, occasion.on_date, clock))];
  }
  if (late) return [deed("occasion.step", { occasion: occasion.id, step: "again", at: clock.now + SETTLE_MS })];
  return known?.waiting ? chase(occasion.id, known.waiting, known.ups, clock) : [];
}

/** An absence that goes on for long is renewed by a person: whoever answers for the elder is asked. */
function renew(one: Renewal, on: string, clock: OccasionClock): Effect[] {
  const [first] = rungsOf({ elder: one.elder, team: one.team, volunteer: one.volunteer, backup: one.backup, contacts: [] }, clock.directory, clock.now);
  if (!first) return [];
  const since = clock.calendar.printDate(one.from_on);
  const end = one.until_on === null ? "没说哪天回来" : `说的是到${clock.calendar.printDate(one.until_on)}`;
  const words = `${one.name}从${since}起外出（${one.reason}），${end}。还没回来吗？没回来请说大概哪天回来，回来了请说“${one.name}回来了”。`;
  return [deed("absence.asked", { absence: one.id, on }), askUntil(first.person.id, { id: one.elder, from: one.from_on, reason: one.reason }, words, true)];
}
