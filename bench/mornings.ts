import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { connect, type Sql } from "../src/db/connect.ts";
import { migrate } from "../src/db/migrate.ts";
import { createVault } from "../src/db/seal.ts";
import { startServer } from "../src/db/server.ts";
import { importTown } from "../src/people/import.ts";
import { dataFolder } from "../test/running/program.ts";
import { compare, type Result, within } from "./measure.ts";

const ELDERS = 1_000_000;
const A_TEAM = 100;
const PROCESSES = 2;
/** Fewer than usual: each opens a million windows twice. */
const ROUNDS = 3;
/** At most 1.5 times as long as the bare SQL. */
const FLOOR = 0.67;
const TICK_MS = 20;
const DAY = "2026-11-24";
/** Windows open at 06:30 and end at 08:30, Shanghai time. */
const OPENS = Date.parse(`${DAY}T06:30:00+08:00`);

/** A million elders' windows, opened by two processes of the program in chunks, each window once, against the bare SQL that
 *  writes the same rows; then a tick with nothing due. The processes know the town's offices only: opening windows asks
 *  the directory for nobody. */
export async function mornings(): Promise<Result[]> {
  const folder = await dataFolder();
  const server = await startServer(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  const workers: ChildProcess[] = [];
  try {
    await admin`create database mornings`;
    const sql = connect({ socket: server.socket, database: "mornings" }, { max: 1 });
    await migrate(sql);
    await importTown(sql, { name: "岚山", secretaries: ["书记"] } as never, { now: OPENS, vault: createVault("bench") });
    const worker = fileURLToPath(new URL("mornings-worker.ts", import.meta.url));
    workers.push(...Array.from({ length: PROCESSES }, () => fork(worker, [server.socket, "mornings"], { execArgv: ["--import", "./bin/node24.js"] })));
    await Promise.all(workers.map(answered));
    await populate(sql);
    const rounds: { ours: number; peer: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const peer = await bare(sql);
      await reset(sql);
      rounds.push({ ours: await ours(sql, workers), peer });
      if (round < ROUNDS - 1) await reset(sql);
    }
    const ticks = await Promise.all(workers.map((each) => ask(each, "tick", OPENS + 60_000)));
    await sql.end();
    const notes = { processes: PROCESSES, elders: ELDERS, teams: ELDERS / A_TEAM, "bare SQL": "one statement, one connection" };
    return [
      compare("mornings", "s", "less is better", rounds, FLOOR, notes),
      within(
        "mornings-tick",
        "ms",
        ticks.map((each) => each.ms),
        TICK_MS,
        { due: "nothing", waiting: `${ELDERS} open windows, ${ELDERS / A_TEAM} steps` },
      ),
    ];
  } finally {
    for (const each of workers) if (each.connected) each.send({ do: "end", now: 0 });
    await Promise.all(workers.filter((each) => each.exitCode === null).map((each) => once(each, "exit")));
    await admin.end();
    await server.stop();
    await folder.remove();
  }
}

/** Teams with their elders, and the step of this morning for each team. */
async function populate(sql: Sql): Promise<void> {
  await sql`
    insert into organisation (key, kind, name) select 'team ' || g, 'team', '队' || g from generate_series(1, ${ELDERS / A_TEAM}::int) g`;
  await sql`insert into person (name, display) select '老人' || g, '老人' || g from generate_series(1, ${ELDERS}::int) g`;
  await sql`
    insert into elder (person_id, team_id, window_from, window_until)
    select p.id, t.id, 390, 510
    from (select id, row_number() over (order by id) as n from person where name like '老人%') p
    join (select id, row_number() over (order by id) as n from organisation where kind = 'team') t on t.n = (p.n - 1) / ${A_TEAM}::int + 1`;
  await sql`
    insert into occasion (kind, organisation_id, slot, on_date, at)
    select 'smiley', id, ${DAY}, ${DAY}::date, ${OPENS}::timestamptz from organisation where kind = 'team' order by id`;
  await sql`insert into occasion_step (occasion_id, step, due_at) select id, 'open', at from occasion order by id`;
  await sql`vacuum analyze`;
}

/** The same rows by hand: every window, and a step for the end of each team's. */
async function bare(sql: Sql): Promise<number> {
  const began = performance.now();
  await sql.begin(async (tx) => {
    await tx`
      insert into smiley (elder_id, on_date, team_id, occasion_id, state)
      select e.person_id, o.on_date, e.team_id, o.id, case when a.person_id is null then 'waiting' else 'absent' end
      from occasion o join elder e on e.team_id = o.organisation_id and e.window_from is not null
      left join absence a on a.person_id = e.person_id and a.ended_at is null and a.from_on <= o.on_date and (a.until_on is null or a.until_on >= o.on_date)
      order by e.person_id`;
    await tx`insert into occasion_step (occasion_id, step, due_at) select id, 'remind 08:30', at + interval '2 hours' from occasion order by id`;
    await tx`update occasion_step set done_at = due_at, outcome = 'done' where step = 'open'`;
  });
  return (performance.now() - began) / 1000;
}

async function ours(sql: Sql, workers: readonly ChildProcess[]): Promise<number> {
  const began = performance.now();
  const shares = await Promise.all(workers.map((each) => ask(each, "open", OPENS)));
  const seconds = (performance.now() - began) / 1000;
  const [{ opened, steps } = { opened: 0, steps: 0 }] = await sql<{ opened: number; steps: number }[]>`
    select (select count(*) from smiley where state = 'waiting')::int as opened, (select count(*) from occasion_step where step <> 'open')::int as steps`;
  const taken = shares.reduce((sum, each) => sum + each.count, 0);
  const idle = shares.filter((each) => !each.count).length;
  if (opened !== ELDERS || steps !== ELDERS / A_TEAM || taken !== ELDERS / A_TEAM || idle)
    throw new Error(`${opened} windows, ${steps} steps, ${taken} taken, ${idle} idle processes`);
  return seconds;
}

async function reset(sql: Sql): Promise<void> {
  await sql`truncate smiley`;
  await sql`delete from occasion_step where step <> 'open'`;
  await sql`update occasion_step set done_at = null, outcome = null`;
  await sql`vacuum analyze occasion_step`;
  await sql`checkpoint`;
}

type Answer = { ms: number; count: number };

async function answered(worker: ChildProcess): Promise<Answer> {
  const [answer] = await Promise.race([once(worker, "message"), once(worker, "exit").then(() => Promise.reject(new Error("a process of the bench ended")))]);
  return answer as Answer;
}

function ask(worker: ChildProcess, what: "open" | "tick", now: number): Promise<Answer> {
  const answer = answered(worker);
  worker.send({ do: what, now });
  return answer;
}
