import { readFile } from "node:fs/promises";
import { instantOf } from "../calendar/working-time.ts";
import { createMemory } from "../channel/memory/index.ts";
import type { Understand, Work } from "../conversation/index.ts";
import type { Sql } from "../db/connect.ts";
import { type Scratch, scratchServer } from "../db/scratch.ts";
import { createVault } from "../db/seal.ts";
import { channelTurned } from "../delivery/index.ts";
import { createProgram, type Program } from "../program.ts";
import { nextDue, tick } from "../schedule/index.ts";
import { importFile, TownFileError } from "./import.ts";
import { certainTooEarly, violations } from "./year-checks.ts";
import { yearTable } from "./year-table.ts";

const USAGE =
  "用法：npm run -s year -- --from 2026-12-01 --to 2027-11-30 [--town 文件] [--calendar-on 2026-12-20]\n让一个镇的日程一年里自己走一遍，没有人说话；打印一览表，漏了、重了、没有改期的，退出码为 1。\n";
const SECRET = "year";
/** A moment that brings no progress so often would never end. */
const MOST_STILL = 3;
/** A scratch server does not tidy up after itself; a year's rows on one that never did would be read slower and slower. */
const TIDY_MS = 7 * 86_400_000;

export type Year = { from: string; to: string; town: string; calendar?: { file: string; on: string } };
type Days = { year: number; off: string[]; work: string[] };
type Bots = { work: Work; understand: Understand };

/** Reads the command's words; undefined when they are none. */
export function yearOf(args: readonly string[], files: { town: string; calendar: string }): Year | undefined {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) given.set(args[at] ?? "", args[at + 1] ?? "");
  const known = ["--from", "--to", "--town", "--calendar-on"];
  const dates = ["--from", "--to", "--calendar-on"].flatMap((key) => given.get(key) ?? []);
  const [from, to] = [given.get("--from"), given.get("--to")];
  if ([...given.keys()].some((key) => !known.includes(key)) || dates.some((each) => !isDay(each)) || !from || !to || from > to) return undefined;
  return { from, to, town: given.get("--town") ?? files.town, calendar: { file: files.calendar, on: given.get("--calendar-on") ?? "2026-12-20" } };
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** `year`: the exit code. */
export async function runYear(args: readonly string[], bots: Bots, files: { town: string; calendar: string }, url: string | undefined): Promise<number> {
  const year = yearOf(args, files);
  if (!year) {
    process.stderr.write(USAGE);
    return 2;
  }
  const server = await scratchServer(url);
  try {
    const { table, wrong } = await liveYear(server, year, bots);
    process.stdout.write(
      `${table}\n${wrong.length ? `不对的地方 ${wrong.length} 处：\n${wrong.map((each) => `· ${each}`).join("\n")}` : "核对：没有漏的，没有重的，暂定的日子都已按公布的节假日排定。"}\n`,
    );
    return wrong.length ? 1 : 0;
  } catch (error) {
    if (!(error instanceof TownFileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await server.close();
  }
}

/** Lives a span of days of a town, from one due moment to the next, without people. */
export async function liveYear(server: Scratch, year: Year, bots: Bots): Promise<{ table: string; wrong: string[] }> {
  const database = await server.database();
  const { sql } = database;
  const zone = await populate(sql, year, bots);
  const [from, to] = [instantOf(year.from, "00:00", zone), instantOf(year.to, "24:00", zone) - 1];
  const clock = { now: from };
  const program = await createProgram({
    sql,
    now: () => clock.now,
    work: bots.work,
    vault: createVault(SECRET),
    understand: bots.understand,
    channels: [createMemory()],
    home: "memory",
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
  });
  await channelTurned(sql, "memory", "up", from);
  await sql`update town set began_at = ${from}::timestamptz`;
  const wrong: string[] = [];
  const eve = year.calendar ? Math.min(instantOf(year.calendar.on, "00:00", zone) - 1, to) : to;
  if (eve > from) await live(program, clock, eve, wrong);
  wrong.push(...(await certainTooEarly(program.world, clock.now)));
  const provisional = await sql<{ id: number }[]>`select id from occasion where provisional and state = 'planned'`;
  await live(program, clock, to, wrong);
  const { world } = program;
  wrong.push(...(await violations(world, { from, to }, new Set(provisional.map((each) => each.id)))));
  const table = await yearTable(sql, year, world.calendar());
  await database.drop();
  return { table, wrong };
}

/** The town as a user imports it, and the next year's calendar, published on its day. */
async function populate(sql: Sql, year: Year, bots: Bots): Promise<string> {
  await importFile(sql, year.town, { now: 0, secret: SECRET, readers: bots.work.towns });
  if (year.calendar) {
    const { year: number, off, work } = JSON.parse(await readFile(year.calendar.file, "utf8")) as Days;
    const days = [...off.map((day) => ({ day, kind: "off" })), ...work.map((day) => ({ day, kind: "work" }))];
    await sql`
      insert into official_year (year, published_on) values (${number}, ${year.calendar.on}::date)
      on conflict (year) do update set published_on = excluded.published_on`;
    await sql`delete from official_day where extract(year from on_date) = ${number}`;
    await sql`
      insert into official_day (on_date, kind) select day, kind from json_to_recordset(${JSON.stringify(days)}::text::json) as r(day date, kind text)`;
  }
  const [town] = await sql<{ zone: string }[]>`select zone from town`;
  return town?.zone ?? "Asia/Shanghai";
}

/** Everything due up to then, moment by moment. What is said counts as carried out at once: no channel is tried here. */
async function live({ world }: Program, clock: { now: number }, to: number, wrong: string[]): Promise<void> {
  let [still, tidied] = [0, clock.now];
  for (;;) {
    const due = await nextDue(world);
    if (due === undefined || due > to) break;
    if (due > tidied + TIDY_MS) {
      await world.sql.unsafe("vacuum analyze");
      tidied = due;
    }
    still = due > clock.now ? 0 : still + 1;
    clock.now = Math.max(clock.now, due);
    if (still > MOST_STILL) return void wrong.push(`${world.calendar().print(clock.now)}有到期的事没有被办掉`);
    await tick(world, clock.now);
    await world.sql`update line set state = 'sent', sent_at = greatest(not_before, ${clock.now}::timestamptz) where state = 'queued'`;
  }
  clock.now = to;
}
