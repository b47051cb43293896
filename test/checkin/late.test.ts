import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { openWorlds, SECRET, type Worlds } from "../../src/cli/play/worlds.ts";
import { createVault } from "../../src/db/seal.ts";
import { createProgram, type Program } from "../../src/program.ts";

/* The program itself was away: nobody ticked. A play cannot stage that, its clock ticks at every moment. */

let worlds: Worlds;
const bots = createBots();
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], bots.work.towns);
});
after(() => worlds.close());

const at = (day: number, time: string): number => Date.parse(`2026-11-${day}T${time}:00+08:00`);

/** A team's mornings, with a clock that jumps. */
async function town() {
  const world = await worlds.open("late.md", "checkin");
  const home = createMemory("memory");
  let now = at(24, "12:00");
  await world.sql`update town set began_at = ${now}::timestamptz`;
  const program: Program = await createProgram({
    sql: world.sql,
    now: () => now,
    ...bots,
    vault: createVault(SECRET),
    channels: [home],
    home: "memory",
    window: (run) => queueMicrotask(run),
    pace: () => Promise.resolve(),
  });
  await home.start({ hear: (heard) => program.hear(heard), state: () => {} });
  const heard = (kind: "group" | "direct", id: string) => home.messages({ kind, id }).map((each) => each.text);
  let read = 0;
  return {
    close: world.close,
    jump: async (to: number) => {
      now = to;
      await program.work();
    },
    /** What is new in the group. */
    group: () => heard("group", "守护一队群").slice(read, (read += heard("group", "守护一队群").length - read)),
    leader: () => heard("direct", "王队长"),
    states: async () => (await world.sql<{ state: string }[]>`select distinct state from story.checkin where team = '空巢守护一队'`).map((each) => each.state),
  };
}

test("a prompt up to two hours late is sent once, says so, and the morning ends later", async () => {
  const { jump, group, states, close } = await town();
  await jump(at(25, "08:30"));
  await jump(at(25, "10:30"));
  assert.match(group().join("\n"), /^11月25日（周三）早间签到（系统中断，本该08:40发，晚了110分钟）：.*11:50前[^\n]*$/u);
  await jump(at(25, "11:20"));
  assert.match(group().join("\n"), /^还没有回报的：王秀（4户）、李党（2户）。请在11:50前/u);
  await jump(at(25, "11:50"));
  assert.match(group().join("\n"), /^11月25日（周三）签到汇总[^\n]*没回报6\/6户[^\n]*$/u);
  assert.deepEqual(await states(), ["silent"]);
  await close();
});

test("later than that it is not sent, and the leader is told", async () => {
  const { jump, group, leader, states, close } = await town();
  await jump(at(25, "08:30"));
  await jump(at(25, "12:00"));
  assert.deepEqual(group(), []);
  assert.match(leader().join("\n"), /^11月25日（周三）的签到提示因系统中断没有发出/u);
  assert.deepEqual(await states(), []);
  await close();
});

test("the prompt of a past day never comes as if it were today's", async () => {
  const { jump, group, close } = await town();
  await jump(at(24, "13:00"));
  await jump(at(26, "08:41"));
  const said = group();
  assert.equal(said.length, 1);
  assert.match(said.join("\n"), /^11月26日（周四）早间签到：/u);
  await close();
});

test("a morning's end that was missed asks once more before anybody counts as silent", async () => {
  const { jump, group, states, close } = await town();
  await jump(at(25, "08:40"));
  group();
  await jump(at(25, "11:00"));
  assert.match(group().join("\n"), /^刚才系统中断过，可能有回报没有收到。还没有回报的：王秀（4户）、李党（2户）。请在11:50前/u);
  assert.deepEqual(await states(), ["waiting"]);
  await jump(at(25, "11:50"));
  assert.match(group().join("\n"), /^11月25日（周三）签到汇总/u);
  assert.deepEqual(await states(), ["silent"]);
  await close();
});
