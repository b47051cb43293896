import { setTimeout as pause } from "node:timers/promises";
import { crashPoints } from "../../src/crash-points.ts";
import { scratchServer } from "../../src/db/scratch.ts";
import { type Child, startChild } from "../crash/child.ts";
import type { Kept } from "../crash/kept.ts";
import { watchWork, type Work } from "./work.ts";

export type Three = Kept & { killed: number; work: Work };
export type Chance = () => number;

/** Between two kills; the first after as long. */
const EVERY_MS = 6_000;
const PROCESSES = 3;

/** Three processes on one PostgreSQL. Every few seconds one is killed, at random or at a crash point, and started again. */
export async function keepThree(env: Record<string, string>, { chance, polling }: { chance: Chance; polling: () => boolean }): Promise<Three> {
  const server = await scratchServer(undefined);
  const database = await server.database(undefined, { max: 2 });
  const { sql } = database;
  const own = { DATABASE_URL: database.url, LIANXIN_SECRET: "three processes share it" };
  let fail = (_error: unknown): void => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => {});
  const crew: Crew = { children: new Map(), meant: new Set(), closing: false, chance, start: (at) => startChild({ ...env, ...own, LIANXIN_CRASH_AT: at }) };
  const work = watchWork(sql, polling);
  const kept: Three = {
    children: () => [...crew.children.values()],
    env: own,
    kills: [],
    killed: 0,
    work,
    startedAt: Date.now(),
    failed,
    enter: async () => {
      kept.kills = [];
      return () => [];
    },
    sql: async () => sql,
    async end() {
      crew.closing = true;
      await Promise.all([...crew.children.values()].map((child) => child.kill()));
      await Promise.all(busy);
      await work.stop();
      await server.close();
    },
  };
  const busy = [...Array.from({ length: PROCESSES }, (_, slot) => run(crew, kept, slot)), killing(crew)].map((each) => each.catch(fail));
  return kept;
}

type Crew = {
  children: Map<number, Child>;
  /** Those we are about to kill. */
  meant: Set<Child>;
  closing: boolean;
  chance: Chance;
  start(crashAt: string): Child;
};

/** One of the three: started again whenever it ends. Every other one is to end at a point of its own. */
async function run(crew: Crew, kept: Three, slot: number): Promise<void> {
  const { chance } = crew;
  while (!crew.closing) {
    const point = chance() < 0.5 ? `${crashPoints[Math.floor(chance() * crashPoints.length)]}:${1 + Math.floor(chance() * 4)}` : "";
    const child = crew.start(kept.killed ? point : "");
    crew.children.set(slot, child);
    kept.startedAt = Date.now();
    const crashed = await child.crashed;
    crew.children.delete(slot);
    await child.kill();
    if (crew.closing) return;
    if (!crashed && !crew.meant.delete(child)) throw new Error(`a process ended by itself:\n${child.errors()}`);
    kept.killed += 1;
    kept.kills.push({ point: crashed ?? "at rest", withServer: false });
  }
}

async function killing(crew: Crew): Promise<void> {
  while (!crew.closing) {
    await pause(EVERY_MS);
    const ready = [...crew.children.values()].filter((child) => child.address());
    const child = ready[Math.floor(crew.chance() * ready.length)];
    // With one alone there would be nobody to take over.
    if (crew.closing || !child || ready.length < 2) continue;
    crew.meant.add(child);
    await child.kill();
  }
}
