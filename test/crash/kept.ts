import type { CrashPoint } from "../../src/crash-points.ts";
import { connect, type Sql } from "../../src/db/connect.ts";
import { type Child, killServer, serverOf, startChild } from "./child.ts";
import type { Snapshot } from "./snapshot.ts";

/** Where it was killed; `at rest` is between two steps, when nothing was under way. */
export type Kill = { point: CrashPoint | "at rest"; withServer: boolean };
export type Plan = {
  /** Where the next start of the program is to end, in this step, after so many kills in it. */
  arm(step: number, kills: number): { at: string; withServer: boolean };
  /** Whether the program, armed for an earlier step, is to be killed at rest and armed anew; absent where nothing is killed. */
  stale?(step: number): boolean;
  /** Everything in a step was answered. */
  seen(step: number, snapshot: Snapshot, kills: readonly Kill[], passed: readonly CrashPoint[]): void;
};

/** A program that is started again whenever it was killed. */
export type Kept = {
  /** Those that run now. */
  children(): readonly Child[];
  /** What a command needs to find its database. */
  env: Record<string, string>;
  /** Of this step. */
  kills: Kill[];
  startedAt: number;
  /** The next step begins; answers what tells of the points passed in it. */
  enter(step: number): Promise<() => readonly CrashPoint[]>;
  /** A look at its database; undefined while there is none. */
  sql(): Promise<Sql | undefined>;
  /** Never resolves; rejects when the program ended without having been killed. */
  failed: Promise<never>;
  end(): Promise<void>;
};

export function keepAlive(env: Record<string, string> & { LIANXIN_DATA: string }, plan: Plan): Kept {
  let [step, closing] = [0, false];
  let child: Child | undefined;
  let fail = (_error: unknown): void => {};
  const resting = new Set<Child>();
  const look = createLook(env.LIANXIN_DATA);

  const run = async (): Promise<void> => {
    while (!closing) {
      const { at, withServer } = plan.arm(step, kept.kills.length);
      const one = startChild({ ...env, LIANXIN_CRASH_AT: at, LIANXIN_CRASH_SIGNAL: withServer ? "SIGSTOP" : "SIGKILL" });
      child = one;
      kept.startedAt = Date.now();
      const point = await one.crashed;
      if (point && withServer) await killServer(env.LIANXIN_DATA);
      await one.kill();
      if (point) kept.kills.push({ point, withServer });
      else if (!closing && !resting.delete(one) && !isTaken(one)) throw new Error(`the program ended by itself:\n${one.errors()}`);
    }
  };
  const kept: Kept = {
    children: () => (child ? [child] : []),
    env: {},
    kills: [],
    startedAt: Date.now(),
    failed: new Promise<never>((_, reject) => (fail = reject)),
    async enter(to) {
      step = to;
      kept.kills = [];
      if (to && child && plan.stale?.(to)) {
        kept.kills.push({ point: "at rest", withServer: false });
        resting.add(child);
        await child.kill();
      }
      const from = to ? (child?.passed.length ?? 0) : 0;
      return () => child?.passed.slice(from) ?? [];
    },
    sql: look.sql,
    async end() {
      closing = true;
      await child?.kill();
      await running;
      await look.end();
      await killServer(env.LIANXIN_DATA);
    },
  };
  kept.failed.catch(() => {});
  const running = run().catch(fail);
  return kept;
}

/** An import that found no program running has the folder for a moment. */
const isTaken = (one: Child): boolean => /正由另一个链心程序使用/u.test(one.errors());

/** A connection of our own to the embedded server, made anew when that is. */
function createLook(folder: string) {
  let pool: { socket: string; sql: Sql } | undefined;
  // What it still had to write to a server that was killed is nobody's loss.
  const end = async (): Promise<void> => pool?.sql.end({ timeout: 0 }).catch(() => {});
  return {
    end,
    async sql(): Promise<Sql | undefined> {
      const server = await serverOf(folder);
      if (!server?.ready) return undefined;
      if (pool?.socket !== server.socket) {
        void end();
        pool = { socket: server.socket, sql: connect({ socket: server.socket, database: "lianxin" }, { max: 1 }) };
      }
      return pool.sql;
    },
  };
}
