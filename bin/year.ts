import { fileURLToPath } from "node:url";
import { createBots } from "../src/bots.ts";
import { runYear } from "../src/cli/year.ts";

const file = (name: string): string => fileURLToPath(new URL(`../towns/${name}`, import.meta.url));
process.exitCode = await runYear(
  process.argv.slice(2),
  createBots(),
  { town: file("sample.json"), calendar: file("calendar-2027.json") },
  process.env["TEST_DATABASE_URL"],
);
