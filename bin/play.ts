import { createBots } from "../src/bots.ts";
import { runPlays } from "../src/cli/play/command.ts";

process.exitCode = await runPlays(process.argv.slice(2), createBots(), process.env["TEST_DATABASE_URL"]);
