import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { instantOf } from "../../src/calendar/working-time.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { createVault } from "../../src/db/seal.ts";
import { importTown } from "../../src/people/import.ts";
import { readTown, type Town } from "../../src/people/town-file.ts";
import { createProgram } from "../../src/program.ts";
import { scratch } from "../db/scratch.ts";

const server = await scratch();
after(() => server.close());
const bots = createBots();
const vault = createVault("test");
const at = (text: string): number => instantOf(text.slice(0, 10), text.slice(11), "Asia/Shanghai");

async function town(): Promise<Town> {
  const read = readTown(JSON.parse(await readFile(new URL("../towns/theme-day.json", import.meta.url), "utf8")));
  assert.ok(read.ok);
  return read.town;
}

/** A town at its first moment, with a clock that jumps: what lies between was downtime. */
async function begin(moment: string) {
  const { sql } = await server.database();
  const clock = { now: at(moment) };
  const load = (given: Town) => importTown(sql, given, { now: clock.now, vault, readers: bots.work.towns });
  await load(await town());
  await sql`update town set began_at = ${clock.now}::timestamptz`;
  const program = await createProgram({
    sql,
    now: () => clock.now,
    ...bots,
    vault,
    channels: [createMemory()],
    home: "memory",
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
  });
  await program.work();
  const jump = async (to: string): Promise<void> => {
    clock.now = at(to);
    await program.work();
  };
  const hosts = async () =>
    (
      await sql<{ on_date: string; host: string }[]>`
        select o.on_date::text, h.short as host from occasion o join organisation h on h.id = o.host_id join organisation c on c.id = o.organisation_id
        where c.code = '氟硅' and o.state = 'planned' and o.on_date > '2026-12-31' order by 1 limit 4`
    ).map((each) => `${each.on_date} ${each.host}`);
  return { sql, load, jump, hosts };
}

test("after downtime the last of a theme day's reminders is given once, late, and the others are not", async () => {
  const { sql, jump } = await begin("2026-12-01 09:00");
  await jump("2026-12-12 10:00");
  const steps = await sql`
    select step, outcome from occasion_step s join occasion o on o.id = s.occasion_id join organisation c on c.id = o.organisation_id
    where c.code = '氟硅' and o.kind = 'theme_day' and s.done_at is not null order by due_at`;
  assert.deepEqual(
    [...steps],
    [
      { step: "t7", outcome: "missed" },
      { step: "t3", outcome: "late" },
    ],
  );
  const lines = await sql<{ text: string }[]>`select l.text from line l join room o on o.id = l.room_id where o.name = '氟硅材料链企业群'`;
  assert.equal(lines.length, 1);
  assert.match(lines[0]?.text ?? "", /^（补发）【主题党日】12月15日/u);
});

test("hosts that change take turns from the next month on; one that had confirmed keeps its turn", async () => {
  const { sql, load, jump, hosts } = await begin("2026-12-21 09:00");
  assert.deepEqual(await hosts(), ["2027-01-15 东岳", "2027-02-15 金鼎", "2027-03-15 瑞丰", "2027-04-15 森荣"]);
  await sql`update occasion set facts = facts || '{"confirmed_by": 1}' where on_date = '2027-03-15' and state = 'planned'`;
  const other = await town();
  Object.assign(other.chains?.[0]?.theme_day ?? {}, { hosts: ["华拓密封", "森荣新材料"] });
  await load(other);
  await jump("2026-12-21 09:01");
  assert.deepEqual(await hosts(), ["2027-01-15 华拓", "2027-02-15 森荣", "2027-03-15 瑞丰", "2027-04-15 森荣"]);
  await load(other);
  await jump("2026-12-21 09:02");
  assert.deepEqual(await hosts(), ["2027-01-15 华拓", "2027-02-15 森荣", "2027-03-15 瑞丰", "2027-04-15 森荣"]);
});

test("a chain that has no theme days any more is reminded of none; with them again, it is", async () => {
  const { sql, load, jump } = await begin("2026-12-01 09:00");
  const without = await town();
  for (const chain of without.chains ?? []) delete chain.theme_day;
  await load(without);
  await jump("2026-12-12 10:00");
  const [{ count } = { count: -1 }] = await sql<{ count: number }[]>`select count(*)::int from line`;
  assert.equal(count, 0);
  await load(await town());
  await jump("2026-12-12 10:01");
  const [row] = await sql`select count(*)::int from occasion where state = 'planned' and on_date = '2026-12-15'`;
  assert.equal(row?.["count"], 1);
  await jump("2026-12-14 09:00");
  const said = await sql`select 1 from line l join room o on o.id = l.room_id where o.name = '氟硅材料链企业群'`;
  assert.equal(said.length, 1);
});

test("the last days of December belong to the next year's notice and take nothing from their own year", async () => {
  const { sql, load } = await begin("2026-11-23 09:00");
  const given = await town();
  given.holidays = { published_on: "2026-12-20", off: ["2026-12-31", "2027-01-01"], work: [] };
  await load(given);
  const years = await sql`select year, published_on::text from official_year where year >= 2026 order by 1`;
  assert.deepEqual(
    [...years],
    [
      { year: 2026, published_on: "2025-11-04" },
      { year: 2027, published_on: "2026-12-20" },
    ],
  );
  const days = await sql`select count(*)::int from official_day where on_date between '2026-10-01' and '2026-10-07'`;
  assert.ok(Number(days[0]?.["count"]) > 3);
});
