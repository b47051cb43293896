import { mkdir, writeFile } from "node:fs/promises";
import { broadcast } from "./broadcast.ts";
import { channels } from "./channels.ts";
import { delivery } from "./delivery.ts";
import { libraries } from "./libraries.ts";
import { match } from "./match.ts";
import type { Result } from "./measure.ts";
import { mornings } from "./mornings.ts";
import { processes } from "./processes.ts";
import { reply } from "./reply.ts";
import { soak } from "./soak.ts";
import { start } from "./start.ts";
import { turns } from "./turns.ts";
import { understand } from "./understand.ts";

/* `npm run bench [-- name…]`: each bench measures side by side, prints its ratio, and fails below the one it promises. */

const benches: Record<string, () => Promise<Result[]>> = {
  turns,
  start,
  reply,
  broadcast,
  mornings,
  match,
  libraries,
  processes,
  delivery,
  understand,
  channels,
  soak,
};
const out = new URL("out/", import.meta.url);

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
const unknown = names.filter((name) => !benches[name]);
if (unknown.length) {
  process.stderr.write(`there is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exit(1);
}
await mkdir(out, { recursive: true });
for (const name of names) for (const result of (await benches[name]?.()) ?? []) await tell(result);

async function tell(result: Result): Promise<void> {
  await writeFile(new URL(`${result.name}.json`, out), `${JSON.stringify(result, null, 2)}\n`);
  const { name, unit, ours, peer, ratio, floor, spread, rounds, pass, notes } = result;
  const against = ratio === null ? "" : `   against ${peer}: ${ratio} × (at least ${floor}) ${pass ? "holds" : "FALLS SHORT"}`;
  process.stdout.write(`${name.padEnd(14)} ${ours} ${unit}${against}   ${spread.join("–")} in ${rounds} rounds\n`);
  for (const [what, value] of Object.entries(notes)) process.stdout.write(`${" ".repeat(15)}${what}: ${value}\n`);
  if (!pass) process.exitCode = 1;
}
