import { createMemory, type Memory } from "../../channel/memory/index.ts";
import { Crash, type Suggest, type Understand, type Work } from "../../conversation/index.ts";
import type { Sql } from "../../db/connect.ts";
import { createVault } from "../../db/seal.ts";
import { channelTurned } from "../../delivery/index.ts";
import { createProgram, type Program } from "../../program.ts";
import { SECRET } from "./worlds.ts";

export type Every = "restart" | "redeliver" | "crash" | undefined;
/** `suggest`: a model, where a test has one. */
export type Bots = { work: Work; understand: Understand; suggest?: Suggest };

/** Crash points that every turn passes; a turn of each play is killed at the next of them. */
const POINTS = 12;

/** A world in which a play is acted out: the real program on a real database, with a clock of its own. */
export class Stage {
  now = 0;
  readonly memory: Memory = createMemory("memory");
  private program: Program | undefined;
  private crashAt: number | undefined;
  private passed = 0;
  private turns = 0;
  private readonly sql: Sql;
  private readonly bots: Bots;
  private readonly every: Every;
  private awayUntil: number | undefined;
  /** Changes of the channel's state, written one after the other. */
  private ups = Promise.resolve();

  constructor(sql: Sql, bots: Bots, every: Every) {
    this.sql = sql;
    this.bots = bots;
    this.every = every;
  }

  get running(): Program {
    if (!this.program) throw new Error("the play has not begun");
    return this.program;
  }

  async rebuild(): Promise<void> {
    await this.memory.stop();
    const program = await createProgram({
      sql: this.sql,
      now: () => this.now,
      work: this.bots.work,
      vault: createVault(SECRET),
      understand: this.bots.understand,
      ...(this.bots.suggest ? { suggest: this.bots.suggest } : {}),
      channels: [this.memory],
      home: this.memory.id,
      window: (run) => queueMicrotask(run),
      pace: () => Promise.resolve(),
      crash: () => this.pass(),
      failed: (error) => {
        if (process.env["LIANXIN_DEBUG"]) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      },
    });
    this.program = program;
    await program.recover();
    // Ears only after the program is whole: what waited on the channel is heard now.
    await this.memory
      .start({
        hear: (heard) => program.hear(heard),
        state: (to) => void (this.ups = this.ups.then(() => channelTurned(this.sql, this.memory.id, to, this.now))),
      })
      .catch(swallowCrash);
    await this.ups;
  }

  private pass(): void {
    this.passed += 1;
    if (this.passed !== this.crashAt) return;
    this.crashAt = undefined;
    throw new Crash("staged");
  }

  /** Something happens, then what is to be said is said; killed once inside when that is asked for, and taken up again. */
  async turn(act: () => Promise<void>, killed = this.every === "crash"): Promise<void> {
    this.passed = 0;
    this.turns += 1;
    this.crashAt = killed ? 1 + (this.turns % POINTS) : undefined;
    try {
      await act();
      await this.running.inquire();
      await this.running.drain();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await this.rebuild();
      await this.memory.deliver();
      await this.running.drain();
    }
    this.crashAt = undefined;
    if (this.every === "redeliver") {
      await this.memory.again();
      await this.running.drain();
    }
  }

  /** The clock moves forward; everything due up to then happens, in order. */
  async advance(to: number): Promise<void> {
    for (;;) {
      const due = await this.running.nextDue();
      const back = this.awayUntil;
      const next = Math.min(due ?? Infinity, back ?? Infinity);
      if (next > to) break;
      this.now = Math.max(this.now, next);
      if (back !== undefined && back <= this.now) await this.back();
      await this.turn(async () => void (await this.running.work()));
    }
    this.now = Math.max(this.now, to);
  }

  async away(how: "offline" | "deaf", until: number): Promise<void> {
    this.awayUntil = until;
    await this.memory.away(how);
    await this.ups;
  }

  private async back(): Promise<void> {
    this.awayUntil = undefined;
    await this.memory.away(undefined);
    await this.ups;
    await this.running.drain();
  }
}

const swallowCrash = (error: unknown): void => {
  if (!(error instanceof Crash)) throw error;
};
