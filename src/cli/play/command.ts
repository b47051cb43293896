import { PlayGrammarError } from "./parse.ts";
import { actOut, EVERY, findPlays } from "./play.ts";
import type { Bots, Every } from "./stage.ts";
import { openWorlds } from "./worlds.ts";

const USAGE = "npm run -s play -- 'GLOB'… [--every restart|redeliver|crash]";

/** Acts plays out and prints what differs. 0 when all pass, 1 when a play differs, 2 for bad grammar or no file. */
export async function runPlays(args: readonly string[], bots: Bots, url: string | undefined): Promise<number> {
  try {
    const at = args.indexOf("--every");
    const every = at < 0 ? undefined : (args[at + 1] as Every);
    const patterns = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
    if (at >= 0 && !EVERY.includes(every)) throw new PlayGrammarError(`--every ${String(every)}: ${USAGE}`);
    if (!patterns.length || patterns.some((each) => each.startsWith("-"))) throw new PlayGrammarError(USAGE);
    const plays = await findPlays(patterns);
    const worlds = await openWorlds(url, bots.work.towns);
    try {
      const report = await actOut(plays, bots, every, worlds);
      for (const failure of report.failures) process.stdout.write(`${failure}\n\n`);
      process.stdout.write(`${report.passed} passed, ${report.failures.length} failed\n`);
      return report.failures.length ? 1 : 0;
    } finally {
      await worlds.close();
    }
  } catch (error) {
    if (!(error instanceof PlayGrammarError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
