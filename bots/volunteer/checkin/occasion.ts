import type { Effect } from "../../../src/flow/index.ts";
import type { DueStep, OccasionClock, OccasionKind, Planned } from "../../../src/occasion/index.ts";
import { downAnywhereMs, readUps } from "../smiley/up-time.ts";
import { type Fact, GAP_MS, Morning, roomOf } from "./morning.ts";
import { type Cared, readTeams } from "./queries.ts";

const MINUTE_MS = 60_000;
/** A prompt so much late is still sent, once; later than that the morning is over. */
const MAX_LATE_MS = 120 * MINUTE_MS;
/** A morning that nobody could close is told of the next day. */
const STALE_MS = 36 * 60 * MINUTE_MS;

/** `down`: for how long (milliseconds) the team could not be heard since the morning began; `alone`: no other step of this
 *  morning falls due at the same moment; `first`: none before it. */
type Known = { cared: Cared[]; down: number; alone: boolean; first: boolean };

/** The day's check-in of a team, every day of the year: prompt, reminder of the silent, end. */
export const checkin: OccasionKind<Known> = {
  kind: "checkin",
  horizonDays: 7,
  staleMs: STALE_MS,
  plan: ({ rule }, { from, until }, _, clock) => days(from, until, clock).flatMap((on) => planned(on, rule, clock)),
  look: async (sql, due, { now, directory }) => {
    const asked = due.map(({ occasion }) => ({ team: occasion.organisation_id ?? 0, on: occasion.on_date }));
    const [teams, ups] = await Promise.all([readTeams(sql, asked), readUps(sql, Math.min(...due.map(({ occasion }) => occasion.at)))]);
    return due.map(({ occasion }, n) => {
      const same = due.filter((each) => each.occasion.id === occasion.id);
      const room = directory.rooms.get(roomOf(occasion.organisation_id ?? 0, directory) ?? 0);
      const channels = room ? directory.accounts(room).map((each) => each.channel) : [];
      return { cared: teams[n] ?? [], down: downAnywhereMs(ups, channels, occasion.at, now), alone: same.length === 1, first: same[0] === due[n] };
    });
  },
  falls: (due, known, clock) => falls(due, known, clock),
};

function days(from: string, until: string, { calendar }: OccasionClock): string[] {
  const list: string[] = [];
  for (let on = from; on <= until; on = calendar.addDays(on, 1)) list.push(on);
  return list;
}

/** What lay before the town began, or before the rule was made, is not made up for. In quiet hours nobody is asked: then
 *  the morning begins with their end. */
function planned(on: string, rule: Record<string, unknown>, { calendar, limits, now }: OccasionClock): Planned[] {
  const at = calendar.quietEnd(calendar.at(on, String(rule["at"])));
  const until = calendar.at(on, String(rule["until"]));
  if (at < now || until <= at) return [];
  const remind = at + limits.checkin_remind.count * MINUTE_MS;
  const steps = [{ step: "prompt", at }, ...(remind < until ? [{ step: "remind", at: remind }] : []), { step: "close", at: until }];
  return [{ slot: on, on, at, facts: { until } satisfies Fact, steps }];
}

function falls(due: DueStep, known: Known, clock: OccasionClock): Effect[] {
  const { occasion, step, late } = due;
  const morning = new Morning(due, known.cared, clock);
  const today = clock.calendar.dateOf(clock.now) === occasion.on_date;
  if (!known.cared.length) return [];
  if (!known.cared.some((each) => each.state !== null)) {
    if (!known.first) return [];
    return today && clock.now - occasion.at <= MAX_LATE_MS ? morning.prompt(step !== "prompt" || !known.alone) : morning.missed();
  }
  if (!today) return morning.unfinished();
  if (step === "prompt") return [];
  if (step === "remind") return morning.remind();
  // An outage never looks like a volunteer who did not answer: what may not have been heard is asked for once more.
  return step === "close" && (late || known.down > GAP_MS) ? morning.askAgain() : morning.close();
}
