import type { Channel, Heard } from "./channel/port.ts";
import { loadCalendar } from "./calendar/rows.ts";
import type { Calendar } from "./calendar/working-time.ts";
import {
  atTheDoor,
  conversationDeeds,
  conversationPersonal,
  createEar,
  createSuggestions,
  type Ear,
  machineFlows,
  machineLooks,
  saidBy,
  type Suggest,
  type Understand,
  undelivered,
  type Work,
  type World,
} from "./conversation/index.ts";
import type { Pass } from "./crash-points.ts";
import type { Query, Sql } from "./db/connect.ts";
import type { Vault } from "./db/seal.ts";
import { createPostman, everyRoom, nextLine, type Post, recover, type Rooms } from "./delivery/index.ts";
import type { Flow } from "./flow/index.ts";
import { matterDeeds, matterPersonal, matterQueries } from "./matter/index.ts";
import { noticeDeeds, noticePersonal, noticeQueries } from "./notice/index.ts";
import { occasionDeeds, occasionPersonal } from "./occasion/index.ts";
import { type Directory, type Limits, loadDirectory, mergeDeeds, peopleDeeds, peoplePersonal, readLimits, type Suggestion, type Turn } from "./people/index.ts";
import { answerInquiries, nextDue, tick } from "./schedule/index.ts";

export type Parts = {
  sql: Sql;
  now(): number;
  work: Work;
  vault: Vault;
  understand: Understand;
  /** A model, if there is one. */
  suggest?: Suggest;
  /** What was suggested when a recorded message was heard first. */
  recalled?: (heard: Heard) => Suggestion | undefined;
  channels: readonly Channel[];
  /** The channel whose ids are names. */
  home: string;
  /** When a batch is taken: after a few milliseconds in production, at once in plays. */
  window: (run: () => void) => void;
  pace: Post["pace"];
  /** The rooms this process speaks in: every one, unless others work on the same database. */
  rooms?: Rooms;
  crash?: Pass;
  failed?: (error: unknown) => void;
  /** Something was heard, said or changed. */
  changed?: () => void;
  taken?: Post["taken"];
};

/** The machine with its bots, on one database. Holds nothing that is not in the database. */
export type Program = Ear & {
  world: World;
  /** Does everything due up to now, then carries out what is to be said. */
  work(): Promise<number>;
  drain(): Promise<number>;
  /** Asks the model what it is to be asked while nobody waits, and writes what comes of it. */
  inquire(): Promise<number>;
  /** Begins nothing more: resolves when what was begun is done. */
  rest(): Promise<void>;
  /** When something next falls due for a tick. */
  nextWork(): Promise<number | undefined>;
  /** When something next is to be done or said. */
  nextDue(): Promise<number | undefined>;
  /** Resolves what a killed process left half sent. */
  recover(): Promise<void>;
};

/** Batches taken side by side: while one is decided, the others are with the database. More were measured no faster. */
const LANES = 4;

export async function createProgram(parts: Parts): Promise<Program> {
  const suggestions = createSuggestions(parts.suggest, parts.recalled);
  const world = await createWorld(parts, suggestions.of);
  const ear = createEar(world, { window: parts.window, lanes: LANES, ...(parts.failed ? { failed: parts.failed } : {}) });
  const channels = new Map(parts.channels.map((each) => [each.id, each]));
  const post: Post = {
    sql: parts.sql,
    now: parts.now,
    directory: world.directory,
    refresh: async () => {
      const [town] = await parts.sql<{ revision: number }[]>`select revision from town`;
      await world.refresh(parts.sql, town?.revision ?? 0);
    },
    channels,
    home: parts.home,
    roomBudget: () => world.limits().room_budget,
    quietEnd: (at) => world.calendar().quietEnd(at),
    pace: parts.pace,
    rooms: parts.rooms ?? everyRoom,
    crash: world.crash,
    taken: parts.taken,
    undelivered: (what, put) => undelivered(world, { ...what, channel: channels.get(what.channel ?? "") }, put),
  };
  const postman = createPostman(post);
  /** Tells of what was done, if anything was. */
  const told = async (doing: Promise<number>): Promise<number> => {
    const done = await doing;
    if (done) parts.changed?.();
    return done;
  };
  return {
    world,
    hear: async (said: Heard) => {
      const heard = atTheDoor(said);
      await suggestions.ask(world, heard);
      await ear.hear(heard);
      parts.changed?.();
    },
    flush: ear.flush,
    drain: () => told(postman.drain()),
    inquire: () => told(answerInquiries(world, parts.now)),
    rest: async () => {
      await ear.flush();
      await postman.rest();
    },
    work: () => told((async () => (await tick(world, parts.now())) + (await postman.drain()))()),
    nextWork: () => nextDue(world),
    nextDue: async () => {
      const moments = (await Promise.all([nextDue(world), nextLine(parts.sql)])).filter((each) => each !== undefined);
      return moments.length ? Math.min(...moments) : undefined;
    },
    recover: async () => {
      await recover(post);
      world.crash("start recovered");
    },
  };
}

/** People, rooms and days as they were last read. */
type Town = { directory: Directory; calendar: (now: number) => Calendar; limits: Limits };

async function readTown(sql: Query): Promise<Town> {
  const directory = await loadDirectory(sql);
  return { directory, calendar: await loadCalendar(sql), limits: readLimits(directory.town.limits) };
}

/** The world as everybody sees it. */
async function createWorld(parts: Parts, suggested: World["suggested"]): Promise<World> {
  const fixed = fixedOf(parts, suggested);
  // Matters part before what was said about them, and that before the rooms it was said in.
  const merging = mergeDeeds([noticePersonal, occasionPersonal, matterPersonal, conversationPersonal, ...parts.work.personal, peoplePersonal], saidBy);
  const seen = (own: { town: Town }): World => {
    const calendar = (): Calendar => own.town.calendar(parts.now());
    const moment = () => ({ now: parts.now(), calendar: calendar(), limits: own.town.limits, directory: own.town.directory });
    return {
      ...fixed,
      deeds: {
        ...peopleDeeds,
        ...merging,
        ...matterDeeds,
        ...occasionDeeds,
        ...noticeDeeds(fixed.notices, moment),
        ...conversationDeeds,
        ...parts.work.deeds,
      } as World["deeds"],
      directory: () => own.town.directory,
      calendar,
      limits: () => own.town.limits,
      refresh: async (sql, revision) => {
        if (revision !== own.town.directory.town.revision) own.town = await readTown(sql);
      },
      begin: async (doing) => {
        const theirs = { town: own.town };
        await parts.sql.begin((tx) => doing(tx, seen(theirs)));
        if (theirs.town.directory.town.revision > own.town.directory.town.revision) own.town = theirs.town;
      },
    };
  };
  return seen({ town: await readTown(parts.sql) });
}

/** What of the world stays as it is while the program runs. */
function fixedOf(parts: Parts, suggested: World["suggested"]) {
  const flows = new Map<string, Flow<Turn>>();
  const intents = new Map<string, Flow<Turn>>();
  for (const one of [...machineFlows, ...parts.work.flows]) {
    if (flows.has(one.name)) throw new Error(`two flows are called ${one.name}`);
    flows.set(one.name, one);
    for (const intent of one.intents) intents.set(intent, one);
  }
  return {
    sql: parts.sql,
    now: parts.now,
    understand: parts.understand,
    suggested,
    flows,
    intents,
    triggers: [...flows.values()].flatMap((one) => one.triggers.map((word) => ({ word, flow: one }))).toSorted((a, b) => b.word.length - a.word.length),
    kinds: new Map(parts.work.kinds.map((one) => [one.kind, one])),
    looks: { ...matterQueries, ...noticeQueries, ...machineLooks, ...parts.work.looks } as World["looks"],
    occasions: new Map(parts.work.occasions.map((one) => [one.kind, one])),
    notices: new Map(parts.work.notices.map((one) => [one.kind, one])),
    listens: parts.work.listens,
    reads: parts.work.reads,
    inquiries: new Map(parts.suggest ? parts.work.inquiries.map((one) => [one.task, one]) : []),
    inquire: parts.suggest,
    vault: parts.vault,
    home: parts.home,
    writesChoices: (channel: string) => parts.channels.some((each) => each.id === channel && !each.capabilities.buttons),
    directLink: (channel: string) => parts.channels.find((each) => each.id === channel)?.directLink?.(),
    hearsGroupHow: (channel: string) => parts.channels.find((each) => each.id === channel)?.capabilities.hearsGroupHow,
    crash: parts.crash ?? (() => {}),
  };
}
