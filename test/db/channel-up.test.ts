import assert from "node:assert/strict";
import { test } from "node:test";
import { scratchServer } from "../../src/db/scratch.ts";
import { channelsLost, channelsSeen, channelTurned } from "../../src/delivery/index.ts";

const MINUTE = 60_000;

test("a program that was killed was up until it was last seen, not until it was started again", async () => {
  const scratch = await scratchServer(process.env["TEST_DATABASE_URL"]);
  const { sql, drop } = await scratch.database();
  try {
    await channelTurned(sql, "telegram", "up", 0);
    await channelsSeen(sql, ["telegram"], 10 * MINUTE);
    await channelsLost(sql, ["telegram"]);
    await channelTurned(sql, "telegram", "up", 60 * MINUTE);
    await channelsSeen(sql, ["telegram"], 65 * MINUTE);
    await channelTurned(sql, "telegram", "down", 70 * MINUTE);
    await channelTurned(sql, "telegram", "down", 80 * MINUTE);
    const rows = await sql<{ from_at: number; until_at: number }[]>`select from_at, until_at from channel_up order by id`;
    assert.deepEqual(
      rows.map((each) => [each.from_at / MINUTE, each.until_at / MINUTE]),
      [
        [0, 10],
        [60, 70],
      ],
    );
  } finally {
    await drop();
    await scratch.close();
  }
});
