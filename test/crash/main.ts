import { parseArgs } from "node:util";
import { type CrashPoint, crashPoints, sharedPoints } from "../../src/crash-points.ts";
import { isTrouble } from "../../src/db/trouble.ts";
import { type Difference, differ, isWrong, listed, since } from "./compare.ts";
import { script } from "./script.ts";
import type { Snapshot } from "./snapshot.ts";
import { Tally } from "./tally.ts";
import { live } from "./world.ts";

/* Kills the real program at its crash points, under load, and compares what comes of it with a run that was never killed. */

const { values } = parseArgs({
  options: {
    long: { type: "boolean", default: false },
    at: { type: "string" },
    seed: { type: "string", default: "1" },
    planted: { type: "boolean", default: false },
  },
});
/** Ends a run between two steps. */
const ENOUGH = new Error("enough was killed");
// The driver's own questions on a connection whose server is killed have nobody who waits for them.
process.on("unhandledRejection", (error: unknown) => {
  if (!isTrouble(error)) throw error;
});
if (values.planted) await import("./planted.ts");
else await run();

async function run(): Promise<void> {
  /** Kills wanted; minutes after which no further run begins. */
  const [wanted, minutes] = values.long ? [1000, 100] : [60, 15];
  const only = values.at?.split(",").map((name) => crashPoints.find((point) => point === name) ?? fail(`no point is called ${name}`));
  const tally = new Tally(Number(values.seed), wanted, only);
  const began = Date.now();
  const never: Snapshot[] = [];
  await live(script, {
    arm: () => ({ at: "trace", withServer: false }),
    seen: (step, snapshot, _kills, passed) => {
      never[step] = snapshot;
      tally.coming[step] = new Map([...Map.groupBy(passed, (point) => point)].map(([point, list]) => [point, list.length]));
    },
  });
  process.stderr.write(`never killed: ${script.length} steps, ${seconds(began)} s\n`);
  checkVisited(tally.coming);

  const wrong: string[] = [];
  const lane = async (first: boolean): Promise<void> => {
    // Each lane kills the database server, too, in every other run.
    const enough = (): boolean => tally.done || Date.now() - began > minutes * 60_000 || wrong.length > 0;
    for (let withServer = first; !enough(); withServer = !withServer)
      await killed(tally, never, withServer, enough).catch((error: unknown) => {
        if (error === ENOUGH) return;
        wrong.push(error instanceof Error ? error.message : String(error));
        process.stderr.write(`${wrong.at(-1)}\n`);
      });
  };
  const killing = Date.now();
  const table = (): string => {
    const rate = (tally.kills / ((Date.now() - killing) / 1000)).toFixed(1);
    return `${tally.print()}\n${tally.kills} kills, ${rate} a second, ${seconds(began)} s\n`;
  };
  // Whoever ends a long run is told how far it came.
  process.once("SIGTERM", () => {
    process.stdout.write(`${table()}ended before its time, ${wrong.length ? wrong.join("\n") : "nothing lost, nothing doubled so far"}\n`);
    process.exit(1);
  });
  await Promise.all([lane(false), lane(true)]);
  process.stdout.write(table());
  if (only === undefined) wrong.push(...tally.unvisited.map((point) => `no kill at ${point}`));
  if (values.long && tally.kills < wanted) wrong.push(`${tally.kills} kills in the time given, fewer than ${wanted}`);
  process.stdout.write(wrong.length ? `${wrong.join("\n")}\n` : "nothing lost, nothing doubled\n");
  process.exit(wrong.length ? 1 : 0);
}

/** One run with kills. Ends at the first step that differs, with what does. */
async function killed(tally: Tally, never: readonly Snapshot[], withServer: boolean, enough: () => boolean): Promise<void> {
  let before: Difference | undefined;
  let armed = 0;
  await live(script, {
    arm: (step, kills) => {
      armed = step + 1;
      return tally.arm(step, kills, withServer);
    },
    stale: (step) => armed < step && tally.wants(step, withServer),
    seen: (step, snapshot, kills) => {
      const now = differ(snapshot, never[step] as Snapshot);
      const news = since(now, before);
      before = now;
      tally.add(kills, news);
      const told = `${script[step]?.name}: killed ${withServer ? "with the server " : ""}at ${kills.map((each) => each.point).join(", ") || "nothing"}`;
      if (process.env["LIANXIN_DEBUG"]) process.stderr.write(`${told}\n`);
      if (isWrong(news)) throw new Error(`${told}\n${listed(news)}`);
      if (enough()) throw ENOUGH;
    },
  });
}

/** The script must pass every point. */
function checkVisited(coming: readonly Map<CrashPoint, number>[]): void {
  const visited = new Set(coming.flatMap((each) => [...each.keys()]));
  const astray = crashPoints.filter((point) => !visited.has(point) && !sharedPoints.includes(point));
  if (astray.length) fail(`test/crash/script.ts passes by these points: ${astray.join(", ")}`);
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function seconds(from: number): number {
  return Math.round((Date.now() - from) / 1000);
}
