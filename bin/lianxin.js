#!/usr/bin/env node
/* `npx lianxin …` from any Node: hands over to the pinned one. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const home = new URL("..", import.meta.url);
const pinned = fileURLToPath(new URL("node_modules/node/bin/node", home));
const run = spawnSync(
  existsSync(pinned) ? pinned : process.execPath,
  ["--import", new URL("bin/node24.js", home).href, fileURLToPath(new URL("bin/commands.ts", home)), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
