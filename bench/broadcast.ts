import { createBots } from "../src/bots.ts";
import { createWebChat } from "../src/channel/web/index.ts";
import { connect, type Sql } from "../src/db/connect.ts";
import { migrate } from "../src/db/migrate.ts";
import { createVault } from "../src/db/seal.ts";
import { startServer } from "../src/db/server.ts";
import type { Audience } from "../src/notice/index.ts";
import { importTown } from "../src/people/import.ts";
import { createProgram } from "../src/program.ts";
import { fallDueNotices } from "../src/schedule/notices.ts";
import { dataFolder } from "../test/running/program.ts";
import { compare, type Result, ROUNDS } from "./measure.ts";
import { townOf } from "./town.ts";

const RECIPIENTS = 100_000;
const AT = Date.parse("2026-11-23T01:00:00Z");
/** At most 1.5 times as long as the bare statement. */
const FLOOR = 1 / 1.5;
/** Made once: what their training leaves behind is not to be swept up while a round is timed. */
const bots = createBots();
const TEXT = "周五下午两点开会\n收到请回复“收到”。";

/** A notice that falls due to a hundred thousand people, each told privately, until its roster, lines and questions are
 *  committed; against one bare statement that writes the same rows into the same tables. */
export async function broadcast(): Promise<Result[]> {
  const folder = await dataFolder();
  const server = await startServer(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  const open = (database: string): Sql => connect({ socket: server.socket, database });
  try {
    await admin`create database town`;
    const town = open("town");
    await migrate(town);
    await importTown(town, townOf(RECIPIENTS) as never, { now: AT, vault: createVault("bench") });
    await town`analyze`;
    await town.end();
    const rounds: { ours: number; peer: number }[] = [];
    // The first round warms the program and the server up, and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const sides = { ours: 0, peer: 0 };
      for (const side of round % 2 ? (["peer", "ours"] as const) : (["ours", "peer"] as const)) {
        await admin.unsafe(`drop database if exists ${side}`);
        await admin.unsafe(`create database ${side} template town strategy = file_copy`);
        await admin`checkpoint`;
        sides[side] = await (side === "ours" ? ours : peer)(open(side));
      }
      if (round > 0) rounds.push(sides);
    }
    return [compare("broadcast", "s", "less is better", rounds, FLOOR, { recipients: RECIPIENTS, "rows written, each side": 3 * RECIPIENTS })];
  } finally {
    await admin.end();
    await server.stop();
    await folder.remove();
  }
}

async function ours(sql: Sql): Promise<number> {
  const { world } = await createProgram({
    sql,
    now: () => AT,
    ...bots,
    vault: createVault("bench"),
    channels: [createWebChat()],
    home: "web",
    window: (run) => void setTimeout(run, 0),
    pace: () => Promise.resolve(),
  });
  const directory = world.directory();
  const audience: Audience = { enterprises: directory.chains().map((each) => each.id) };
  const author = directory.named("书记")?.id ?? 0;
  await sql`
    insert into notice (kind, author_id, text, state, audience, made_at, next_step, next_at)
    values ('announcement', ${author}, '周五下午两点开会', 'approved', ${JSON.stringify(audience)}::text::jsonb, ${AT}::timestamptz, 'send', ${AT}::timestamptz)`;
  const began = performance.now();
  await fallDueNotices(world, AT);
  return finished(sql, began);
}

async function peer(sql: Sql): Promise<number> {
  await sql`select 1`;
  const began = performance.now();
  await sql`
    with given as materialized (
      select nextval('line_id_seq') as id, o.id as room, o.person_id as person from room o join person p on p.id = o.person_id
      where o.kind = 'direct' and p.name like '人%'
    ), frozen as (
      insert into receipt (notice_id, person_id, room_id) select 1, person, room from given
    ), said as (
      insert into line (id, room_id, person_id, notice_id, class, repeatable, text, buttons, not_before, made_at) overriding system value
      select id, room, person, 1, 'due', true, ${TEXT}, '[{"label": "收到", "data": "receipt|1"}]', ${AT}::timestamptz, ${AT}::timestamptz from given
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select person, room, 'notice.receipt', 1, '{"notice": 1}', id, 'notice 1', ${AT}::timestamptz from given`;
  return finished(sql, began);
}

/** Seconds, if every row is there. */
async function finished(sql: Sql, began: number): Promise<number> {
  const seconds = (performance.now() - began) / 1000;
  const [rows] = await sql<{ least: number; most: number }[]>`
    select least(r, l, e)::int as least, greatest(r, l, e)::int as most
    from (select (select count(*) from receipt) as r, (select count(*) from line) as l, (select count(*) from expectation) as e) c`;
  if (rows?.least !== RECIPIENTS || rows.most !== RECIPIENTS) throw new Error(`${rows?.least} to ${rows?.most} rows of ${RECIPIENTS} were written`);
  await sql.end();
  return seconds;
}
