import { runBackup } from "./backup.ts";
import { runDoctor } from "./doctor.ts";
import { runErase } from "./erase.ts";
import { runImport } from "./import.ts";
import { runMigrate } from "./migrate.ts";
import { type Bots } from "./rehearsal.ts";
import { runRehearse } from "./rehearse.ts";
import { runRestore } from "./restore.ts";

/** The operator's commands; each answers its exit code. */
const COMMANDS: Record<string, (args: readonly string[], bots: () => Bots) => Promise<number>> = {
  import: (args, bots) => runImport(args, bots().work.towns),
  backup: (args) => runBackup(args),
  restore: (args) => runRestore(args),
  migrate: (args, bots) => runMigrate(args, bots()),
  erase: (args, bots) => runErase(args, bots()),
  doctor: runDoctor,
  rehearse: (args, bots) => runRehearse(args, bots()),
};

/** `bots` is called by what needs them: they learn to understand when they are made. */
export async function runCommand([name = "", ...args]: readonly string[], bots: () => Bots): Promise<number> {
  const command = COMMANDS[name];
  if (command) return command(args, bots);
  process.stderr.write(`用法：npx lianxin ${Object.keys(COMMANDS).join("|")} …\n`);
  return 2;
}
