import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sql } from "../../src/db/connect.ts";
import { scratchServer } from "../../src/db/scratch.ts";
import { channelsLost, channelsSeen, channelTurned } from "../../src/delivery/index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A group of the channel in which somebody last spoke then. */
async function group(sql: Sql, name: string, spokenAt: number, { channel = "wechat", state = "known" } = {}): Promise<void> {
  const [room] = await sql<{ id: number }[]>`insert into room (kind, name, state) values ('group', ${name}, ${state}) returning id`;
  assert.ok(room);
  await sql`insert into account (channel, kind, external_id, room_id) values (${channel}, 'chat', ${`${name}@chatroom`}, ${room.id})`;
  await sql`insert into heard (channel, key, kind, room_id, said_at, heard_at, state)
    values (${channel}, ${name}, 'message', ${room.id}, ${spokenAt}::timestamptz, ${spokenAt}::timestamptz, 'bystander')`;
}

const told = async (sql: Sql): Promise<string[]> =>
  (await sql<{ name: string }[]>`select o.name from line l join room o on o.id = l.room_id where l.text like '%没有收到%' order by l.id`).map(
    (each) => each.name,
  );

test("after an outage each lively group is told once that something may have been missed", async () => {
  const scratch = await scratchServer(process.env["TEST_DATABASE_URL"]);
  const { sql, drop } = await scratch.database();
  try {
    const start = 10 * DAY;
    await group(sql, "聊着的群", start + HOUR);
    await group(sql, "安静的群", start - 2 * DAY);
    await group(sql, "没起名的群", start + HOUR, { state: "unknown" });
    await group(sql, "别处的群", start + HOUR, { channel: "telegram" });
    await channelTurned(sql, "wechat", "up", start, true);
    assert.deepEqual(await told(sql), [], "the first time there was nothing to miss");

    await channelTurned(sql, "wechat", "down", start + 2 * HOUR, true);
    await channelTurned(sql, "wechat", "up", start + 2 * HOUR + MINUTE, true);
    assert.deepEqual(await told(sql), ["聊着的群"]);

    await channelTurned(sql, "wechat", "down", start + 2 * HOUR + 2 * MINUTE, true);
    await channelTurned(sql, "wechat", "up", start + 2 * HOUR + 3 * MINUTE, true);
    assert.deepEqual(await told(sql), ["聊着的群"], "not again within the hour");

    // Killed: nobody said that it went down.
    await channelsSeen(sql, ["wechat"], start + 4 * HOUR);
    await channelsLost(sql, ["wechat"]);
    await channelTurned(sql, "wechat", "up", start + 5 * HOUR, true);
    assert.deepEqual(await told(sql), ["聊着的群", "聊着的群"]);

    await channelTurned(sql, "telegram", "up", start);
    await channelTurned(sql, "telegram", "down", start + HOUR);
    await channelTurned(sql, "telegram", "up", start + 2 * HOUR);
    assert.equal((await told(sql)).length, 2, "where what was missed comes later, nothing is said");
  } finally {
    await drop();
    await scratch.close();
  }
});
