import type { Channel, Outgoing, Sent } from "../channel/port.ts";
import type { Pass } from "../crash-points.ts";
import type { Query, Sql } from "../db/connect.ts";
import type { Account, Directory, Room } from "../people/index.ts";
import { type Bubble, bubbles, claimLines } from "./claim.ts";
import { giveUp, recover, type Undelivered } from "./give-up.ts";
import { markHanded, markSent, postpone } from "./mark.ts";

const HOUR_MS = 3_600_000;
/** A line that fails is tried again after these many milliseconds, the last again and again. */
const BACK_OFF_MS = [5_000, 30_000, 120_000, 600_000, HOUR_MS];
/** What was certainly not shown is given up when it is so old; a channel that comes back has it tried at once. What may
 *  have been shown is given up after as many attempts as there are waits. */
const PATIENCE_MS = 24 * HOUR_MS;

export type Post = {
  sql: Sql;
  now(): number;
  directory(): Directory;
  /** Reads people and rooms again when a turn changed them. */
  refresh(): Promise<void>;
  /** Running channels by id; `home` is where everybody is reachable (plays, web chat). */
  channels: ReadonlyMap<string, Channel>;
  home: string;
  roomBudget(): number;
  /** The end of quiet hours, if that moment lies in them; else the moment itself. */
  quietEnd(at: number): number;
  /** Waits until the channel's pace allows one more; plays do not wait. */
  pace(channel: Channel, place: string): Promise<void>;
  crash: Pass;
  /** Tells a person of what did not arrive, or may not have, and puts it away with `put`: both or neither. */
  undelivered(what: Undelivered, put: (tx: Query) => Promise<void>): Promise<void>;
};

/** Carries lines out: one worker a room, so that a slow room holds up no other, and order in each is kept. */
export type Postman = {
  /** Sends what is due; resolves when nothing due is left and everything begun is marked. */
  drain(): Promise<number>;
};

export function createPostman(parts: Post): Postman {
  // Whoever is told of somebody unreachable may have more to say.
  const post: Post = { ...parts, undelivered: (...about) => parts.undelivered(...about).finally(() => (again = true)) };
  const busy = new Map<number, Promise<void>>();
  /** Rooms whose worker failed, and why: nothing later is said there before what it left is resolved. */
  const broken = new Map<number, unknown>();
  let running: Promise<number> | undefined;
  let again = false;
  let wake = Promise.withResolvers<void>();

  const start = (room: number, list: Bubble[]): void => {
    const work = sendRoom(post, list).catch((error: unknown) => void broken.set(room, error));
    busy.set(
      room,
      work.finally(() => busy.delete(room)),
    );
  };
  const round = async (): Promise<number> => {
    let total = 0;
    for (;;) {
      again = false;
      wake = Promise.withResolvers<void>();
      const passedOver = busy.size > 0;
      const { rooms, count, more } = await takeDue(post, [...busy.keys(), ...broken.keys()]);
      for (const [room, list] of rooms) start(room, list);
      total += count;
      if (more) continue;
      // Rooms that were at work when we looked are looked at again as soon as one of them ends.
      while (busy.size && !again) {
        await Promise.race([wake.promise, ...busy.values()]);
        if (passedOver) break;
      }
      if (!again && !passedOver) return total;
    }
  };
  let clean = true;
  const run = async (): Promise<number> => {
    // A round that failed left lines behind as if its process had been killed.
    if (!clean) await recover(post);
    broken.clear();
    clean = false;
    const total = await round().finally(() => Promise.all(busy.values()));
    for (const error of broken.values()) throw error;
    clean = true;
    return total;
  };
  return {
    drain: () => {
      again = true;
      wake.resolve();
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

/** What is due outside of these rooms is claimed, as bubbles room by room; `more` when that was not all. */
async function takeDue(post: Post, busy: readonly number[]): Promise<{ rooms: Map<number, Bubble[]>; count: number; more: boolean }> {
  const now = post.now();
  const { lines, more } = await claimLines(post.sql, now, { budget: post.roomBudget(), quietUntil: post.quietEnd(now) }, busy, post.crash);
  if (lines.length) {
    post.crash("bubbles formed");
    await post.refresh();
  }
  return { rooms: Map.groupBy(bubbles(lines), (each) => each.room_id), count: lines.length, more };
}

/** One room's bubbles, one after the other: the order in which things were said is kept. */
async function sendRoom(post: Post, list: readonly Bubble[]): Promise<void> {
  for (const [at, bubble] of list.entries()) {
    const held = await sendBubble(post, bubble);
    if (held === undefined) continue;
    // What follows in this room waits behind it: order is kept.
    const rest = list.slice(at).flatMap((each) => each.lines);
    await postpone(post.sql, rest, held.at, held.why);
    post.crash("line postponed");
    return;
  }
}

async function sendBubble(post: Post, bubble: Bubble): Promise<{ at: number; why: string } | undefined> {
  const room = post.directory().rooms.get(bubble.room_id);
  const route = room && routeOf(post, room);
  if (!room || !route) {
    await giveUp(post, bubble, room, { channel: undefined, state: "failed", why: "没有可以送达的渠道" });
    return undefined;
  }
  const { channel, to } = route;
  await post.pace(channel, to.id);
  // Killed from here on, nobody knows whether it was shown: what may not be shown twice says so beforehand.
  if (!mayRepeat(bubble, channel)) await markHanded(post.sql, bubble.lines, channel.id);
  post.crash("line handed");
  const outgoing: Outgoing = { key: `line-${bubble.id}`, to, text: bubble.text, buttons: bubble.buttons, sheets: bubble.sheets };
  const sent = await attempt(channel, outgoing);
  post.crash("line sent");
  return settle(post, bubble, room, channel, sent);
}

const mayRepeat = (bubble: Bubble, channel: Channel): boolean => bubble.lines.every((line) => line.repeatable) || channel.capabilities.idempotent;

async function attempt(channel: Channel, outgoing: Outgoing): Promise<Sent> {
  try {
    return await channel.send(outgoing);
  } catch (error) {
    return { ok: false, kind: "unknown", message: error instanceof Error ? error.message : String(error) };
  }
}

async function settle(post: Post, bubble: Bubble, room: Room, channel: Channel, sent: Sent): Promise<{ at: number; why: string } | undefined> {
  const now = post.now();
  if (sent.ok) {
    await markSent(post.sql, bubble, channel.id, sent.messageIds[0] ?? String(bubble.id), now);
    post.crash("line marked");
    return undefined;
  }
  const attempts = Math.max(...bubble.lines.map((line) => line.attempts));
  const wait = sent.retryAfterMs ?? BACK_OFF_MS[Math.min(attempts, BACK_OFF_MS.length) - 1] ?? HOUR_MS;
  switch (sent.kind) {
    case "rate":
      return { at: now + wait, why: sent.message };
    case "temporary":
      if (now - Math.min(...bubble.lines.map((line) => line.made_at)) < PATIENCE_MS) return { at: now + wait, why: sent.message };
      break;
    case "unknown":
      if (mayRepeat(bubble, channel) && attempts <= BACK_OFF_MS.length) return { at: now + wait, why: sent.message };
      await giveUp(post, bubble, room, { channel: channel.id, state: "unknown", why: sent.message });
      return undefined;
    case "gone":
    case "auth":
    case "refused":
    case "too_big":
    case "unreachable":
      break;
  }
  await giveUp(post, bubble, room, { channel: channel.id, state: "failed", why: sent.message });
  return undefined;
}

/** Where a room is reached: the newest of its outside accounts whose channel runs, else the home channel. */
function routeOf(post: Post, room: Room): { channel: Channel; to: Outgoing["to"] } | undefined {
  const accounts: Account[] = post
    .directory()
    .accounts(room)
    .filter((each) => each.channel !== post.home);
  const account = accounts.find((each) => each.reachable && post.channels.has(each.channel)) ?? accounts.find((each) => post.channels.has(each.channel));
  const channel = post.channels.get(account?.channel ?? post.home);
  if (!channel) return undefined;
  return { channel, to: { kind: room.kind, id: account?.external_id ?? room.name, name: room.name } };
}
