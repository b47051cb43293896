/** What this browser has looked at: a cookie, because a visitor of the sandbox has no account. */
export type Seen = { base: number; rooms: Map<number, number> };

export const SEEN_COOKIE = "lianxin_seen";
/** The rooms looked at longest ago are forgotten first, to keep the cookie short. */
const MAX_ROOMS = 80;
const ENTRY = /^([0-9a-z]{1,8}):([0-9a-z]{1,10})$/u;

/** A first visit counts everything before it as seen. */
export function readSeen(cookie: string | undefined, now: number): Seen {
  const [base = "", ...entries] = (cookie ?? "").split(".");
  const rooms = new Map<number, number>();
  for (const each of entries.slice(0, MAX_ROOMS)) {
    const [, room, at] = ENTRY.exec(each) ?? [];
    if (room && at) rooms.set(Number.parseInt(room, 36), Number.parseInt(at, 36));
  }
  const known = /^[0-9a-z]{1,10}$/u.test(base) ? Number.parseInt(base, 36) : now;
  return { base: Math.min(known, now), rooms };
}

export function markSeen(seen: Seen, room: number, at: number): void {
  seen.rooms.delete(room);
  seen.rooms.set(room, at);
}

export function printSeen(seen: Seen): string {
  const entries = [...seen.rooms].slice(-MAX_ROOMS).map(([room, at]) => `${room.toString(36)}:${Math.floor(at).toString(36)}`);
  return [Math.floor(seen.base).toString(36), ...entries].join(".");
}

/** Something was said in this room since it was last looked at. */
export const isNew = (seen: Seen, room: number, at: number | null): boolean => at !== null && at > Math.max(seen.base, seen.rooms.get(room) ?? 0);
