import { randomUUID } from "node:crypto";
import { loadCalendar } from "../../src/calendar/rows.ts";
import type { Sql } from "../../src/db/connect.ts";
import { listMatters, matterByNo, type MatterRow, type Step, storyOf } from "../matters/queries.ts";
import type { WebOptions } from "../options.ts";
import { loadPanels, type Panels } from "../panels/load.ts";
import {
  directRoom,
  type Elsewhere,
  elsewhere,
  findPeople,
  firstPeople,
  groupNamed,
  heardIn,
  linesIn,
  personNamed,
  type RoomOf,
  type RoomRow,
  roomsOf,
  toldSince,
  townName,
  type Who,
} from "./queries.ts";
import { markSeen, type Seen } from "./seen.ts";
import { PRIVATE, type Stage } from "./stage.ts";
import { type Message, talkOf } from "./talk.ts";

/** When newcomers' mornings begin. */
const MORNING = "09:00";

/** Everything one page shows. */
export type View = {
  stage: Stage;
  now: number;
  zone: string;
  town: string;
  seen: Seen;
  /** The next message's key: the form sent twice is one message. */
  key: string;
  me: Who | undefined;
  first: (Who & { slot: number })[];
  /** The people list, when it is open. */
  people: Who[] | undefined;
  rooms: RoomRow[];
  room: RoomOf | undefined;
  talk: Message[];
  elsewhere: Elsewhere[];
  told: Awaited<ReturnType<typeof toldSince>>;
  total: number;
  matters: MatterRow[];
  story: { matter: MatterRow; steps: Step[] } | undefined;
  panels: Panels;
  /** In quiet hours: until when what nobody asked for waits, and the next working morning. */
  quiet: { until: number; morning: number } | undefined;
};

/** Reads it, and marks the room it shows as looked at. */
export async function loadView(options: WebOptions, stage: Stage, seen: Seen): Promise<View> {
  const { sql, zone } = options;
  const now = options.now();
  const me = stage.as === undefined ? undefined : await personNamed(sql, stage.as);
  const picking = !me || stage.find !== undefined;
  const [rooms, room, matter] = await Promise.all([
    me ? roomsOf(sql, me.id) : [],
    me && roomFor(options, stage, me),
    stage.no === undefined ? undefined : matterByNo(sql, stage.no, now),
  ]);
  const shown = room ?? defaultRoom(rooms);
  const [heard, lines] = shown ? await Promise.all([heardIn(sql, shown.id), linesIn(sql, shown.id)]) : [[], []];
  const last = lines.at(-1);
  if (room && last) markSeen(seen, room.id, last.at);
  const [town, first, people, news, told, list, steps] = await Promise.all([
    townName(sql),
    firstPeople(sql),
    picking ? findPeople(sql, stage.find ?? "") : undefined,
    elsewhere(sql, me?.id, seen),
    stage.since === undefined ? [] : toldSince(sql, stage.since),
    listMatters(sql, now),
    matter ? storyOf(sql, matter.id) : [],
  ]);
  const [panels, quiet] = await Promise.all([
    loadPanels(sql, stage, { now, zone, me: me?.id, first: first.find((each) => each.slot === 1)?.id }),
    quietHours(sql, now),
  ]);
  const story = matter && { matter, steps };
  return {
    stage,
    now,
    zone,
    town,
    seen,
    key: randomUUID(),
    me,
    first,
    people,
    rooms,
    room: shown,
    talk: talkOf(heard, lines),
    elsewhere: news,
    told,
    ...list,
    story,
    panels,
    quiet,
  };
}

async function quietHours(sql: Sql, now: number): Promise<View["quiet"]> {
  const calendar = (await loadCalendar(sql))(now);
  if (!calendar.isQuiet(now)) return undefined;
  const until = calendar.quietEnd(now);
  return { until, morning: calendar.at(calendar.workdayFrom(calendar.dateOf(until)), MORNING) };
}

async function roomFor({ sql }: WebOptions, stage: Stage, me: Who): Promise<RoomOf | undefined> {
  if (stage.room === undefined) return undefined;
  return stage.room === PRIVATE ? directRoom(sql, me.id) : groupNamed(sql, stage.room);
}

/** On a wide screen something is open: where something was said last, else a group. */
const defaultRoom = (rooms: readonly RoomRow[]): RoomRow | undefined =>
  rooms.find((each) => each.said_at !== null) ?? rooms.find((each) => each.kind === "group") ?? rooms[0];

/** A room's name in an address. */
export const roomKey = (room: RoomOf): string => (room.kind === "group" ? room.name : PRIVATE);
