import { fileURLToPath } from "node:url";
import { createBots } from "./bots.ts";
import { crashFrom } from "./cli/crash.ts";
import { TownFileError } from "./cli/import.ts";
import { CrashSettingError } from "./crash-points.ts";
import { DatabaseError } from "./db/error.ts";
import { serve } from "./serve.ts";
import { readSettings, SettingError } from "./settings.ts";

/* The composition root: builds, starts, stops. It alone reads the environment and the real clock. Standard output gets
   one line, when the program is ready; everything else goes to standard error. */

const log = (message: string): void => void process.stderr.write(`${message}\n`);
const sampleTown = fileURLToPath(new URL("../towns/sample.json", import.meta.url));

try {
  const settings = readSettings(process.env, process.getuid?.() === 0, sampleTown);
  const running = await serve(settings, { bots: createBots(), now: Date.now, log, crash: crashFrom(process.env) });
  process.stdout.write(`链心 ${running.address}\n`);
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log(String(error));
          process.exit(1);
        },
      );
    });
} catch (error) {
  log(
    [SettingError, DatabaseError, TownFileError, CrashSettingError].some((kind) => error instanceof kind)
      ? (error as Error).message
      : String(error instanceof Error ? error.stack : error),
  );
  process.exit(1);
}
