import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";
import type { Channel } from "../channel/port.ts";
import type { Post } from "./drain.ts";

type Queues = { ofPlace: RateLimiterQueue[]; ofAll: RateLimiterQueue[] };
/** So many messages may wait for their turn: a broadcast to a city. */
const MAX_WAITING = 1_000_000;

/** Waits until the channel allows one more message to that place: so many a minute, a gap between two to one place, and one
 *  between any two that nobody asked for. Who asks is answered past a broadcast. */
export function createPace(): Post["pace"] {
  const queues = new Map<string, Queues>();
  const one = (points: number, seconds: number): RateLimiterQueue =>
    new RateLimiterQueue(new RateLimiterMemory({ points, duration: seconds }), { maxQueueSize: MAX_WAITING });
  const of = (channel: Channel): Queues => {
    const known = queues.get(channel.id);
    if (known) return known;
    const { perRoomPerMinute, gapMs, gapOfAllMs } = channel.capabilities;
    const made = {
      ofPlace: [...(Number.isFinite(perRoomPerMinute) ? [one(perRoomPerMinute, 60)] : []), ...(gapMs > 0 ? [one(1, gapMs / 1000)] : [])],
      ofAll: gapOfAllMs ? [one(1, gapOfAllMs / 1000)] : [],
    };
    queues.set(channel.id, made);
    return made;
  };
  return async (channel, place, unasked) => {
    const { ofPlace, ofAll } = of(channel);
    for (const queue of ofPlace) await queue.removeTokens(1, place);
    if (unasked) for (const queue of ofAll) await queue.removeTokens(1);
  };
}
