import { connect } from "../src/db/connect.ts";
import { type Child, startChild } from "./child.ts";
import { compare, figure, median, type Result, ROUNDS } from "./measure.ts";
import { findPgbench, pgbench } from "./pgbench.ts";
import type { Shared } from "./process.ts";
import { printWaits, type Use, watchServer } from "./server-use.ts";
import { CHAINS } from "./town.ts";
import { openTown } from "./town-server.ts";

/** They open the connections, prepare the statements, and have what runs often compiled, in each of four processes. */
const WARM_UP = 4000;
/** People who report in one round. */
const A_ROUND = 1000;
const PEOPLE = WARM_UP + ROUNDS * A_ROUND;
const PROCESSES = [1, 2, 4] as const;
const FLOOR = 3;

type Crew = { database: string; children: Child[]; runs: Run[] };
type Peer = { perSecond: number; cpuMs: number };
type Run = { perSecond: number; turns: number; programCpuMs: number; use: Use };

/** Problem reports through one, two and four processes of the program on one database, against pgbench writing the same
 *  rows, a transaction a turn, on the same durable server. Who speaks to which process is dealt out one by one, so that
 *  every process speaks for every chain: the worst case for the chains' numbers. */
export async function processes(): Promise<Result[]> {
  const program = await findPgbench();
  const { socket, fresh, close } = await openTown(PEOPLE);
  const crews: Crew[] = [];
  const peers: Peer[] = [];
  try {
    for (const count of PROCESSES) {
      const crew: Crew = { database: await fresh(`ours_${count}`), children: [], runs: [] };
      crews.push(crew);
      for (let n = 0; n < count; n += 1) crew.children.push(await startChild("process.ts", [socket, crew.database]));
      await together(crew, 0, WARM_UP);
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const crew of crews) crew.runs.push(await measured(socket, crew, WARM_UP + round * A_ROUND));
      peers.push(await peer(program, socket, await fresh("peer"), crews[0]?.runs.at(-1)?.turns ?? 0));
    }
    await Promise.all(crews.map((crew) => checkMatters(socket, crew.database)));
    return crews.map((crew) => resultOf(crew, crews[0]?.runs ?? [], peers));
  } finally {
    await Promise.all(crews.flatMap((crew) => crew.children).map((child) => child.stop()));
    await close();
  }
}

async function peer(program: string, socket: string, database: string, turns: number): Promise<Peer> {
  const watch = await watchServer(socket, database);
  const { perSecond } = await pgbench(program, socket, database, { turns, people: PEOPLE, chains: CHAINS });
  return { perSecond, cpuMs: ((await watch.stop()).cpuMs ?? NaN) / turns };
}

/** Those people, dealt out to the processes one by one. */
const together = ({ children }: Crew, from: number, count: number): Promise<Shared[]> =>
  Promise.all(
    children.map((child, at) => child.do<Shared>({ people: Array.from({ length: count }, (_, n) => from + n).filter((_, n) => n % children.length === at) })),
  );

async function measured(socket: string, crew: Crew, from: number): Promise<Run> {
  const watch = await watchServer(socket, crew.database);
  const began = performance.now();
  const shares = await together(crew, from, A_ROUND);
  const took = performance.now() - began;
  const use = await watch.stop();
  const turns = shares.reduce((sum, each) => sum + each.turns, 0);
  return { perSecond: (turns / took) * 1000, turns, programCpuMs: shares.reduce((sum, each) => sum + each.cpuMs, 0), use };
}

async function checkMatters(socket: string, database: string): Promise<void> {
  const sql = connect({ socket, database }, { max: 1 });
  const [row] = await sql<{ opened: number; numbers: number }[]>`select count(*)::int as opened, count(distinct no)::int as numbers from matter`;
  await sql.end();
  if (row?.opened !== PEOPLE || row.numbers !== PEOPLE) throw new Error(`${row?.opened} of ${PEOPLE} matters were opened`);
}

function resultOf({ children, runs }: Crew, one: readonly Run[], peers: readonly Peer[]): Result {
  const rounds = runs.map((each, round) => ({ ours: each.perSecond, peer: peers[round]?.perSecond ?? NaN }));
  const perTurn = (total: (run: Run) => number | undefined): string => `${median(runs.map((run) => (total(run) ?? NaN) / run.turns)).toFixed(2)} ms`;
  const growth = median(runs.map((each, round) => each.perSecond / (one[round]?.perSecond ?? NaN)));
  const notes: Result["notes"] = {
    "CPU a turn": `program ${perTurn((run) => run.programCpuMs)}, PostgreSQL ${perTurn((run) => run.use.cpuMs)}; PostgreSQL under pgbench ${median(peers.map((each) => each.cpuMs)).toFixed(2)} ms`,
    "connections in a transaction": printWaits(runs.map((run) => run.use.waits)),
  };
  if (children.length === 1) return compare("processes-1", "turns/s", "more is better", rounds, FLOOR, notes);
  const against = { "against one process": `${growth.toFixed(2)} ×`, "against pgbench": `${median(rounds.map(({ ours, peer }) => ours / peer)).toFixed(2)} ×` };
  const rates = runs.map((each) => each.perSecond);
  return figure(`processes-${children.length}`, "turns/s", rates, { ...against, ...notes });
}
