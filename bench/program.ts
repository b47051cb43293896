import { createBots } from "../src/bots.ts";
import { createWebChat } from "../src/channel/web/index.ts";
import type { Outgoing } from "../src/channel/port.ts";
import type { Rooms } from "../src/delivery/index.ts";
import type { Flow } from "../src/flow/index.ts";
import type { Sql } from "../src/db/connect.ts";
import { createVault } from "../src/db/seal.ts";
import { migrate } from "../src/db/migrate.ts";
import { importTown } from "../src/people/import.ts";
import type { Turn } from "../src/people/index.ts";
import { createProgram, type Program } from "../src/program.ts";
import { townOf } from "./town.ts";

const AT = Date.parse("2026-11-23T01:00:00Z");
const WINDOW_MS = 2;

/** The program as it runs, all bots in it, with hands to say something to it. */
export type Opened = {
  program: Program;
  /** Person `n` says it in their direct chat; resolves when it is stored. */
  hear(n: number, key: string, text: string): Promise<void>;
  /** Throws what went wrong unnoticed: a message that fails is parked, not refused. */
  check(): void;
};

export async function openProgram(sql: Sql, flows: readonly Flow<Turn>[] = [], far: { rooms?: Rooms; send?: (line: Outgoing) => void } = {}): Promise<Opened> {
  const problems: unknown[] = [];
  const { work, understand } = createBots();
  const program = await createProgram({
    sql,
    now: () => AT,
    understand,
    work: { ...work, flows: [...work.flows, ...flows] },
    vault: createVault("bench"),
    // Whatever is carried arrives at once: what a platform takes is not ours to measure.
    channels: [{ ...createWebChat(), send: (line) => (far.send?.(line), Promise.resolve({ ok: true, messageIds: [line.key] })) }],
    ...(far.rooms ? { rooms: far.rooms } : {}),
    home: "web",
    window: (run) => void setTimeout(run, WINDOW_MS),
    pace: () => Promise.resolve(),
    failed: (error) => void problems.push(error),
  });
  return {
    program,
    hear: (n, key, text) => {
      const who = `人${n}`;
      const place = { where: { kind: "direct" as const, id: who }, from: { id: who, name: who } };
      return program.hear({ channel: "web", account: "main", key: `${n}-${key}`, at: AT, kind: "message", text, ...place });
    },
    check: () => {
      if (problems.length) throw problems[0];
    },
  };
}

/** A town of so many in an empty database. */
export async function fillTown(sql: Sql, people: number): Promise<void> {
  await migrate(sql);
  await importTown(sql, townOf(people) as never, { now: AT, vault: createVault("bench") });
}
