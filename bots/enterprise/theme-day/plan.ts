import { addMonths, dayOfMonth, monthsBetween, type Occasion, type OccasionClock, type OccasionRule, type Planned } from "../../../src/occasion/index.ts";
import { factsOf, SESSIONS, type ThemeFacts, type ThemeRule } from "./facts.ts";

const TIME = "14:00";

/** Dates of one chain's rota: working days, to the end of the round that lies beyond a year. */
export function plan({ rule }: OccasionRule, { from, until }: { from: string; until: string }, known: readonly Occasion[], clock: OccasionClock): Planned[] {
  const theme = rule as ThemeRule;
  const count = theme.hosts.length;
  if (!count) return [];
  const planned: Planned[] = [];
  const before = new Map(known.map((each) => [each.slot, each]));
  const first = theme.since ?? theme.start ?? begun(theme, known, clock);
  for (let month = addMonths(from.slice(0, 7), -1); ; month = addMonths(month, 1)) {
    const turn = monthsBetween(first, month);
    const own = before.get(month);
    const on = dateIn(month, theme, from, own, clock);
    if (on > until && turn % count === 0 && turn >= 0) return planned;
    const at = clock.calendar.at(on, theme.time ?? TIME);
    if (on < from || (turn < 0 && !own) || (at <= clock.now && !own)) continue;
    planned.push({ slot: month, on, at, provisional: provisional(month, on, theme, clock), steps: stepsOf(on, at, clock), ...turnOf(theme, turn, own) });
  }
}

/** Without a stated start, the first host has the first date that lies ahead. */
function begun(theme: ThemeRule, known: readonly Occasion[], clock: OccasionClock): string {
  const [oldest] = known;
  if (oldest) return addMonths(oldest.slot, -factsOf(oldest).turn);
  const month = clock.calendar.dateOf(clock.now).slice(0, 7);
  const on = clock.calendar.workdayFrom(dayOfMonth(theme.rule, month));
  return clock.calendar.at(on, theme.time ?? TIME) > clock.now ? month : addMonths(month, 1);
}

/** A date that was told and lies ahead does not fall into the past when the calendar appears too late. */
function dateIn(month: string, theme: ThemeRule, from: string, own: Occasion | undefined, { calendar }: OccasionClock): string {
  const on = calendar.workdayFrom(dayOfMonth(theme.rule, month));
  return on < from && own?.state === "planned" && own.on_date >= from ? own.on_date : on;
}

function provisional(month: string, on: string, theme: ThemeRule, { calendar, now }: OccasionClock): boolean {
  const years = [dayOfMonth(theme.rule, month), on].map((date) => Number(date.slice(0, 4)));
  return years.some((year) => calendar.isProvisional(year, now));
}

function turnOf(theme: ThemeRule, turn: number, own: Occasion | undefined): Pick<Planned, "host" | "facts" | "anew"> {
  const epoch = theme.epoch ?? 0;
  const facts: ThemeFacts = {
    turn,
    round: `${epoch}-${Math.floor(turn / theme.hosts.length)}`,
    session: SESSIONS[((turn % 3) + 3) % 3] ?? "training",
    ...(epoch ? { epoch } : {}),
  };
  const other = own !== undefined && turn >= 0 && (factsOf(own).epoch ?? 0) !== epoch && factsOf(own).confirmed_by === undefined;
  return { host: theme.hosts[turn % theme.hosts.length] ?? null, facts, ...(other ? { anew: true } : {}) };
}

function stepsOf(on: string, at: number, { calendar, limits }: Pick<OccasionClock, "calendar" | "limits">): Planned["steps"] {
  const before = (days: number): number => calendar.at(calendar.addDays(on, -days), limits.rota_at);
  return [
    { step: "t7", at: before(7) },
    { step: "t3", at: before(3) },
    { step: "t1", at: before(1) },
    { step: "day", at: calendar.at(on, limits.rota_day_at) },
    { step: "recap", at: calendar.nextWorkdayAt(at, limits.rota_at) },
  ];
}
