import { connect, type Sql } from "../src/db/connect.ts";
import { compare, type Result, ROUNDS } from "./measure.ts";
import { findPgbench, pgbench } from "./pgbench.ts";
import { openProgram } from "./program.ts";
import { report } from "./reports.ts";
import { rowsWritten } from "./rows.ts";
import { CHAINS } from "./town.ts";
import { openTown } from "./town-server.ts";

const PEOPLE = 6000;
/** They open the connections and prepare the statements, as pgbench does before it counts. */
const WARM_UP = 500;
const FLOOR = 2.5;
/** Problem reports through `hear()` against pgbench writing the same rows, a transaction a turn, on the same durable server. */
export async function turns(): Promise<Result[]> {
  const program = await findPgbench();
  const { socket, fresh, close } = await openTown(PEOPLE);
  const open = (database: string): Sql => connect({ socket, database });
  try {
    const rounds: { ours: number; peer: number }[] = [];
    let written = { ours: "", peer: "" };
    await ours(open(await fresh("warm")));
    for (let round = 0; round < ROUNDS; round += 1) {
      const sql = open(await fresh("ours"));
      const mine = await ours(sql);
      const peer = await pgbench(program, socket, await fresh("peer"), { turns: mine.turns, people: PEOPLE, chains: CHAINS });
      written = { ours: mine.rows, peer: peer.rows };
      rounds.push({ ours: mine.perSecond, peer: peer.perSecond });
    }
    return [compare("turns", "turns/s", "more is better", rounds, FLOOR, { "rows a turn, ours": written.ours, "rows a turn, pgbench": written.peer })];
  } finally {
    await close();
  }
}

/** Everybody talks at once, each waiting for what they said before to be heard. */
async function ours(sql: Sql): Promise<{ perSecond: number; turns: number; rows: string }> {
  const opened = await openProgram(sql);
  const everybody = Array.from({ length: PEOPLE }, (_, n) => n);
  const before = await report(opened, everybody.slice(0, WARM_UP));
  const began = performance.now();
  const turns = await report(opened, everybody.slice(WARM_UP));
  const perSecond = (turns / (performance.now() - began)) * 1000;
  const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`select count(*)::int as count from matter`;
  if (count !== PEOPLE) throw new Error(`${count} of ${PEOPLE} matters were opened`);
  const rows = await rowsWritten(sql, before + turns);
  await sql.end();
  return { perSecond, turns, rows };
}
