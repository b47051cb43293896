import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createBots } from "../src/bots.ts";
import { actOut, EVERY, findPlays } from "../src/cli/play/play.ts";
import { openWorlds } from "../src/cli/play/worlds.ts";

const plays = await findPlays([fileURLToPath(new URL("plays/**/*.md", import.meta.url))]);
const bots = createBots();
const worlds = await openWorlds(process.env["TEST_DATABASE_URL"], bots.work.towns);
after(() => worlds.close());

for (const every of [undefined, ...EVERY])
  test(`all ${plays.length} plays read the same ${every === undefined ? "as they stand" : `with every ${every}`}`, async () => {
    const report = await actOut(plays, bots, every, worlds);
    assert.deepEqual(report.failures, []);
    assert.equal(report.passed, plays.length);
  });
