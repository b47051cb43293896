import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { connect, type Sql, targetOf } from "../../src/db/connect.ts";
import { createVault } from "../../src/db/seal.ts";
import { createProgram } from "../../src/program.ts";

const AT = Date.parse("2026-11-23T01:00:00Z");
let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

/** So many statements of this database wait for a lock. */
async function waiting(sql: Sql, count: number): Promise<void> {
  for (;;) {
    const [row] = await sql<[{ n: number }]>`
      select count(*)::int as n from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`;
    if (row.n >= count) return;
  }
}

test("The first word in a new group is heard, though somebody else is heard before it is known that there is such a group", async () => {
  const world = await worlds.open("side by side", "small");
  const sql = connect(targetOf(world.sql), { max: 6 });
  try {
    const home = createMemory("web");
    const { work, understand } = createBots();
    const program = await createProgram({
      sql,
      now: () => AT,
      vault: createVault("side by side"),
      work,
      understand,
      channels: [home],
      home: "web",
      window: (run) => void setImmediate(run),
      pace: () => Promise.resolve(),
    });
    await home.start({ hear: program.hear, state: () => {} });
    let said = 0;
    const say = (who: string, where: { kind: "direct" | "group"; id: string }) =>
      program.hear({
        channel: "web",
        account: "main",
        key: `${(said += 1)}`,
        kind: "message",
        where,
        from: { id: who, name: who },
        at: AT,
        text: "帮助",
        mentionsMe: true,
      });
    // Whoever reads the town anew waits here: both have then read who there is.
    const gate = await sql.reserve();
    await gate`begin`;
    await gate`lock table official_year in access exclusive mode`;
    const first = say("荣师傅", { kind: "group", id: "夜谈群" });
    await waiting(sql, 1);
    const second = say("何主任", { kind: "direct", id: "何主任" });
    await Promise.race([waiting(sql, 2), second]);
    await gate`commit`;
    gate.release();
    await Promise.all([first, second]);
    const heard = await sql`select o.name from heard h join room o on o.id = h.room_id order by o.name`;
    assert.deepEqual(
      heard.map((each) => each["name"]),
      ["何主任", "夜谈群"],
    );
    await program.rest();
  } finally {
    await sql.end();
    await world.close();
  }
});
