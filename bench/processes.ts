import { connect } from "../src/db/connect.ts";
import { startServer } from "../src/db/server.ts";
import { dataFolder } from "../test/running/program.ts";
import { type Child, startChild } from "./child.ts";
import { compare, figure, median, type Result, ROUNDS } from "./measure.ts";
import { findPgbench, pgbench } from "./pgbench.ts";
import type { Shared } from "./process.ts";
import { fillTown } from "./program.ts";
import { type Use, watchServer } from "./server-use.ts";
import { CHAINS } from "./town.ts";

const PEOPLE = 4000;
/** They open the connections and prepare the statements. */
const WARM_UP = 400;
const PROCESSES = [1, 2, 4] as const;
const FLOOR = 3;

type Run = { perSecond: number; turns: number; programCpuMs: number; use: Use };

/** Problem reports through one, two and four processes of the program on one database, against pgbench writing the same
 *  rows, a transaction a turn, on the same durable server. Who speaks to which process is dealt out one by one, so that
 *  every process speaks for every chain: the worst case for the chains' numbers. */
export async function processes(): Promise<Result[]> {
  const program = await findPgbench();
  const folder = await dataFolder();
  const server = await startServer(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  const runs = new Map<number, Run[]>(PROCESSES.map((count) => [count, []]));
  const peers: number[] = [];
  try {
    await admin`create database town`;
    const town = connect({ socket: server.socket, database: "town" }, { max: 1 });
    await fillTown(town, PEOPLE);
    await town.end();
    const fresh = async (name: string): Promise<string> => {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.unsafe(`create database ${name} template town strategy = file_copy`);
      await admin`checkpoint`;
      return name;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const count of PROCESSES) runs.get(count)?.push(await together(server.socket, await fresh("ours"), count));
      const turns = runs.get(1)?.at(-1)?.turns ?? 0;
      peers.push((await pgbench(program, server.socket, await fresh("peer"), { turns, people: PEOPLE, chains: CHAINS })).perSecond);
    }
    return results(runs, peers);
  } finally {
    await admin.end();
    await server.stop();
    await folder.remove();
  }
}

async function together(socket: string, database: string, count: number): Promise<Run> {
  const children: Child[] = [];
  try {
    for (let n = 0; n < count; n += 1) children.push(await startChild("process.ts", [socket, database]));
    const deal = (from: number, until: number) =>
      Promise.all(
        children.map((child, at) => child.do<Shared>({ people: Array.from({ length: until - from }, (_, n) => from + n).filter((n) => n % count === at) })),
      );
    await deal(0, WARM_UP);
    const watch = await watchServer(socket, database);
    const began = performance.now();
    const shares = await deal(WARM_UP, PEOPLE);
    const took = performance.now() - began;
    const use = await watch.stop();
    const turns = shares.reduce((sum, each) => sum + each.turns, 0);
    await checkMatters(socket, database);
    return { perSecond: (turns / took) * 1000, turns, programCpuMs: shares.reduce((sum, each) => sum + each.cpuMs, 0), use };
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

async function checkMatters(socket: string, database: string): Promise<void> {
  const sql = connect({ socket, database }, { max: 1 });
  const [row] = await sql<{ opened: number; numbers: number }[]>`select count(*)::int as opened, count(distinct no)::int as numbers from matter`;
  await sql.end();
  if (row?.opened !== PEOPLE || row.numbers !== PEOPLE) throw new Error(`${row?.opened} of ${PEOPLE} matters were opened`);
}

function results(runs: ReadonlyMap<number, readonly Run[]>, peers: readonly number[]): Result[] {
  const rate = (count: number) => (runs.get(count) ?? []).map((each) => each.perSecond);
  return PROCESSES.map((count) => {
    const mine = runs.get(count) ?? [];
    const growth = mine.map((each, round) => each.perSecond / (rate(1)[round] ?? NaN));
    const a = (total: (run: Run) => number | undefined) => `${median(mine.map((run) => (total(run) ?? NaN) / run.turns)).toFixed(2)} ms`;
    const notes: Result["notes"] = {
      ...(count === 1 ? {} : { "against one process": `${median(growth).toFixed(2)} ×` }),
      "CPU a turn": `program ${a((run) => run.programCpuMs)}, PostgreSQL ${a((run) => run.use.cpuMs)}`,
      "connections in a transaction": mine.at(-1)?.use.waits ?? "",
    };
    const rounds = mine.map((each, round) => ({ ours: each.perSecond, peer: peers[round] ?? NaN }));
    if (count === 1) return compare("processes-1", "turns/s", "more is better", rounds, FLOOR, notes);
    return figure(`processes-${count}`, "turns/s", rate(count), {
      ...notes,
      "against pgbench": `${median(rounds.map((each) => each.ours / each.peer)).toFixed(2)} ×`,
    });
  });
}
