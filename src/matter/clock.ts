import type { Limit } from "../calendar/duration.ts";
import type { Clock } from "./kind.ts";

/** `limit` of working time after `from`: hours run by the town's hours, days by its calendar. */
export function after(from: number, limit: Limit, clock: Pick<Clock, "calendar">): number {
  switch (limit.unit) {
    case "workdays":
      return clock.calendar.addWorkingDays(from, limit.count);
    case "minutes":
      return clock.calendar.addWorkingMinutes(from, limit.count);
    case "days":
      return from + limit.count * 86_400_000;
  }
}

/** The next working day at that time of day. */
export function nextMorning(from: number, time: string, clock: Pick<Clock, "calendar">, days = 1): number {
  return clock.calendar.nextWorkdayAt(from, time, days);
}
