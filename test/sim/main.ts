import { parseArgs } from "node:util";
import { createBots } from "../../src/bots.ts";
import { scratchServer } from "../../src/db/scratch.ts";
import { FAULTS } from "./faults.ts";
import { openTown, type Town } from "./open-town.ts";
import { commandOf, shrink } from "./shrink.ts";
import { HABITS, type Options, type Outcome } from "./simulation.ts";

/* Lives days of a simulated town, seed after seed, and says what did not hold. */

const USAGE = `usage: npm run sim -- --seed N | --seeds A..B [--days 30] [--scale 1] [--without ${[...FAULTS, ...HABITS.map((each) => each.name)].join(",")}] [--loud] [--no-shrink] [--all]\n`;
const MOST_SEEDS = 1000;
/** Runs spent on finding a smaller one that fails. */
const MOST_RUNS = 24;

process.exitCode = await run();

async function run(): Promise<number> {
  const asked = read();
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  const server = await scratchServer(process.env["TEST_DATABASE_URL"]);
  try {
    const town = await openTown(server, createBots(), asked.scale);
    let broken = 0;
    for (const seed of asked.seeds) {
      const options: Options = { ...asked, seed, ...(asked.loud ? { tell: (line) => void process.stdout.write(`${line}\n`) } : {}) };
      const began = Date.now();
      const outcome = await town.live(options);
      process.stdout.write(`${told(options, outcome)}, ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
      if (!outcome.violations.length) continue;
      broken += 1;
      await failed(town, { ...asked, seed }, outcome, asked.shrinks);
      if (!asked.all) break;
    }
    if (broken) return 1;
    process.stdout.write(`every invariant holds: ${asked.seeds.length} ${asked.seeds.length === 1 ? "seed" : "seeds"}, ${asked.days} days each\n`);
    return 0;
  } finally {
    await server.close();
  }
}

async function failed(town: Town, options: Options, outcome: Outcome, shrinks: boolean): Promise<void> {
  for (const each of outcome.violations.slice(0, 10)) process.stdout.write(`VIOLATED  ${each.invariant}, by ${each.at}: ${each.message}\n`);
  process.stdout.write(`replay    ${commandOf(options)}\n`);
  if (!shrinks) return;
  const smallest = await shrink(town, options, outcome, MOST_RUNS);
  process.stdout.write(`smallest  ${commandOf(smallest)}\n`);
}

function read(): (Omit<Options, "seed" | "tell"> & { seeds: number[]; loud: boolean; shrinks: boolean; all: boolean }) | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string" },
        seeds: { type: "string" },
        days: { type: "string", default: "30" },
        scale: { type: "string", default: "1" },
        without: { type: "string", default: "" },
        loud: { type: "boolean", default: false },
        "no-shrink": { type: "boolean", default: false },
        all: { type: "boolean", default: false },
      },
    });
    const [first = NaN, last = first] = (values.seeds ?? values.seed ?? "1").split("..").map(Number);
    const [days, scale] = [Number(values.days), Number(values.scale)];
    const without = new Set(values.without.split(",").filter(Boolean));
    const known = new Set<string>([...FAULTS, ...HABITS.map((each) => each.name)]);
    const fits = Number.isInteger(first) && Number.isInteger(last) && last >= first && last - first < MOST_SEEDS && Number.isInteger(days) && days > 0;
    if (!fits || !(scale > 0 && scale <= 3) || [...without].some((each) => !known.has(each))) return undefined;
    const seeds = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    return { seeds, days, scale, without, loud: values.loud, shrinks: !values["no-shrink"], all: values.all };
  } catch {
    return undefined;
  }
}

function told({ seed }: Options, one: Outcome): string {
  return `seed ${seed}: ${one.days} days until ${one.until}, ${one.said} messages heard, ${one.shown} shown, ${one.matters} matters, ${one.kills} kills, trace ${one.hash}`;
}
