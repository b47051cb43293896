import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { CrashPoint } from "../../src/crash-points.ts";
import { type BotApi, startBotApi, TOKEN } from "../bot-api/server.ts";
import { runCommand } from "./child.ts";
import { makeFolder } from "./folder.ts";
import { createHands } from "./hands.ts";
import { keepAlive, type Kept, type Plan } from "./kept.ts";
import type { Step } from "./script.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import { gather, townFile } from "./town.ts";

const DAY_MS = 86_400_000;
const LOOK_MS = 25;
/** So long after the program's last start everything must be answered. */
const PATIENCE_MS = 180_000;
const IMPORT_POINTS: readonly CrashPoint[] = ["import written", "import committed"];

/** The Monday after tomorrow at the earliest: nothing may depend on the day on which this runs. */
function monday(): number {
  const day = Math.floor(Date.now() / DAY_MS) + 2;
  // The first day of the epoch was a Thursday.
  return (day + ((11 - (day % 7)) % 7)) * DAY_MS;
}

/** How the program is kept running: one process on the embedded database unless said. */
export type Keep = (env: Record<string, string> & { LIANXIN_DATA: string }, plan: Plan, far: BotApi) => Kept | Promise<Kept>;

/** Lives through the script once, on a data folder and with a far end of its own. */
export async function live(script: readonly Step[], plan: Plan, keep: Keep = keepAlive, start = monday()): Promise<void> {
  const folder = await makeFolder();
  const clock = createClock(start);
  const far = await startBotApi({ now: clock.now });
  const crowd = gather(far);
  const year = new Date(start).getUTCFullYear();
  const [town, changed] = [join(folder, "town.json"), join(folder, "changed.json")];
  await writeFile(town, JSON.stringify(townFile(crowd, year)));
  await writeFile(changed, JSON.stringify(townFile(crowd, year, true)));
  const data = join(folder, "data");
  const env = { LIANXIN_DATA: data, LIANXIN_TOWN: town, LIANXIN_SANDBOX: "on", TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root };
  const kept = await keep(env, plan, far);

  let last: Snapshot | undefined;
  const no = (raiser: string): string => last?.numbers.get(`〈${raiser} problem 1〉`) ?? `${raiser} raised nothing`;
  const hands = createHands(far, crowd, no, () => importTown(changed, { LIANXIN_DATA: data, ...kept.env }, kept, plan));
  const walk = async (): Promise<void> => {
    for (const [n, step] of script.entries()) {
      const passed = await kept.enter(n);
      await step.does?.(hands);
      if (step.to) await clock.turn(kept, step.to);
      last = await until(`everything is answered: ${step.name}`, kept, () => settled(kept, far, data));
      plan.seen(n, last, kept.kills, passed());
    }
  };
  try {
    await Promise.race([walk(), kept.failed]);
  } finally {
    await kept.end();
    await far.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** The far end's clock, and the sandbox's, which is turned with it. */
function createClock(start: number) {
  let offset = 0;
  return {
    now: (): number => Date.now() + offset,
    async turn(kept: Kept, [days, time]: [number, string]): Promise<void> {
      const to = `${new Date(start + days * DAY_MS).toISOString().slice(0, 10)} ${time}`;
      offset = Math.max(offset, Date.parse(`${to.replace(" ", "T")}:00+08:00`) - Date.now());
      await until(`the clock stands at ${to}`, kept, async () => {
        const asked = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ to }) };
        const children = kept.children();
        for (const child of children) {
          const address = child.address();
          if (!address) return undefined;
          const answer = await fetch(`${address}/api/sandbox/clock`, asked);
          // Killed once it stood there, or told by another, it has gone on since: asked again, it would have to go back.
          const passed = answer.status === 400 && (kept.kills.length > 0 || children.length > 1) && (await answer.text()).includes("clock-back");
          if (!answer.ok && !passed) return undefined;
        }
        return children.length > 0 || undefined;
      });
    },
  };
}

/** `npx lianxin import` while the program runs: killed at each of its points first, where anything is killed. */
async function importTown(file: string, at: Record<string, string>, kept: Kept, plan: Plan): Promise<void> {
  const run = (env: Record<string, string> = {}) => runCommand(["import", file], { ...at, ...env });
  for (const point of plan.stale ? IMPORT_POINTS : []) if ((await run({ LIANXIN_CRASH_AT: point })) === null) kept.kills.push({ point, withServer: false });
  await until("the town is imported", kept, async () => (await run()) === 0 || undefined);
}

/** How it stands once everything said was heard and acknowledged, and everything to be said was said. */
async function settled(kept: Kept, far: BotApi, data: string): Promise<Snapshot | undefined> {
  const { startedAt } = kept;
  if (!kept.children().some((child) => child.address()) || far.pending() || !far.polling()) return undefined;
  const sql = await kept.sql();
  const rows = sql
    ? await sql<{ id: number }[]>`
        select id from line where state = 'sending' or state = 'queued' and (attempts > 0 or not_before <= now() +
          (select coalesce(max(value::float8), 0) from clock_state where key = 'offset_ms') * interval '1 ms') limit 1`
    : undefined;
  if (!sql || rows?.length !== 0) return undefined;
  const snapshot = await takeSnapshot(sql, far, data);
  return startedAt === kept.startedAt && !far.pending() ? snapshot : undefined;
}

/** Looks until it finds something: while the program is down, looking fails. */
async function until<T>(what: string, kept: Kept, look: () => Promise<T | undefined>): Promise<T> {
  while (Date.now() - kept.startedAt < PATIENCE_MS || !kept.children().some((child) => child.address())) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await pause(LOOK_MS);
  }
  throw new Error(
    `waited in vain until ${what}\n${kept
      .children()
      .map((child) => child.errors())
      .join("\n")}`,
  );
}
