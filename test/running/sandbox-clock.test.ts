import assert from "node:assert/strict";
import { after, test } from "node:test";
import { channelsLost, channelTurned } from "../../src/delivery/index.ts";
import type { Program } from "../../src/program.ts";
import { createClock } from "../../src/sandbox-clock.ts";
import { scratch } from "../db/scratch.ts";

after(async () => (await scratch()).close());

const DAY_MS = 86_400_000;
const idle = { nextDue: async () => undefined, work: async () => 0 } as unknown as Program;

test("A clock that is turned passes over no time in which a channel was away, though it is just coming up again", async () => {
  const { sql, drop } = await (await scratch()).database();
  let real = Date.parse("2026-11-23T01:00:00Z");
  const clock = await createClock(
    sql,
    () => real,
    () => {},
  );
  for (const channel of ["web", "telegram"]) await channelTurned(sql, channel, "up", clock.now());
  real += 1_000;
  await clock.turn(idle, clock.now() + DAY_MS);
  real += 1_000;
  // Killed, and started again: one of them takes a moment.
  await channelsLost(sql, ["web", "telegram"]);
  await channelTurned(sql, "web", "up", clock.now());
  await clock.turn(idle, clock.now() + DAY_MS);
  real += 1_000;
  await channelTurned(sql, "telegram", "up", clock.now());
  await clock.turn(idle, clock.now() + DAY_MS);
  const away = await sql<{ channel: string; ms: number }[]>`
    select channel, sum(extract(epoch from from_at - before) * 1000)::float8 as ms
    from (select channel, from_at, lag(coalesce(until_at, seen_at)) over (partition by channel order by id) as before from channel_up) up
    where before is not null group by channel order by channel`;
  assert.deepEqual(
    away.map((each) => ({ ...each })),
    [
      { channel: "telegram", ms: 2_000 },
      { channel: "web", ms: 1_000 },
    ],
  );
  await drop();
});
