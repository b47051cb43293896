/* The town's own clock: this zone has no summer time, so its hours can be told without asking the program. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const ZONE = 8 * HOUR;

/** `2026-11-23` */
export const dateOf = (at: number): string => new Date(at + ZONE).toISOString().slice(0, 10);
/** `08:30` */
export const clockOf = (at: number): string => new Date(at + ZONE).toISOString().slice(11, 16);
export const print = (at: number): string => `${dateOf(at)} ${clockOf(at)}`;
/** The instant of a day and a time of day. */
export const instant = (date: string, clock: string): number => Date.parse(`${date}T${clock}:00Z`) - ZONE;
export const dayAfter = (date: string, days = 1): string => dateOf(instant(date, "12:00") + days * DAY);
/** 1 Monday … 7 Sunday. */
export const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
