import type { Heard } from "../channel/port.ts";
import { isTrouble } from "../db/trouble.ts";
import { chainOf } from "../people/index.ts";
import { takeBatch } from "./batch.ts";
import { whereAndWho } from "./load.ts";
import { park } from "./park.ts";
import type { World } from "./world.ts";

/** At most this many messages in one transaction; larger batches were measured no faster. */
const MAX_BATCH = 256;

type Said = { heard: Heard; done: () => void; failed: (error: unknown) => void };
type Waiting = Said & { /** It was taken. */ leave: () => void };

/** Gathers what arrives and takes it in batches: one transaction each, at most one message per person and room. */
export type Ear = {
  /** Resolves when the message and what became of it are durably stored. */
  hear(heard: Heard): Promise<void>;
  /** Resolves when everything heard so far is done. */
  flush(): Promise<void>;
};

/** Thrown through by staged crashes: nothing may catch it and carry on. */
export class Crash extends Error {
  override name = "Crash";
}

export type EarOptions = { window: (run: () => void) => void; lanes: number; failed?: (error: unknown, heard: Heard) => void };

export function createEar(world: World, options: EarOptions): Ear {
  const lanes = createLanes(world, options.lanes);
  let scheduled = false;
  let idle: (() => void)[] = [];

  const run = (): void => {
    scheduled = false;
    for (const lane of lanes.ready()) {
      const batch = lane.take();
      void settle(world, batch, options).finally(() => {
        lane.release(batch);
        if (lanes.waits()) schedule();
        else if (!lanes.busy()) {
          for (const resolve of idle) resolve();
          idle = [];
        }
      });
    }
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    options.window(run);
  };

  return {
    hear: (heard) =>
      new Promise<void>((done, failed) => {
        lanes.add({ heard, done, failed });
        schedule();
      }),
    flush: () => (lanes.waits() || lanes.busy() ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  };
}

/** Lanes work side by side, a batch each. What one chain says goes through one lane at a time: its batches would wait for
 *  each other's matter numbers anyway, and nobody's words can overtake each other. */
function createLanes(world: World, count: number) {
  const lanes = Array.from({ length: count }, () => new Lane());
  const homes = new Map<string, { lane: Lane; count: number }>();
  return {
    add(one: Said): void {
      const strand = strandOf(world, one.heard);
      const home = homes.get(strand) ?? { lane: lanes.reduce((best, each) => (each.load < best.load ? each : best)), count: 0 };
      homes.set(strand, home);
      home.count += 1;
      home.lane.add({ ...one, leave: () => (home.count -= 1) || homes.delete(strand) });
    },
    ready: (): Lane[] => lanes.filter((lane) => !lane.running && lane.load),
    waits: (): boolean => lanes.some((lane) => !lane.running && lane.load),
    busy: (): boolean => lanes.some((lane) => lane.load),
  };
}

/** The chain somebody speaks for, or themselves. */
function strandOf(world: World, heard: Heard): string {
  const found = whereAndWho(world, heard);
  const chain = found && chainOf({ ...found, directory: world.directory() });
  return chain ? `chain ${chain.id}` : `${heard.channel} ${heard.from.id}`;
}

class Lane {
  running = false;
  /** Messages waiting or being taken. */
  load = 0;
  #waiting: Waiting[] = [];

  add(one: Waiting): void {
    this.load += 1;
    this.#waiting.push(one);
  }
  /** The next batch, in order of arrival, at most one message per person and room. */
  take(): Waiting[] {
    this.running = true;
    const held = new Set<string>();
    const batch: Waiting[] = [];
    const kept: Waiting[] = [];
    let at = 0;
    for (let one = this.#waiting[at]; one && batch.length < MAX_BATCH; one = this.#waiting[(at += 1)]) {
      const { channel, from, where } = one.heard;
      const key = `${channel} ${from.id} ${where.id}`;
      (held.has(key) ? kept : batch).push(one);
      held.add(key);
    }
    this.#waiting.splice(0, at, ...kept);
    return batch;
  }
  release(batch: readonly Waiting[]): void {
    this.load -= batch.length;
    for (const each of batch) each.leave();
    this.running = false;
  }
}

async function settle(world: World, batch: readonly Waiting[], options: EarOptions): Promise<void> {
  try {
    await takeBatch(
      world,
      batch.map((each) => each.heard),
    );
    for (const each of batch) each.done();
  } catch (error) {
    if (error instanceof Crash || isTrouble(error)) for (const each of batch) each.failed(error);
    else await oneByOne(world, batch, options);
  }
}

/** A batch that failed is taken message by message; the one that fails again is parked and put in a person's queue. */
async function oneByOne(world: World, batch: readonly Waiting[], options: EarOptions): Promise<void> {
  for (const each of batch) {
    try {
      await takeBatch(world, [each.heard]);
      each.done();
    } catch (error) {
      // Nobody's words are to blame: they are said again by the channel, which was not told that they were heard.
      if (error instanceof Crash || isTrouble(error)) {
        each.failed(error);
        continue;
      }
      options.failed?.(error, each.heard);
      await park(world, each.heard, error).then(each.done, each.failed);
    }
  }
}
