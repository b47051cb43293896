import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { scratchServer } from "../../src/db/scratch.ts";
import { openTown } from "./open-town.ts";

const server = await scratchServer(process.env["TEST_DATABASE_URL"]);
after(() => server.close());
const town = await openTown(server, createBots(), 0.05);
const live = (seed: number) => town.live({ seed, days: 2, scale: 0.05, without: new Set() });

test("The same people live the same two days again, word for word", async () => {
  const first = await live(1);
  assert.deepEqual(first.violations, []);
  assert.ok(first.said > 5 && first.shown > 5, "hardly anything happened");
  const again = await live(1);
  assert.equal(again.hash, first.hash);
  assert.notEqual((await live(2)).hash, first.hash);
});
