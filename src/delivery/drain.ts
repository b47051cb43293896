import type { Channel, Outgoing, Sent } from "../channel/port.ts";
import type { Pass } from "../crash-points.ts";
import type { Query, Sql } from "../db/connect.ts";
import type { Account, Directory, Room } from "../people/index.ts";
import { type Bubble, bubbles, claimLines, isUnasked } from "./claim.ts";
import { giveUp, recover, type Undelivered } from "./give-up.ts";
import { createMarks, type Marks, postpone } from "./mark.ts";
import type { Rooms } from "./rooms.ts";

const HOUR_MS = 3_600_000;
/** A line that fails is tried again after these many milliseconds, the last again and again. */
const BACK_OFF_MS = [5_000, 30_000, 120_000, 600_000, HOUR_MS];
/** What was certainly not shown is given up when it is so old; a channel that comes back has it tried at once. What may
 *  have been shown is given up after as many attempts as there are waits. */
const PATIENCE_MS = 24 * HOUR_MS;
/** Rooms spoken in at the same time; the rest is left to other processes. */
const MOST_ROOMS = 500;

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
  pace(channel: Channel, place: string, unasked: boolean): Promise<void>;
  /** Those this process speaks in. */
  rooms: Rooms;
  crash: Pass;
  /** So many lines were taken to be said. */
  taken?: ((lines: number) => void) | undefined;
  /** Tells a person of what did not arrive, or may not have, and puts it away with `put`: both or neither. */
  undelivered(what: Undelivered, put: (tx: Query) => Promise<void>): Promise<void>;
};

/** Carries lines out: one worker a room, so that a slow room holds up no other, and order in each is kept. */
export type Postman = {
  /** Sends what is due; resolves when nothing due is left and everything begun is marked. */
  drain(): Promise<number>;
  /** Begins nothing more; resolves when what was begun is marked and the rest is back in the queue. */
  rest(): Promise<void>;
};

export function createPostman(parts: Post): Postman {
  // Whoever is told of somebody unreachable may have more to say.
  const marks = createMarks(parts.sql);
  const post: Carrier = { ...parts, marks, undelivered: (...about) => parts.undelivered(...about).finally(() => (shift.again = true)) };
  const shift: Shift = { post, busy: new Map(), broken: new Map(), stopped: false, again: false, wake: Promise.withResolvers() };
  let running: Promise<number> | undefined;
  let clean = true;
  const run = async (): Promise<number> => {
    // A round that failed left lines behind as if its process had been killed.
    if (!clean) await resolveLeft(post);
    shift.broken.clear();
    clean = false;
    const total = await round(shift).finally(() => Promise.all(shift.busy.values()));
    for (const error of shift.broken.values()) throw error;
    clean = true;
    return total;
  };
  return {
    drain: () => {
      shift.again = true;
      shift.wake.resolve();
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
    rest: async () => {
      shift.stopped = true;
      shift.wake.resolve();
      await running;
    },
  };
}

type Carrier = Post & { marks: Marks };
/** Lines being carried. */
type Shift = {
  post: Carrier;
  busy: Map<number, Promise<void>>;
  /** Rooms whose worker failed, and why: nothing later is said there before what it left is resolved. */
  broken: Map<number, unknown>;
  stopped: boolean;
  /** Something new may be due, and whoever waits is to look. */
  again: boolean;
  wake: PromiseWithResolvers<void>;
};

/** Rooms are taken up until nothing is due. */
async function round(shift: Shift): Promise<number> {
  const { post, busy, broken } = shift;
  let total = 0;
  while (!shift.stopped) {
    const woken = shift.again || !total;
    shift.again = false;
    shift.wake = Promise.withResolvers();
    const passedOver = busy.size > 0;
    const { lists, count, more } = await takeDue(post, { but: [...busy.keys(), ...broken.keys()], most: MOST_ROOMS - busy.size, woken });
    for (const [room, list] of lists) start(shift, room, list);
    total += count;
    post.taken?.(count);
    if (more && busy.size < MOST_ROOMS) continue;
    // Rooms that were at work when we looked, or too many, are looked at again as soon as one of them ends.
    while (busy.size && !shift.again && !shift.stopped) {
      await Promise.race([shift.wake.promise, ...busy.values()]);
      if (passedOver || more) break;
    }
    if (!shift.again && !passedOver && !more) break;
  }
  return total;
}

function start(shift: Shift, room: number, list: Bubble[]): void {
  const work = sendRoom(shift, list).then(
    () => shift.post.rooms.release(room),
    (error: unknown) => void shift.broken.set(room, error),
  );
  shift.busy.set(
    room,
    work.finally(() => shift.busy.delete(room)),
  );
}

async function resolveLeft(post: Post): Promise<void> {
  const held = post.rooms.held();
  await recover(post, held);
  held?.forEach((room) => post.rooms.release(room));
}

type Wanted = { but: readonly number[]; most: number; woken: boolean };

/** What is due outside of the busy rooms is claimed, as bubbles room by room; `more` when that was not all. */
async function takeDue(post: Post, { but, most, woken }: Wanted): Promise<{ lists: Map<number, Bubble[]>; count: number; more: boolean }> {
  const now = post.now();
  const only = await post.rooms.take(now, most, woken);
  if (only && !only.length) return { lists: new Map(), count: 0, more: false };
  if (only) post.crash("rooms taken");
  const orphaned = post.rooms.orphaned(only ?? []);
  if (orphaned.length) await recover(post, orphaned);
  const manners = { budget: post.roomBudget(), quietUntil: post.quietEnd(now) };
  const { lines, more } = await claimLines(post.sql, now, manners, { only, but }, post.crash);
  if (lines.length) {
    post.crash("bubbles formed");
    await post.refresh();
  }
  const lists = Map.groupBy(bubbles(lines), (each) => each.room_id);
  for (const room of only ?? []) if (!lists.has(room)) post.rooms.release(room);
  return { lists, count: lines.length, more: more || (only?.length ?? 0) > 0 };
}

/** One room's bubbles, one after the other: the order in which things were said is kept. */
async function sendRoom(shift: Shift, list: readonly Bubble[]): Promise<void> {
  const { post } = shift;
  for (const [at, bubble] of list.entries()) {
    // Whoever has the room now resolves what we left.
    if (!post.rooms.holds(bubble.room_id)) return;
    const held = shift.stopped ? { at: post.now(), why: "程序正在停止" } : await sendBubble(post, bubble);
    if (held === "lost") return;
    if (held === undefined) continue;
    // What follows in this room waits behind it: order is kept.
    const rest = list.slice(at).flatMap((each) => each.lines);
    await postpone(post.sql, rest, held.at, held.why);
    post.crash("line postponed");
    return;
  }
}

async function sendBubble(post: Carrier, bubble: Bubble): Promise<{ at: number; why: string } | "lost" | undefined> {
  const room = post.directory().rooms.get(bubble.room_id);
  const route = room && routeOf(post, room);
  if (!room || !route) {
    await giveUp(post, bubble, room, { channel: undefined, state: "failed", why: "没有可以送达的渠道" });
    return undefined;
  }
  const { channel, to } = route;
  await post.pace(channel, to.id, bubble.lines.every(isUnasked));
  // Killed from here on, nobody knows whether it was shown: what may not be shown twice says so beforehand.
  if (!mayRepeat(bubble, channel) && !(await post.marks.handed({ lines: bubble.lines, channel: channel.id }))) return "lost";
  post.crash("line handed");
  const outgoing: Outgoing = {
    key: `line-${bubble.id}`,
    to,
    text: bubble.text,
    buttons: bubble.buttons,
    sheets: bubble.sheets,
    ...placeIn(bubble, channel, to),
  };
  const sent = await attempt(channel, outgoing);
  post.crash("line sent");
  return settle(post, bubble, room, channel, sent);
}

/** An answer stands under what was asked, in its topic, where both are on the same channel. */
function placeIn({ answers }: Bubble, channel: Channel, to: Outgoing["to"]): Partial<Outgoing> {
  if (answers?.channel !== channel.id) return {};
  const { thread, message } = answers;
  return { ...(thread === null ? {} : { to: { ...to, thread } }), ...(message === null ? {} : { quote: { messageId: message } }) };
}

const mayRepeat = (bubble: Bubble, channel: Channel): boolean => bubble.lines.every((line) => line.repeatable) || channel.capabilities.idempotent;

async function attempt(channel: Channel, outgoing: Outgoing): Promise<Sent> {
  try {
    return await channel.send(outgoing);
  } catch (error) {
    return { ok: false, kind: "unknown", message: error instanceof Error ? error.message : String(error) };
  }
}

async function settle(post: Carrier, bubble: Bubble, room: Room, channel: Channel, sent: Sent): Promise<{ at: number; why: string } | undefined> {
  const now = post.now();
  if (sent.ok) {
    await post.marks.sent({ lines: bubble.lines, channel: channel.id, messageId: sent.messageIds[0] ?? String(bubble.id), at: now });
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

/** Where a room is reached: the newest of its outside accounts whose channel runs and that is in use, else the home channel,
 *  where a person goes by their name unless they came as somebody else. */
function routeOf(post: Post, room: Room): { channel: Channel; to: Outgoing["to"] } | undefined {
  const accounts: Account[] = post
    .directory()
    .accounts(room)
    .filter((each) => each.replaced_at === null && post.channels.has(each.channel));
  const outside = accounts.filter((each) => each.channel !== post.home);
  const account = outside.find((each) => each.reachable) ?? outside[0] ?? accounts[0];
  const channel = post.channels.get(account?.channel ?? post.home);
  if (!channel) return undefined;
  return { channel, to: { kind: room.kind, id: account?.external_id ?? room.name, name: room.name } };
}
