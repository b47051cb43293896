import type { Heard } from "../channel/port.ts";
import { takeBatch } from "./batch.ts";
import { park } from "./park.ts";
import type { World } from "./world.ts";

/** At most this many messages in one transaction; larger batches were measured slower. */
export const MAX_BATCH = 64;

type Waiting = { heard: Heard; done: () => void; failed: (error: unknown) => void };

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
  const queue = createQueue();
  let running = 0;
  let scheduled = false;
  let idle: (() => void)[] = [];

  const run = (): void => {
    scheduled = false;
    while (running < options.lanes) {
      const batch = queue.take();
      if (!batch.length) break;
      running += 1;
      void settle(world, batch, options).finally(() => {
        running -= 1;
        queue.release(batch);
        if (queue.waits()) schedule();
        else if (!running) {
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
        queue.add({ heard, done, failed });
        schedule();
      }),
    flush: () => (queue.waits() || running ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  };
}

/** What waits, in order of arrival; a batch takes at most one message per person and room, none of whom is in a running batch. */
function createQueue() {
  const waiting: Waiting[] = [];
  const busy = new Set<string>();
  const lane = ({ heard }: Waiting): string => `${heard.channel}|${heard.from.id}|${heard.where.id}`;
  return {
    add: (one: Waiting): void => void waiting.push(one),
    waits: (): boolean => waiting.length > 0,
    release: (batch: readonly Waiting[]): void => {
      for (const each of batch) busy.delete(lane(each));
    },
    take: (): Waiting[] => {
      const batch: Waiting[] = [];
      const held = new Set(busy);
      for (let at = 0; at < waiting.length && batch.length < MAX_BATCH;) {
        const one = waiting[at] as Waiting;
        const key = lane(one);
        if (held.has(key)) at += 1;
        else {
          batch.push(one);
          waiting.splice(at, 1);
        }
        held.add(key);
      }
      for (const each of batch) busy.add(lane(each));
      return batch;
    },
  };
}

async function settle(world: World, batch: readonly Waiting[], options: EarOptions): Promise<void> {
  try {
    await takeBatch(
      world,
      batch.map((each) => each.heard),
    );
    for (const each of batch) each.done();
  } catch (error) {
    if (error instanceof Crash) for (const each of batch) each.failed(error);
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
      if (error instanceof Crash) {
        each.failed(error);
        continue;
      }
      options.failed?.(error, each.heard);
      await park(world, each.heard, error).then(each.done, each.failed);
    }
  }
}
