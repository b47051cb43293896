import assert from "node:assert/strict";
import { test } from "node:test";
import { scratchServer } from "../../src/db/scratch.ts";
import { SharedRooms } from "../../src/process/rooms.ts";

test("four processes come to an empty database at once, and each can begin", async () => {
  const server = await scratchServer(undefined);
  const database = await server.database();
  const open = () => SharedRooms.open(database.connect({ max: 3 }), (doing) => doing());
  const opened = await Promise.all([open(), open(), open(), open()]);
  for (const rooms of opened) assert.deepEqual(await rooms.take(Date.now(), 10, true), []);
  await Promise.all(opened.map((rooms) => rooms.stop()));
  await server.close();
});
