import { Temporal } from "temporal-polyfill";

const WEEKDAYS = ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const pad = (value: number): string => String(value).padStart(2, "0");

/** A moment as the town reads it. */
export const zoned = (at: number, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);

/** `2026-11-24T09:00:00+08:00` */
export const iso = (at: number, zone: string): string => zoned(at, zone).toString({ timeZoneName: "never", smallestUnit: "second" });

/** `11月24日 周二 09:00`, with the year where it is another. */
export function longTime(at: number, now: number, zone: string): string {
  const then = zoned(at, zone);
  const year = then.year === zoned(now, zone).year ? "" : `${then.year}年`;
  return `${year}${then.month}月${then.day}日 ${WEEKDAYS[then.dayOfWeek]} ${hours(then)}`;
}

/** `12月15日 周二`, with the year where it is another than the year spoken of. */
export function dayWords(on: string, year: number): string {
  const day = Temporal.PlainDate.from(on);
  return `${day.year === year ? "" : `${day.year}年`}${day.month}月${day.day}日 ${WEEKDAYS[day.dayOfWeek]}`;
}

/** `12月15日`, with the year where it is another than this one. */
export const monthDay = (on: string, now: number, zone: string): string => dayWords(on, zoned(now, zone).year).replace(/ .*$/u, "");

/** Days from today until that day; negative once it has passed. */
export const daysUntil = (on: string, now: number, zone: string): number => zoned(now, zone).toPlainDate().until(Temporal.PlainDate.from(on)).days;

/** `09:00` */
export const clockTime = (at: number, zone: string): string => hours(zoned(at, zone));

/** `YYYY-MM-DD` of that moment. */
export const dayOf = (at: number, zone: string): string => zoned(at, zone).toPlainDate().toString();

/** As phones write it between messages: `09:00`, `昨天 09:00`, `11月24日 09:00`. */
export function talkTime(at: number, now: number, zone: string): string {
  const then = zoned(at, zone);
  const days = then.toPlainDate().until(zoned(now, zone).toPlainDate()).days;
  if (days === 0) return hours(then);
  if (days === 1) return `昨天 ${hours(then)}`;
  if (days === -1) return `明天 ${hours(then)}`;
  const year = then.year === zoned(now, zone).year ? "" : `${then.year}年`;
  return `${year}${then.month}月${then.day}日 ${hours(then)}`;
}

/** As lists of chats write it: the time today, before that only the day. */
export function listTime(at: number, now: number, zone: string): string {
  const text = talkTime(at, now, zone);
  return text.includes(" ") ? text.slice(0, text.lastIndexOf(" ")) : text;
}

const hours = (then: Temporal.ZonedDateTime): string => `${pad(then.hour)}:${pad(then.minute)}`;

/** How long, in the largest unit that says enough: `3 天`, `21 小时`, `40 分钟`. */
export function span(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} 小时`;
  return `${Math.round(minutes / 1440)} 天`;
}

/** The next morning at that hour, today's if it is still to come. */
export function nextMorning(now: number, zone: string, hour: number): number {
  const here = zoned(now, zone);
  const morning = here.with({ hour, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  return (morning.epochMilliseconds > now ? morning : morning.add({ days: 1 })).epochMilliseconds;
}
