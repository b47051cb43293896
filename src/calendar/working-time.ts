import { Temporal } from "temporal-polyfill";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Zones change their offset at quarters of an hour at most. */
const QUARTER_MS = 900_000;
/** A search for a working day that finds none in this many days has a broken calendar. */
const MAX_SEARCH_DAYS = 400;

export type CalendarFacts = {
  zone: string;
  /** Working hours as `08:30-12:00`, in order; quiet hours as `21:30-07:00`. */
  hours: { work: readonly string[]; quiet: string };
  /** Official years and when they were published, `YYYY-MM-DD`. */
  years: ReadonlyMap<number, { publishedOn: string }>;
  /** Days that differ from the plain week: `off` (holiday), `work` (make-up workday 调休). */
  days: ReadonlyMap<string, "off" | "work">;
};

/** The town's calendar. Moments are milliseconds since 1970, dates `YYYY-MM-DD` in its zone. */
export type Calendar = {
  zone: string;
  isWorkday(date: string): boolean;
  addWorkingMinutes(from: number, minutes: number): number;
  /** So many working days later, at the same time of day; from a day off, counted from the next working day's start. */
  addWorkingDays(from: number, days: number): number;
  /** The n-th working day after the date of `from`, at that time of day. */
  nextWorkdayAt(from: number, time: string, days?: number): number;
  workingMinutesBetween(from: number, until: number): number;
  isQuiet(at: number): boolean;
  /** The end of the quiet hours that `at` lies in; `at` itself outside them. */
  quietEnd(at: number): number;
  /** No official calendar of that year is published yet at `now`: plain weeks are assumed. */
  isProvisional(year: number, now: number): boolean;
  dateOf(at: number): string;
  startOfWork(date: string): number;
  endOfWork(date: string): number;
  /** `11月25日（周三）14:30` */
  print(at: number): string;
  /** `11月25日（周三）` */
  printDate(date: string): string;
  /** That time of day on that date. */
  at(date: string, time: string): number;
  /** The next day's 00:00. */
  midnightAfter(at: number): number;
  /** A hundred years at most: people also say 请假99999999999天. */
  addDays(date: string, days: number): string;
  /** 1 Monday … 7 Sunday. */
  weekday(date: string): number;
  /** The date itself if it is a working day, else the next one. */
  workdayFrom(date: string): string;
};

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
const clockMinutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const span = (text: string): [number, number] => {
  const [from = "00:00", until = "24:00"] = text.split("-");
  return [clockMinutes(from), clockMinutes(until)];
};
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const FARTHEST_DAYS = 36_500;
const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** A zone's local time, with its offsets remembered: the standard's own conversion is too slow for every message. */
function localTime(zone: string) {
  const offsets = new Map<number, number>();
  const offsetAt = (at: number): number => {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
    if (offsets.size > 10_000) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  };
  return {
    /** Day number since 1970 and minute (with its fraction) of that day. */
    split: (at: number): [number, number] => {
      const local = at + offsetAt(at);
      const day = Math.floor(local / DAY_MS);
      return [day, (local - day * DAY_MS) / MINUTE_MS];
    },
    moment: (day: number, minute: number): number => {
      const local = day * DAY_MS + minute * MINUTE_MS;
      const guess = local - offsetAt(local);
      return local - offsetAt(guess);
    },
  };
}

/** The week and the clock of a town, by day number since 1970 and minute of that day. */
type Week = ReturnType<typeof createWeek>;

function createWeek(facts: CalendarFacts, now: number | undefined) {
  const local = localTime(facts.zone);
  const today = now === undefined ? undefined : dayName(local.split(now)[0]);
  // A holiday is none before it is published.
  const published = ([date]: readonly [string, string]): boolean => {
    const on = facts.years.get(Number(date.slice(0, 4)))?.publishedOn;
    return today === undefined || on === undefined || on <= today;
  };
  const spans = facts.hours.work.map(span).toSorted((a, b) => a[0] - b[0]);
  const [quietFrom, quietUntil] = span(facts.hours.quiet);
  const special = new Map([...facts.days].filter(published).map(([date, kind]) => [dayNumber(date), kind]));
  const workday = (day: number): boolean => {
    const kind = special.get(day);
    if (kind) return kind === "work";
    const weekday = (((day + 4) % 7) + 7) % 7;
    return weekday !== 0 && weekday !== 6;
  };
  return {
    ...local,
    spans,
    opens: spans[0]?.[0] ?? 0,
    closes: spans.at(-1)?.[1] ?? 1440,
    quietUntil,
    workday,
    nextWorkday(day: number): number {
      for (let next = day; next < day + MAX_SEARCH_DAYS; next += 1) if (workday(next)) return next;
      throw new Error(`the calendar has no working day after ${dayName(day)}`);
    },
    isQuiet: (minute: number): boolean => (quietFrom <= quietUntil ? minute >= quietFrom && minute < quietUntil : minute >= quietFrom || minute < quietUntil),
  };
}

function addWorkingMinutes({ split, moment, spans, workday }: Week, from: number, minutes: number): number {
  let [day, minute] = split(from);
  let left = minutes;
  for (let searched = 0; searched < MAX_SEARCH_DAYS + minutes / 60; searched += 1) {
    if (workday(day))
      for (const [start, end] of spans) {
        const begin = Math.max(start, minute);
        if (begin >= end) continue;
        if (left <= end - begin) return moment(day, begin + left);
        left -= end - begin;
      }
    day += 1;
    minute = 0;
  }
  throw new Error(`the calendar has no ${minutes} working minutes after ${dayName(day)}`);
}

function addWorkingDays({ split, moment, opens, workday, nextWorkday }: Week, from: number, days: number): number {
  let [day, minute] = split(from);
  if (!workday(day)) [day, minute] = [nextWorkday(day), opens];
  for (let count = 0; count < days; count += 1) day = nextWorkday(day + 1);
  return moment(day, minute);
}

function workingMinutesBetween({ split, spans, workday }: Week, from: number, until: number): number {
  if (until <= from) return 0;
  const [firstDay, firstMinute] = split(from);
  const [lastDay, lastMinute] = split(until);
  let total = 0;
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (!workday(day)) continue;
    const begin = day === firstDay ? firstMinute : 0;
    const end = day === lastDay ? lastMinute : 1440;
    for (const [start, stop] of spans) total += Math.max(0, Math.min(stop, end) - Math.max(start, begin));
  }
  return total;
}

function printedDay(day: number): string {
  const date = new Date(day * DAY_MS);
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日（周${WEEKDAYS[date.getUTCDay()]}）`;
}

function printed(day: number, minute: number): string {
  const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(Math.floor(minute % 60)).padStart(2, "0")}`;
  return `${printedDay(day)}${time}`;
}

/** The calendar as it is known at `now`; without it, all that was ever published. */
export function createCalendar(facts: CalendarFacts, now?: number): Calendar {
  const week = createWeek(facts, now);
  const { split, moment } = week;
  return {
    zone: facts.zone,
    isWorkday: (date) => week.workday(dayNumber(date)),
    addWorkingMinutes: (from, minutes) => addWorkingMinutes(week, from, minutes),
    addWorkingDays: (from, days) => addWorkingDays(week, from, days),
    nextWorkdayAt: (from, time, days = 1) => {
      let [day] = split(from);
      for (let count = 0; count < days; count += 1) day = week.nextWorkday(day + 1);
      return moment(day, clockMinutes(time));
    },
    workingMinutesBetween: (from, until) => workingMinutesBetween(week, from, until),
    isQuiet: (at) => week.isQuiet(split(at)[1]),
    quietEnd: (at) => {
      const [day, minute] = split(at);
      if (!week.isQuiet(minute)) return at;
      return moment(minute < week.quietUntil ? day : day + 1, week.quietUntil);
    },
    isProvisional: (year, now) => {
      const known = facts.years.get(year);
      return known === undefined || known.publishedOn > dayName(split(now)[0]);
    },
    dateOf: (at) => dayName(split(at)[0]),
    startOfWork: (date) => moment(dayNumber(date), week.opens),
    endOfWork: (date) => moment(dayNumber(date), week.closes),
    print: (at) => printed(...split(at)),
    printDate: (date) => printedDay(dayNumber(date)),
    at: (date, time) => moment(dayNumber(date), clockMinutes(time)),
    midnightAfter: (at) => moment(split(at)[0] + 1, 0),
    addDays: (date, days) => dayName(dayNumber(date) + Math.max(-FARTHEST_DAYS, Math.min(FARTHEST_DAYS, days))),
    weekday: (date) => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1,
    workdayFrom: (date) => dayName(week.nextWorkday(dayNumber(date))),
  };
}

/** A date and time of day in a zone. */
export function instantOf(date: string, time: string, zone: string): number {
  return localTime(zone).moment(dayNumber(date), clockMinutes(time));
}
