import { parseArgs } from "node:util";
import { differ, isWrong, listed } from "../crash/compare.ts";
import { script } from "../crash/script.ts";
import type { Snapshot } from "../crash/snapshot.ts";
import { live } from "../crash/world.ts";
import { randomFrom } from "../random.ts";
import { keepThree, type Three } from "./three.ts";

/* Three processes live through the script of the crash harness on one PostgreSQL, one of them killed every few seconds: what
   comes of it must be what comes of one process that is never killed, and nothing may lie undone for long. */

/** Whatever a killed process held is taken over within so long: docs/operating.md says so. */
const WITHIN_MS = 30_000;

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" } } });

const quiet: Snapshot[] = [];
await live(script, { arm: () => ({ at: "", withServer: false }), seen: (step, snapshot) => void (quiet[step] = snapshot) });
process.stderr.write("one process, never killed: done\n");

const began = Date.now();
const wrong: string[] = [];
let three: Three | undefined;
const chance = randomFrom(Number(values.seed));
await live(
  script,
  {
    arm: () => ({ at: "", withServer: false }),
    seen: (step, snapshot, kills) => {
      const found = differ(snapshot, quiet[step] as Snapshot);
      if (process.env["LIANXIN_DEBUG"]) process.stderr.write(`${script[step]?.name}: killed at ${kills.map((each) => each.point).join(", ") || "nothing"}\n`);
      if (!isWrong(found)) return;
      wrong.push(`${script[step]?.name}\n${listed(found)}`);
      throw new Error(wrong.at(-1));
    },
  },
  async (env, _plan, far) => (three = await keepThree(env, { chance, polling: far.polling })),
).catch((error: unknown) => void wrong.push(String(error instanceof Error ? error.message : error)));

const longest = three?.work.longest() ?? { line: NaN, ear: NaN };
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
process.stdout.write(
  `three processes: ${three?.killed} kills in ${seconds(Date.now() - began)}; a due line waited at most ${seconds(longest.line)}, nobody listened for at most ${seconds(longest.ear)}\n`,
);
for (const [what, ms] of Object.entries(longest)) if (!(ms <= WITHIN_MS)) wrong.push(`${what}: ${seconds(ms)}, longer than ${seconds(WITHIN_MS)}`);
process.stdout.write(wrong.length ? `${wrong.join("\n")}\n` : "the same state as one process that is never killed\n");
process.exit(wrong.length ? 1 : 0);
