import { fileURLToPath } from "node:url";
import { createBots } from "./bots.ts";
import { crashFrom } from "./cli/crash.ts";
import { TownFileError } from "./cli/import.ts";
import { CrashSettingError } from "./crash-points.ts";
import { DatabaseError } from "./db/error.ts";
import { isTrouble } from "./db/trouble.ts";
import { MissingSecret } from "./db/secret.ts";
import { createLog } from "./process/log.ts";
import { serve } from "./serve.ts";
import { readSettings, SettingError } from "./settings.ts";

/* The composition root: builds, starts, stops. It alone reads the environment and the real clock. Standard output gets
   one line, when the program is ready; everything else goes to standard error. */

/** Longer than this, and what is unfinished is resolved at the next start. */
const STOP_MS = 9_000;
const log = createLog();
const sampleTown = fileURLToPath(new URL("../towns/sample.json", import.meta.url));

// The driver asks its server for types whenever it connects, and nobody waits for that answer: where the server goes away
// meanwhile, it is the same trouble that every query tells of.
process.on("unhandledRejection", (error) => {
  if (!isTrouble(error)) throw error;
  log.error("database failed", error);
});

try {
  const settings = readSettings(process.env, process.getuid?.() === 0, sampleTown);
  const running = await serve(settings, { bots: createBots(), now: Date.now, log, crash: crashFrom(process.env) });
  process.stdout.write(`链心 ${running.address}\n`);
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(0), STOP_MS);
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error("stop failed", error);
          process.exit(1);
        },
      );
    });
} catch (error) {
  // Said to whoever started it: one plain sentence, where there is one.
  const plain = [SettingError, DatabaseError, TownFileError, CrashSettingError, MissingSecret].some((kind) => error instanceof kind);
  process.stderr.write(`${plain ? (error as Error).message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
