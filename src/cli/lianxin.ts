import type { TownReader } from "../people/index.ts";
import { runBackup } from "./backup.ts";
import { runImport } from "./import.ts";
import { runMigrate } from "./migrate.ts";
import { runRestore } from "./restore.ts";

/** The operator's commands; each answers its exit code. */
const COMMANDS: Record<string, (args: readonly string[], readers: readonly TownReader[]) => Promise<number>> = {
  import: runImport,
  backup: runBackup,
  restore: runRestore,
  migrate: runMigrate,
};

export async function runCommand([name = "", ...args]: readonly string[], readers: readonly TownReader[]): Promise<number> {
  const command = COMMANDS[name];
  if (command) return command(args, readers);
  process.stderr.write(`用法：npx lianxin ${Object.keys(COMMANDS).join("|")} …\n`);
  return 2;
}
