import type { PgBoss } from "pg-boss";
import type { Sql } from "../db/connect.ts";
import { isDue, type Rooms } from "../delivery/index.ts";
import { ringAll } from "./bell.ts";
import { within } from "./within.ts";
import { enrol, type Worker } from "./workers.ts";

const QUEUE = "room";
/** Rooms fetched in one go. */
const A_FETCH = 100;
/** A holder that hangs is taken for dead after so long: pg-boss allows no less. Its rooms are free at the next look. */
const HEARTBEAT_S = 10;
const LOOK_S = 2;
/** How often we show that we live, and look who does not. */
const TOUCH_MS = 2_000;
/** Without an answer for so long we stop before another process may begin. */
const SURE_MS = 8_000;
const SETTLE_MS = 2;
const FOREVER = 1_000_000;

/** Runs it; what it throws is logged. */
type Watch = <T>(doing: () => Promise<T>) => Promise<T | undefined>;
type Job = { id: string; retryCount: number };
type Held = Job & { orphaned: boolean };
const idsOf = (jobs: Iterable<Job>): string[] => Array.from(jobs, (each) => each.id);

/** Several processes on one database. A job says only that a room has lines waiting: pg-boss lets one process have it at a
 *  time, and gives it to another when the first is dead, or stops touching it. The lines themselves are rows; a job that is lost is
 *  made again by whoever looks next. */
export class SharedRooms implements Rooms {
  readonly #held = new Map<number, Held>();
  readonly #done: Job[] = [];
  #settling: NodeJS.Timeout | undefined;
  readonly #boss: PgBoss;
  readonly #sql: Sql;
  readonly #worker: Worker;
  readonly #watch: Watch;
  /** Rooms where something was being sent when we began: every process may have been killed, or the database put back. */
  #left = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #touchedAt = performance.now();

  private constructor(sql: Sql, boss: PgBoss, worker: Worker, watch: Watch) {
    this.#sql = sql;
    this.#boss = boss;
    this.#worker = worker;
    this.#watch = watch;
  }

  static async open(sql: Sql, watch: Watch): Promise<SharedRooms> {
    const { PgBoss } = await import("pg-boss");
    const boss = new PgBoss({
      db: { executeSql: (text, values) => execute(sql, text, values) },
      schema: "job",
      schedule: false,
      superviseIntervalSeconds: LOOK_S,
      monitorIntervalSeconds: LOOK_S,
    });
    boss.on("error", (error) => void watch(() => Promise.reject(error)));
    await boss.start({ attempts: 5 });
    await boss.createQueue(QUEUE, { policy: "stately", heartbeatSeconds: HEARTBEAT_S, expireInSeconds: 86_399, retryLimit: FOREVER, retryDelay: 0 });
    const rooms = new SharedRooms(sql, boss, await enrol(sql), watch);
    rooms.#timer = setInterval(() => void rooms.#touch(), TOUCH_MS);
    const left = await sql<{ room_id: number }[]>`select distinct room_id from line where state = 'sending'`;
    rooms.#left = new Set(left.map((each) => each.room_id));
    await rooms.#call([...rooms.#left]);
    return rooms;
  }

  async take(now: number, most: number, woken: boolean): Promise<number[]> {
    await this.#settle();
    const want = Math.min(most, A_FETCH);
    if (want <= 0) return [];
    const taken = woken ? [] : await this.#fetch(want);
    if (taken.length === want) return taken;
    const sql = this.#sql;
    const due = await sql<{ room_id: number }[]>`
      select distinct l.room_id from line l where ${isDue(sql, now)} and l.room_id <> all(${this.held()}::bigint[])
      limit ${A_FETCH * 10}`;
    await this.#call(due.map((each) => each.room_id));
    // Also where nothing is due: a room whose holder was killed waits for somebody who looks what became of its lines.
    return [...taken, ...(await this.#fetch(want - taken.length))];
  }

  release(room: number): void {
    const job = this.#held.get(room);
    if (!job) return;
    this.#held.delete(room);
    this.#done.push(job);
    // At once, though several together: until then nobody else may speak there.
    this.#settling ??= setTimeout(() => void this.#watch(() => this.#settle()), SETTLE_MS);
  }

  holds(room: number): boolean {
    return this.#held.has(room) && performance.now() - this.#touchedAt < SURE_MS;
  }

  held(): number[] {
    return [...this.#held.keys()];
  }

  orphaned(rooms: readonly number[]): number[] {
    return rooms.filter((room) => this.#held.get(room)?.orphaned);
  }

  /** Gives back what is held; others have it at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const room of this.held()) this.release(room);
    await this.#watch(() => this.#settle());
    await this.#watch(() => within(TOUCH_MS, this.#worker.leave()));
    await this.#boss.stop({ graceful: false });
  }

  async #call(rooms: readonly number[]): Promise<void> {
    if (rooms.length)
      await this.#boss.insert(
        QUEUE,
        rooms.map((room) => ({ data: { room }, singletonKey: `${room}` })),
      );
  }

  async #fetch(count: number): Promise<number[]> {
    if (!this.#held.size) this.#touchedAt = performance.now();
    const jobs = await this.#boss.fetch<{ room: number }>(QUEUE, { batchSize: count });
    for (const { id, retryCount, data } of jobs) this.#held.set(data.room, { id, retryCount, orphaned: this.#left.delete(data.room) || retryCount > 0 });
    if (jobs.length) await this.#worker.has(idsOf(this.#held.values()), idsOf(jobs.filter((each) => each.retryCount > 0)));
    return jobs.map((each) => each.data.room);
  }

  /** A job that is done is deleted: nothing need be known of it afterwards. */
  async #settle(): Promise<void> {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    const done = this.#done.splice(0);
    if (!done.length) return;
    try {
      await this.#boss.deleteJob(QUEUE, done);
    } catch (error) {
      this.#done.push(...done);
      throw error;
    }
  }

  async #touch(): Promise<void> {
    const asked = performance.now();
    // Too late: others may have taken what was ours.
    if (asked - this.#touchedAt >= SURE_MS) this.#held.clear();
    await this.#watch(async () => {
      if (!(await within(TOUCH_MS, this.#worker.present()))) this.#held.clear();
      if (this.#held.size) await this.#boss.touch(QUEUE, [...this.#held.values()]);
      this.#touchedAt = asked;
      const orphans = await this.#worker.orphans();
      if (!orphans.length) return;
      await this.#boss.fail(QUEUE, orphans);
      await ringAll(this.#sql);
    });
  }
}

/** What pg-boss sends without values may be several statements with a transaction around them: on a connection to itself, and
 *  one that failed is ended, or whatever came next there would fail with it. */
async function execute(sql: Sql, text: string, values: readonly unknown[] = []): Promise<{ rows: unknown[] }> {
  if (values.length) return { rows: rowsOf(await sql.unsafe(text, values as never[])) };
  const one = await sql.reserve();
  try {
    return { rows: rowsOf(await one.unsafe(text)) };
  } catch (error) {
    await one.unsafe("rollback").catch(() => {});
    throw error;
  } finally {
    one.release();
  }
}

/** Of several statements in one text, the rows of all: pg-boss asks for that. */
const rowsOf = (results: readonly unknown[]): unknown[] => (results.every(Array.isArray) ? results.flat() : [...results]);
