import type { Query } from "../../../src/db/connect.ts";

/** A stretch of time in which a channel could be heard; `first_at` is when that channel was up for the first time ever. */
export type Up = { channel: string; from_at: number; until_at: number | null; first_at: number };

/** Less than this of an outage is none: a restart takes a few seconds, and what is said meanwhile arrives after it. */
export const OUTAGE_MS = 60_000;

/** When each channel was up since then, and its last stretch, however long ago. */
export async function readUps(sql: Query, since: number): Promise<Up[]> {
  return sql<Up[]>`
    select u.channel, u.from_at, u.until_at, f.first_at from channel_up u
    join (select channel, min(from_at) as first_at, max(id) as newest from channel_up group by channel) f on f.channel = u.channel
    where u.id = f.newest or u.until_at is null or u.until_at > ${since}::timestamptz order by u.from_at`;
}

/** Those that count for somebody: the channels of their accounts; for who has none of these, any channel. */
const ofThem = (ups: readonly Up[], channels: readonly string[]): readonly Up[] => {
  const own = ups.filter((each) => channels.includes(each.channel));
  return own.length ? own : ups;
};

/** Whether somebody could be heard at that moment. */
export const isUp = (ups: readonly Up[], channels: readonly string[], at: number): boolean =>
  ofThem(ups, channels).some((each) => each.from_at <= at && (each.until_at === null || each.until_at > at));

/** For how long between two moments somebody could not be heard. What lay before the first time is history, not an outage. */
export function downMs(ups: readonly Up[], channels: readonly string[], from: number, until: number): number {
  const own = ofThem(ups, channels);
  if (!own.length) return 0;
  let reached = Math.max(from, Math.min(...own.map((each) => each.first_at)));
  let down = 0;
  for (const each of own.toSorted((a, b) => a.from_at - b.from_at)) {
    if (each.from_at >= until) break;
    down += Math.max(0, each.from_at - reached);
    reached = Math.max(reached, each.until_at ?? Infinity);
  }
  return down + Math.max(0, until - reached);
}

/** The same for many who are reached in several ways: of the channel that was away the longest. */
export const downAnywhereMs = (ups: readonly Up[], channels: readonly string[], from: number, until: number): number =>
  Math.max(0, ...Array.from(new Set(ofThem(ups, channels).map((each) => each.channel)), (each) => downMs(ups, [each], from, until)));
