import { connect, type Sql } from "../src/db/connect.ts";
import { startServer } from "../src/db/server.ts";
import { dataFolder } from "../test/running/program.ts";
import { compare, type Result, ROUNDS } from "./measure.ts";
import { findPgbench, pgbench } from "./pgbench.ts";
import { fillTown, openProgram } from "./program.ts";
import { report } from "./reports.ts";
import { rowsWritten } from "./rows.ts";
import { CHAINS } from "./town.ts";

const PEOPLE = 6000;
/** They open the connections and prepare the statements, as pgbench does before it counts. */
const WARM_UP = 500;
const FLOOR = 2.5;
/** Problem reports through `hear()` against pgbench writing the same rows, a transaction a turn, on the same durable server. */
export async function turns(): Promise<Result[]> {
  const program = await findPgbench();
  const folder = await dataFolder();
  const server = await startServer(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  const open = (database: string, max?: number): Sql => connect({ socket: server.socket, database }, max ? { max } : {});
  try {
    await admin`create database town`;
    const town = open("town", 1);
    await fillTown(town, PEOPLE);
    await town.end();
    const fresh = async (name: string): Promise<string> => {
      await admin.unsafe(`drop database if exists ${name}`);
      await admin.unsafe(`create database ${name} template town strategy = file_copy`);
      await admin`checkpoint`;
      return name;
    };
    const rounds: { ours: number; peer: number }[] = [];
    let written = { ours: "", peer: "" };
    await ours(open(await fresh("warm")));
    for (let round = 0; round < ROUNDS; round += 1) {
      const sql = open(await fresh("ours"));
      const mine = await ours(sql);
      const peer = await pgbench(program, server.socket, await fresh("peer"), { turns: mine.turns, people: PEOPLE, chains: CHAINS });
      written = { ours: mine.rows, peer: peer.rows };
      rounds.push({ ours: mine.perSecond, peer: peer.perSecond });
    }
    return [compare("turns", "turns/s", "more is better", rounds, FLOOR, { "rows a turn, ours": written.ours, "rows a turn, pgbench": written.peer })];
  } finally {
    await admin.end();
    await server.stop();
    await folder.remove();
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
