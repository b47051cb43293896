import { createBots } from "../src/bots.ts";
import { runCommand } from "../src/cli/lianxin.ts";

process.exitCode = await runCommand(process.argv.slice(2), createBots);
