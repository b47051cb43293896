import { runBackup } from "./backup.ts";
import { runImport } from "./import.ts";
import { runMigrate } from "./migrate.ts";
import { runRestore } from "./restore.ts";

/** The operator's commands; each answers its exit code. */
const COMMANDS: Record<string, (args: readonly string[]) => Promise<number>> = {
  import: runImport,
  backup: runBackup,
  restore: runRestore,
  migrate: runMigrate,
};

const [name = "", ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (command) process.exitCode = await command(args);
else {
  process.stderr.write(`用法：npx lianxin ${Object.keys(COMMANDS).join("|")} …\n`);
  process.exitCode = 2;
}
