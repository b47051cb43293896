import { readFile } from "node:fs/promises";
import type { Heard } from "../../src/channel/port.ts";
import type { Sql } from "../../src/db/connect.ts";
import { Agenda } from "./agenda.ts";
import { chanceOf } from "./chance.ts";
import { elders } from "./elders.ts";
import { enterprises } from "./enterprises.ts";
import { Faults, type Mishap } from "./faults.ts";
import { FarEnd } from "./far-end.ts";
import { hosts } from "./hosts.ts";
import { invariants } from "./invariants/index.ts";
import { type Bots, Machine } from "./machine.ts";
import { owners } from "./owners.ts";
import type { Act, Habit, Life } from "./people.ts";
import { Record, type Said } from "./record.ts";
import { secretaries } from "./secretaries.ts";
import { dateOf, DAY, dayAfter, instant, MINUTE, print, weekday } from "./time.ts";
import type { TownPlan } from "./town.ts";
import { volunteers } from "./volunteers.ts";

export type Options = { seed: number; days: number; scale: number; without: ReadonlySet<string>; tell?: (line: string) => void };
export type Violation = { invariant: string; message: string; at: string };
export type Outcome = { hash: string; violations: Violation[]; days: number; said: number; shown: number; matters: number; kills: number; until: string };

export const HABITS: readonly Habit[] = [enterprises, owners, elders, volunteers, secretaries, hosts];
/** A scratch server does not tidy up after itself. */
const TIDY_DAYS = 10;

/** One town, one seed, so many days. */
export class Simulation {
  private readonly sql: Sql;
  private readonly town: TownPlan;
  private readonly options: Options;
  private readonly far: FarEnd;
  private readonly machine: Machine;
  private readonly record: Record;
  private readonly agenda = new Agenda<Act>();
  private readonly mishaps = new Agenda<Mishap>();
  private readonly faults: Faults;
  /** Rooms whose messages are on their way for long, until when. */
  private readonly held = new Map<string, number>();
  private readonly habits: readonly Habit[];
  private readonly life: Life;
  private readonly began: number;
  private readonly members: ReadonlyMap<string, readonly string[]>;
  private away = 0;
  private down = 0;
  private count = 0;
  private read = 0;

  constructor(parts: { sql: Sql; other: Sql; bots: Bots; town: TownPlan; options: Options }) {
    const { options, town } = parts;
    this.sql = parts.sql;
    this.town = town;
    this.options = options;
    this.record = new Record(options.tell);
    this.faults = new Faults(options.seed, options.without);
    this.far = new FarEnd(options.seed % 2 === 0, this.faults.fate);
    this.machine = new Machine({ ...parts, far: this.far, order: this.faults.order });
    this.habits = HABITS.filter((each) => !options.without.has(each.name));
    this.began = instant(firstDay(options.seed), "00:00");
    this.members = new Map((town.file as { rooms: { name: string; people: string[] }[] }).rooms.map((each) => [each.name, each.people]));
    this.life = {
      now: this.began,
      today: dateOf(this.began),
      town,
      chance: (...words) => chanceOf(options.seed, ...words),
      does: (who, { in: minutes, ...act }) => this.agenda.put(this.life.now + minutes * MINUTE, { ...act, who, at: this.life.now + minutes * MINUTE }),
      isWorkday: (date) => weekday(date) < 6,
      notes: new Map(),
    };
  }

  async run(): Promise<Outcome> {
    const { options, began } = this;
    await publish(this.sql, this.faults.publication(dateOf(began)));
    await this.sql`update town set began_at = ${began}::timestamptz`;
    this.machine.now = began;
    await this.machine.start();
    const violations: Violation[] = [];
    let days = 0;
    for (let day = 1; day <= options.days && !violations.length; day += 1) {
      this.life.today = dateOf(this.life.now);
      for (const habit of this.habits) habit.day?.(this.life);
      for (const { at, what } of this.faults.of(this.life.today)) this.mishaps.put(at, what);
      await this.until(instant(dayAfter(this.life.today), "00:00"));
      if (day % TIDY_DAYS === 0) await this.sql.unsafe("vacuum analyze");
      violations.push(...(await this.check()));
      days = day;
    }
    const states = await finalStates(this.sql);
    return {
      hash: this.record.end(states),
      violations,
      days,
      said: this.record.said.length,
      shown: this.record.seen.length,
      matters: states.filter((each) => each.startsWith("matter")).length,
      kills: this.machine.kills,
      until: print(this.life.now),
    };
  }

  /** Everything up to a moment, in order: what falls due, what people do, what they see. */
  private async until(end: number): Promise<void> {
    for (let rounds = 0; ;) {
      const due = await this.machine.nextDue();
      const next = Math.min(due ?? Infinity, this.agenda.next ?? Infinity, this.mishaps.next ?? Infinity);
      if (next > end) break;
      rounds = next > this.life.now ? 0 : rounds + 1;
      this.life.now = Math.max(this.life.now, next);
      this.machine.now = this.life.now;
      if (!(await this.machine.rests(rounds))) break;
      for (const mishap of this.mishaps.due(this.life.now)) await this.suffers(mishap);
      for (const act of this.agenda.due(this.life.now)) this.says(act);
      await this.machine.hear();
      if (due !== undefined && due <= this.life.now) await this.machine.tick(this.faults.second(this.life.now));
      this.look();
    }
    this.life.now = Math.max(this.life.now, end);
    this.machine.now = this.life.now;
  }

  private async suffers(mishap: Mishap): Promise<void> {
    const { machine, record } = this;
    const { now } = this.life;
    switch (mishap.does) {
      case "kill":
        return machine.killNext(mishap.kill);
      case "away":
        if (this.away > now) return;
        this.away = mishap.until;
        record.gaps.push({ from: now, until: mishap.until, why: mishap.how });
        return machine.away(mishap.how);
      case "back":
        return this.away <= now ? machine.away(undefined) : undefined;
      case "down":
        if (!machine.isUp) return;
        this.down = mishap.until;
        record.gaps.push({ from: now, until: mishap.until, why: "down" });
        return machine.goDown();
      case "up":
        return this.down <= now && !machine.isUp ? machine.start() : undefined;
      case "deliver":
        return this.far.takes(mishap.heard);
    }
  }

  /** A few messages are on their way for long; what is said after them in the same room comes after them. */
  private says(act: Act): void {
    if (this.far.isDeaf) return;
    const key = `s${(this.count += 1)}`;
    const said: Said = { ...act, key, heardAt: undefined };
    this.record.says(said);
    const until = Math.max(act.at + this.faults.delay(key), this.held.get(act.where.id) ?? 0);
    if (until <= this.life.now) return this.far.takes(heardOf(said));
    this.held.set(act.where.id, until);
    this.mishaps.put(until, { does: "deliver", heard: heardOf(said) });
  }

  /** What was heard and shown since the last look; whoever sees it thinks of what to do. */
  private look(): void {
    const heard = this.far.acknowledged.slice(this.read).flatMap((each) => this.record.of(each.key) ?? []);
    this.read = this.far.acknowledged.length;
    for (const each of heard) {
      const again = each.heardAt === undefined ? this.faults.again(each.key) : undefined;
      each.heardAt ??= this.life.now;
      if (again !== undefined) this.mishaps.put(this.life.now + again, { does: "deliver", heard: heardOf(each) });
    }
    const shown = this.far.fresh();
    this.record.moment(this.life.now, heard, shown);
    for (const each of shown) {
      const readers = each.where.kind === "direct" ? [each.where.id] : (this.members.get(each.where.id) ?? []);
      for (const who of readers) for (const habit of this.habits) habit.sees?.(who, each, this.life);
    }
  }

  private async check(): Promise<Violation[]> {
    const { sql, record, far, town, began } = this;
    const { now } = this.life;
    const look = { sql, record, far, town, began, now, since: now - DAY };
    const violations: Violation[] = this.machine.stuck ? [{ invariant: "comes to rest", message: this.machine.stuck, at: print(now) }] : [];
    for (const each of invariants) violations.push(...(await each.finds(look)).map((message) => ({ invariant: each.name, message, at: print(now) })));
    violations.push(...this.machine.failures.map((message) => ({ invariant: "every message ends", message, at: print(now) })));
    return violations;
  }
}

/** The first seed's days begin before a new year whose holidays are not published yet; the others anywhere in a year. */
const firstDay = (seed: number): string => (seed === 1 ? "2026-11-23" : dayAfter("2026-10-09", chanceOf(seed, "first day").between(0, 330)));

function heardOf({ key, at, who, where, text, press, quote }: Said): Heard {
  const common = { channel: "memory", account: "main", key, where, from: { id: who, name: who }, at };
  if (press) return { ...common, kind: "press", ...press };
  return {
    ...common,
    kind: "message",
    text,
    mentionsMe: text.includes("@链心"),
    messageId: key,
    ...(quote ? { quote: { ...quote, mine: true } } : {}),
  };
}

/** The holidays of the next year become known on that day. */
async function publish(sql: Sql, on: string): Promise<void> {
  const file = new URL("../../towns/calendar-2027.json", import.meta.url);
  const { year, off, work } = JSON.parse(await readFile(file, "utf8")) as { year: number; off: string[]; work: string[] };
  const days = [...off.map((day) => ({ day, kind: "off" })), ...work.map((day) => ({ day, kind: "work" }))];
  await sql`insert into official_year (year, published_on) values (${year}, ${on}::date)`;
  await sql`
    insert into official_day (on_date, kind) select day, kind from jsonb_to_recordset(${JSON.stringify(days)}::text::jsonb) as r(day date, kind text)`;
}

/** How everything stands, for the fingerprint. */
async function finalStates(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select line from (
      select 1 as part, concat_ws(' ', 'matter', no, kind, lane, state, result, score, reopened, bounces, rung) as line from matter
      union all select 2, concat_ws(' ', 'smiley', elder, on_date, state, stage) from story.smiley
      union all select 3, concat_ws(' ', 'checkin', household, on_date, state) from story.checkin
      union all select 4, concat_ws(' ', 'receipt', notice, person, state, version) from story.receipt
      union all select 5, concat_ws(' ', 'occasion', kind, chain, on_date, host, state, provisional) from story.occasion
    ) as all_lines order by part, line collate "C"`;
  return rows.map((each) => each.line);
}
