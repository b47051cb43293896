import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Heard } from "../channel/port.ts";
import type { Sql } from "../db/connect.ts";

/** Figures in Prometheus form: of this process what it does, of the database what waits. No names, no words. */
export type Metrics = {
  /** A message was heard and what became of it stored, or it failed. */
  heard(heard: Heard, seconds: number, ok: boolean): void;
  ticked(seconds: number): void;
  carried(lines: number): void;
  /** `text/plain; version=0.0.4` */
  text(): Promise<string>;
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(parts: {
  sql: Sql;
  now: () => number;
  nextWork: () => Promise<number | undefined>;
  listening: () => readonly string[];
}): Metrics {
  const registers = [new Registry()];
  const [figures] = registers as [Registry];
  collectDefaultMetrics({ register: figures });
  const heard = new Histogram({
    name: "lianxin_heard_seconds",
    help: "From a message's arrival until what became of it is stored",
    labelNames: ["channel", "kind", "ok"],
    buckets: SECONDS,
    registers,
  });
  const tick = new Histogram({ name: "lianxin_tick_seconds", help: "One look for what is due, with what it did", buckets: SECONDS, registers });
  const carried = new Counter({ name: "lianxin_lines_carried_total", help: "Lines taken to be said, by this process", registers });
  const held = new Gauge({ name: "lianxin_channel_listening", help: "1 where this process listens", labelNames: ["channel"], registers });
  const waiting = waitingGauges(registers);
  return {
    heard: ({ channel, kind }, seconds, ok) => heard.observe({ channel, kind, ok: String(ok) }, seconds),
    ticked: (seconds) => tick.observe(seconds),
    carried: (lines) => carried.inc(lines),
    async text() {
      held.reset();
      for (const channel of parts.listening()) held.set({ channel }, 1);
      // Without its database a process still tells of itself.
      const waits = await parts
        .nextWork()
        .then((next) => readWaiting(parts.sql, parts.now(), next))
        .catch(() => undefined);
      waiting.database.set(waits ? 1 : 0);
      if (waits) for (const [name, value] of Object.entries(waits)) waiting.of[name as keyof Waiting].set(value);
      return figures.metrics();
    },
  };
}

type Waiting = { lines_due: number; lines_oldest_seconds: number; lines_sending: number; overdue_seconds: number; people_wait: number; parked: number };

function waitingGauges(registers: Registry[]) {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `lianxin_${name}`, help, registers });
  return {
    database: gauge("database_up", "1 where the database answers this process"),
    of: {
      lines_due: gauge("lines_due", "Lines that should have been said by now"),
      lines_oldest_seconds: gauge("lines_oldest_seconds", "For how long the oldest of them waits"),
      lines_sending: gauge("lines_sending", "Lines being said"),
      overdue_seconds: gauge("overdue_seconds", "For how long the oldest thing due waits for a tick"),
      people_wait: gauge("people_wait", "Messages that wait for a person"),
      parked: gauge("parked", "Messages whose handling failed"),
    } satisfies Record<keyof Waiting, Gauge>,
  };
}

async function readWaiting(sql: Sql, now: number, nextWork: number | undefined): Promise<Waiting> {
  const [row] = await sql<[Omit<Waiting, "overdue_seconds">]>`
    select (select count(*) from line where state = 'queued' and not_before <= ${now}::timestamptz)::int as lines_due,
      coalesce((select extract(epoch from ${now}::timestamptz - min(not_before)) from line
        where state = 'queued' and not_before <= ${now}::timestamptz), 0)::float8 as lines_oldest_seconds,
      (select count(*) from line where state = 'sending')::int as lines_sending,
      (select count(*) from heard where state = 'waiting')::int as people_wait,
      (select count(*) from heard where state = 'parked')::int as parked`;
  return { ...row, overdue_seconds: Math.max(0, now - (nextWork ?? now)) / 1000 };
}
