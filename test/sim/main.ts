import { createBots } from "../../src/bots.ts";
import { scratchServer } from "../../src/db/scratch.ts";
import { openTown } from "./open-town.ts";

const server = await scratchServer(process.env["TEST_DATABASE_URL"]);
try {
  const town = await openTown(server, createBots(), 0.1);
  const outcome = await town.live({
    seed: 1,
    days: Number(process.argv[2] ?? 5),
    scale: 0.1,
    without: new Set(),
    tell: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(outcome, null, 1)}\n`);
} finally {
  await server.close();
}
