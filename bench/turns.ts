import { createBots } from "../src/bots.ts";
import { createWebChat } from "../src/channel/web/index.ts";
import { connect, type Sql } from "../src/db/connect.ts";
import { migrate } from "../src/db/migrate.ts";
import { createVault } from "../src/db/seal.ts";
import { startServer } from "../src/db/server.ts";
import { importTown } from "../src/people/import.ts";
import { createProgram } from "../src/program.ts";
import { dataFolder } from "../test/running/program.ts";
import { compare, type Result, ROUNDS } from "./measure.ts";
import { findPgbench, pgbench } from "./pgbench.ts";
import { rowsWritten } from "./rows.ts";
import { CHAINS, townOf } from "./town.ts";

const PEOPLE = 6000;
/** They open the connections and prepare the statements, as pgbench does before it counts. */
const WARM_UP = 500;
const AT = Date.parse("2026-11-23T01:00:00Z");
const WINDOW_MS = 2;
const FLOOR = 2.5;
/** Three ways of reporting, as people do: in one sentence, asked once, asked twice. Half of these turns open a matter. */
const TALKS = [["流动资金缺800万，银行说抵押物不够"], ["反映问题", "客户拖欠货款不还，想打官司"], ["反映问题", "厂门口的路坑坑洼洼，大车进不来", "8"]];

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
    await migrate(town);
    await importTown(town, townOf(PEOPLE) as never, { now: AT, vault: createVault("bench") });
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
  const problems: unknown[] = [];
  const program = await createProgram({
    sql,
    now: () => AT,
    ...createBots(),
    vault: createVault("bench"),
    channels: [createWebChat()],
    home: "web",
    window: (run) => void setTimeout(run, WINDOW_MS),
    pace: () => Promise.resolve(),
    failed: (error) => void problems.push(error),
  });
  const talk = async (from: number, until: number): Promise<number> => {
    const said = Array.from({ length: until - from }, (_, at) => from + at).map(async (n) => {
      const who = `人${n}`;
      const texts = TALKS[n % TALKS.length] ?? [];
      for (const [at, text] of texts.entries()) {
        const place = { where: { kind: "direct" as const, id: who }, from: { id: who, name: who } };
        await program.hear({ channel: "web", account: "main", key: `${n}-${at}`, at: AT, kind: "message", text, ...place });
      }
      return texts.length;
    });
    return (await Promise.all(said)).reduce((sum, each) => sum + each, 0);
  };
  const before = await talk(0, WARM_UP);
  const began = performance.now();
  const turns = await talk(WARM_UP, PEOPLE);
  const perSecond = (turns / (performance.now() - began)) * 1000;
  const [{ opened } = { opened: 0 }] = await sql<{ opened: number }[]>`select count(*)::int as opened from matter`;
  if (problems.length || opened !== PEOPLE) throw new Error(`${opened} of ${PEOPLE} matters were opened: ${String(problems[0])}`);
  const rows = await rowsWritten(sql, before + turns);
  await sql.end();
  return { perSecond, turns, rows };
}
