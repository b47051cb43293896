import { setTimeout as wait } from "node:timers/promises";
import type { Ears, Heard } from "../port.ts";

/** What arrives while nothing can be stored waits here; beyond this it is lost, and the loss is told. */
const MAX_WAITING = 5_000;
const BACK_OFF_MS = [100, 500, 2_000, 5_000, 15_000];

/** Where something happened, and how it is put into the port's terms when its turn has come. */
export type Arrival = { lane: string; make: () => Promise<Heard[]> };

/** Takes events in the order the platform tells them and hears them in that order, each room beside the others.
 *
 *  Wechaty acknowledges nothing: what it told is told, and will not come again because we failed. So what could not be
 *  stored stays here, before all that was said after it in its room, until it can be. A process that ends before that has
 *  lost it; the channel is then seen to have been down, and groups are told that something may have been missed. */
export class Intake {
  private order: Promise<unknown> = Promise.resolve();
  private readonly lanes = new Map<string, Promise<void>>();
  private waiting = 0;
  private lost = 0;
  private readonly ears: Ears;
  private readonly stop: AbortSignal;
  private readonly failed: (what: string, error: unknown) => void;
  private readonly backOffMs: readonly number[];

  constructor(ears: Ears, stop: AbortSignal, failed: (what: string, error: unknown) => void, backOffMs: readonly number[] = BACK_OFF_MS) {
    this.ears = ears;
    this.stop = stop;
    this.failed = failed;
    this.backOffMs = backOffMs;
  }

  /** `load` begins at once; what it finds takes its place behind what was taken before. */
  take(load: () => Promise<Arrival | undefined>): void {
    if (this.waiting >= MAX_WAITING) return void (this.lost += 1);
    this.waiting += 1;
    const loading = load();
    // Awaited below; until then a failure must not count as nobody's.
    loading.catch(() => {});
    this.order = this.order.then(async () => {
      try {
        const arrival = await loading;
        if (arrival) this.line(arrival);
        else this.left();
      } catch (error) {
        this.lose("message not readable", error);
      }
    });
  }

  /** Behind all that was taken so far, something that is no event: what it enters has its place in the rooms. */
  later(doing: () => Promise<void>): void {
    this.order = this.order.then(() => (this.stop.aborted ? undefined : doing().catch((error: unknown) => this.failed("rooms not read", error))));
  }

  enter(arrival: Arrival): void {
    this.waiting += 1;
    this.line(arrival);
  }

  private line({ lane, make }: Arrival): void {
    const turn = (this.lanes.get(lane) ?? Promise.resolve()).then(() => this.hear(make));
    this.lanes.set(lane, turn);
    void turn.then(() => this.lanes.get(lane) === turn && this.lanes.delete(lane));
  }

  /** Resolves when nothing is under way; after `stop` that is soon. */
  async settled(): Promise<void> {
    await this.order;
    await Promise.all(this.lanes.values());
  }

  private async hear(make: () => Promise<Heard[]>): Promise<void> {
    if (this.stop.aborted) return;
    try {
      for (const heard of await make()) await this.insist(heard);
      this.left();
    } catch (error) {
      this.lose("message not translated", error);
    }
  }

  private async insist(heard: Heard): Promise<void> {
    for (let failures = 0; !this.stop.aborted; failures += 1)
      try {
        return await this.ears.hear(heard);
      } catch (error) {
        if (!failures) this.failed("not stored, will be tried again", error);
        await wait(this.backOffMs[Math.min(failures, this.backOffMs.length - 1)], undefined, { signal: this.stop }).catch(() => {});
      }
  }

  private lose(what: string, error: unknown): void {
    if (this.stop.aborted) return;
    this.failed(what, error);
    this.lost += 1;
    this.left();
  }

  /** Once nothing waits, what was lost counts as an outage: that is what it was to those who spoke. */
  private left(): void {
    this.waiting -= 1;
    if (this.waiting || !this.lost || this.stop.aborted) return;
    const lost = this.lost;
    this.lost = 0;
    this.ears.state("down", `${lost} messages were lost`);
    this.ears.state("up");
  }
}
