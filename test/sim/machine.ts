import type { Heard } from "../../src/channel/port.ts";
import type { Sql } from "../../src/db/connect.ts";
import { createVault } from "../../src/db/seal.ts";
import { Crash, type Understand, type Work } from "../../src/conversation/index.ts";
import type { CrashPoint } from "../../src/crash-points.ts";
import { channelsLost, channelsSeen, channelTurned } from "../../src/delivery/index.ts";
import { createProgram, type Program } from "../../src/program.ts";
import type { FarEnd } from "./far-end.ts";

export const SECRET = "simulation";
/** A moment that still has something due after so many rounds would never end. */
const MOST_ROUNDS = 40;
/** One kill is planned at a time; whatever is killed more often than that fails by itself. */
const MOST_LIVES = 3;

export type Bots = { work: Work; understand: Understand };
/** Where the program is killed next: at the so manieth point it passes, or the first of that name. */
export type Kill = { passes: number } | { point: CrashPoint };

/** The real program on a real database, at a moment of its own. It can be killed at any of its crash points, be down for a
 *  while, and have a second program beside it. */
export class Machine {
  now = 0;
  /** The program cannot come to rest: what is due stays due. */
  stuck: string | undefined;
  readonly failures: string[] = [];
  kills = 0;
  private program: Program | undefined;
  private second: Program | undefined;
  private kill: Kill | undefined;
  private passed = 0;
  private life = 0;
  private readonly sql: Sql;
  private readonly other: Sql;
  private readonly bots: Bots;
  private readonly far: FarEnd;
  private ups = Promise.resolve();

  private readonly order: (list: readonly Heard[], now: number) => readonly Heard[];

  constructor(parts: { sql: Sql; other: Sql; bots: Bots; far: FarEnd; order: (list: readonly Heard[], now: number) => readonly Heard[] }) {
    this.sql = parts.sql;
    this.other = parts.other;
    this.bots = parts.bots;
    this.far = parts.far;
    this.order = parts.order;
  }

  get isUp(): boolean {
    return this.program !== undefined;
  }

  /** A program starts, settles what a killed one left, hears what waits for it, and does what is due. */
  async start(): Promise<void> {
    this.program = undefined;
    await this.turn(async () => void (await this.running.work()));
  }

  private async open(): Promise<void> {
    const { sql, far } = this;
    await channelsLost(sql, [far.channel.id]);
    const program = await this.build(sql);
    this.program = program;
    await program.recover();
    await far.channel.start({ hear: program.hear, state: (to) => void (this.ups = this.ups.then(() => channelTurned(sql, far.channel.id, to, this.now))) });
    await this.ups;
  }
  private listen = (): Promise<void> => this.far.deliver((list) => this.order(list, this.now));

  private build(sql: Sql): Promise<Program> {
    this.life += 1;
    const { life } = this;
    const dead = { yes: false };
    return createProgram({
      sql,
      now: () => this.now,
      work: this.bots.work,
      vault: createVault(SECRET),
      understand: this.bots.understand,
      channels: [this.far.channel],
      home: this.far.channel.id,
      window: (run) => queueMicrotask(run),
      pace: () => Promise.resolve(),
      crash: (point) => {
        // A process that is dead does nothing more, whatever it was in the middle of.
        if (dead.yes || this.killsAt(point)) {
          dead.yes = true;
          throw new Crash(`${point} of life ${life}`);
        }
      },
      failed: (error) => void this.failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
  }

  private get running(): Program {
    if (!this.program) throw new Error("the program is down");
    return this.program;
  }

  killNext(kill: Kill): void {
    this.kill = kill;
    this.passed = 0;
  }
  private killsAt(point: CrashPoint): boolean {
    const { kill } = this;
    if (!kill) return false;
    this.passed += 1;
    if ("point" in kill ? kill.point !== point : this.passed < kill.passes) return false;
    this.kill = undefined;
    this.kills += 1;
    return true;
  }

  /** The program is killed, and nobody starts it for now. */
  async goDown(): Promise<void> {
    await this.seen();
    await this.far.channel.stop();
    this.program = undefined;
    this.second = undefined;
  }
  private seen = (): Promise<void> => channelsSeen(this.sql, [this.far.channel.id], this.now);

  /** People are heard and answered. */
  async hear(): Promise<void> {
    if (this.program) await this.turn(this.listen);
  }

  /** Everything due by now. `twice`: another program does it too, `first` or after. */
  async tick(twice?: "first" | "after"): Promise<void> {
    if (!this.program) return;
    if (twice) this.second ??= await this.build(this.other);
    await this.turn(async () => {
      if (twice === "first") await this.second?.work();
      await this.running.work();
      if (twice === "after") await this.second?.work();
    });
  }

  /** Something happens, then what is to be said is said. A program that is killed in it is started again. */
  private async turn(act: () => Promise<void>): Promise<void> {
    for (let lives = 0; ; lives += 1) {
      try {
        if (!this.program) {
          await this.open();
          await this.listen();
        }
        await act();
        await this.running.drain();
        return;
      } catch (error) {
        if (!(error instanceof Crash) || lives > MOST_LIVES) throw error;
        await this.goDown();
      }
    }
  }

  async away(how: "offline" | "deaf" | undefined): Promise<void> {
    await this.far.away(how);
    await this.ups;
    if (!how) await this.hear();
  }

  nextDue = async (): Promise<number | undefined> => (this.program ? this.program.nextDue() : undefined);

  /** Whether what is due now stays due however often it is done. */
  async rests(rounds: number): Promise<boolean> {
    const due = await this.nextDue();
    if (due !== undefined && due <= this.now && rounds >= MOST_ROUNDS) this.stuck = `something due at ${new Date(due).toISOString()} is still due`;
    return this.stuck === undefined;
  }
}
