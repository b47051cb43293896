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

export function createEar(world: World, options: { window: (run: () => void) => void; lanes: number; failed?: (error: unknown, heard: Heard) => void }): Ear {
  const waiting: Waiting[] = [];
  const busy = new Set<string>();
  let running = 0;
  let scheduled = false;
  let idle: (() => void)[] = [];

  const lane = (heard: Heard) => `${heard.channel}|${heard.from.id}|${heard.where.id}`;

  /** The next batch: in order of arrival, one per person and room, none whose conversation is in a running batch. */
  const gather = (): Waiting[] => {
    const batch: Waiting[] = [];
    const held = new Set(busy);
    for (let at = 0; at < waiting.length && batch.length < MAX_BATCH; ) {
      const one = waiting[at] as Waiting;
      const key = lane(one.heard);
      if (held.has(key)) at += 1;
      else {
        batch.push(one);
        waiting.splice(at, 1);
      }
      held.add(key);
    }
    return batch;
  };

  const run = (): void => {
    scheduled = false;
    while (running < options.lanes) {
      const batch = gather();
      if (!batch.length) break;
      running += 1;
      const keys = batch.map((each) => lane(each.heard));
      for (const key of keys) busy.add(key);
      void take(batch).finally(() => {
        running -= 1;
        for (const key of keys) busy.delete(key);
        if (waiting.length) schedule();
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

  const take = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await takeBatch(world, batch.map((each) => each.heard));
      for (const each of batch) each.done();
    } catch (error) {
      if (error instanceof Crash) for (const each of batch) each.failed(error);
      else await oneByOne(batch);
    }
  };

  /** A batch that failed is taken message by message; the one that fails again is parked and put in a person's queue. */
  const oneByOne = async (batch: readonly Waiting[]): Promise<void> => {
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
  };

  return {
    hear: (heard) =>
      new Promise<void>((done, failed) => {
        waiting.push({ heard, done, failed });
        schedule();
      }),
    flush: () => (waiting.length || running ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  };
}
