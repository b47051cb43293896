import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";
import type { Channel } from "../channel/port.ts";
import type { Post } from "./drain.ts";

/** Waits until the channel allows one more message to that place: so many a minute, and a gap between two. */
export function createPace(): Post["pace"] {
  const queues = new Map<string, RateLimiterQueue[]>();
  const of = (channel: Channel): RateLimiterQueue[] => {
    const known = queues.get(channel.id);
    if (known) return known;
    const { perRoomPerMinute, gapMs } = channel.capabilities;
    const made = [
      ...(Number.isFinite(perRoomPerMinute) ? [new RateLimiterQueue(new RateLimiterMemory({ points: perRoomPerMinute, duration: 60 }))] : []),
      ...(gapMs > 0 ? [new RateLimiterQueue(new RateLimiterMemory({ points: 1, duration: gapMs / 1000 }))] : []),
    ];
    queues.set(channel.id, made);
    return made;
  };
  return async (channel, place) => {
    for (const queue of of(channel)) await queue.removeTokens(1, place);
  };
}
