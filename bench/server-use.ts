import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Sql } from "../src/db/connect.ts";

/** How often one looks at what the server's connections wait for. */
const LOOK_MS = 50;
/** Of a clock tick in /proc. */
const TICK_MS = 10;

export type Use = {
  /** CPU of all the server's processes; none where there is no /proc. */ cpuMs: number | undefined;
  /** What its connections were seen at while in a transaction, and how often. */ waits: ReadonlyMap<string, number>;
};

/** What the server spends on a database while something runs. */
export async function watchServer(socket: string, database: string): Promise<{ stop(): Promise<Use> }> {
  const sql = connect({ socket, database: "postgres" }, { max: 1 });
  const before = await cpu(sql);
  const seen = new Map<string, number>();
  let running = true;
  const looking = (async () => {
    while (running) {
      for (const { what, count } of await looks(sql, database)) seen.set(what, (seen.get(what) ?? 0) + count);
      await sleep(LOOK_MS);
    }
  })();
  return {
    stop: async () => {
      running = false;
      await looking;
      const after = await cpu(sql);
      await sql.end();
      return { cpuMs: after === undefined || before === undefined ? undefined : after - before, waits: seen };
    },
  };
}

const looks = (sql: Sql, database: string) => sql<{ what: string; count: number }[]>`
  select case when wait_event is null then 'at work' when wait_event_type = 'Client' then 'waiting for the program' else 'waiting for ' || wait_event_type || ' ' || wait_event end as what,
    count(*)::int as count
  from pg_stat_activity where datname = ${database} and backend_type = 'client backend' and state <> 'idle' group by 1`;

/** The most frequent first, in shares of all. */
export function printWaits(rounds: readonly ReadonlyMap<string, number>[]): string {
  const sum = new Map<string, number>();
  for (const [what, count] of rounds.flatMap((each) => [...each])) sum.set(what, (sum.get(what) ?? 0) + count);
  const all = [...sum.values()].reduce((total, each) => total + each, 0);
  const most = [...sum].toSorted((a, b) => b[1] - a[1]).slice(0, 4);
  return most.map(([what, count]) => `${what} ${Math.round((count / all) * 100)} %`).join(", ");
}

/** Of the postmaster, those it started, and those of them that have ended. */
async function cpu(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const own = await stat(row?.pid ?? 0);
  if (!own) return undefined;
  const all = await Promise.all((await readdir("/proc")).filter(Number).map((pid) => stat(Number(pid))));
  const postmaster = await stat(own.parent);
  const ticks = all.reduce((sum, each) => sum + (each?.parent === own.parent ? each.ticks : 0), (postmaster?.ticks ?? 0) + (postmaster?.endedTicks ?? 0));
  return ticks * TICK_MS;
}

async function stat(pid: number): Promise<{ parent: number; ticks: number; endedTicks: number } | undefined> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")).split(") ").at(-1)?.split(" ").map(Number);
  const [, parent = 0] = fields ?? [];
  const [user = NaN, system = NaN, endedUser = NaN, endedSystem = NaN] = fields?.slice(11, 15) ?? [];
  return Number.isNaN(user) ? undefined : { parent, ticks: user + system, endedTicks: endedUser + endedSystem };
}
