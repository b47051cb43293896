import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { choice } from "../../src/flow/asks/choice.ts";
import { flow, query, say } from "../../src/flow/index.ts";
import type { Turn } from "../../src/people/index.ts";

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

const COLOURS = ["", "红色", "橙色", "黄色", "绿色", "青色", "蓝色", "紫色", "黑色", "白色", "灰色", "粉色", "棕色"];
const direct = (id: string) => ({ kind: "direct" as const, id });
async function open(bots: ReturnType<typeof createBots>) {
  const world = await worlds.open("looks.md", "small");
  const stage = new Stage(world.sql, bots, undefined);
  stage.now = Date.parse("2026-11-23T01:00:00Z");
  await stage.rebuild();
  const message = (who: string) => ({ where: direct(who), from: { id: who, name: who }, at: stage.now });
  return {
    world,
    say: (who: string, text: string) => stage.turn(() => stage.memory.say({ kind: "message", ...message(who), text })),
    press: (who: string, line: { messageId: string }, data: string) =>
      stage.turn(() => stage.memory.say({ kind: "press", ...message(who), messageId: line.messageId, data })),
    heard: (who: string) => stage.memory.messages(direct(who)),
  };
}

test("whoever is asked the same about twelve things answers about the one that the answer fits", async () => {
  const { work, understand } = createBots();
  const colour = query<string>("colour");
  const about = flow<Turn>("about")
    .look("colour", colour, (a) => a["thing"])
    .ask("said", (a) => choice({ [a.colour]: [a.colour] }), "什么颜色？")
    .ends((a) => [say(`第${String(a["thing"])}件是${a.said}的`)]);
  const {
    world,
    say: says,
    heard,
  } = await open({
    work: {
      ...work,
      flows: [...work.flows, about],
      looks: { ...work.looks, colour: (async (_: unknown, things: number[]) => things.map((n) => COLOURS[n])) as never },
    },
    understand,
  } as never);
  await world.sql`
    insert into expectation (person_id, room_id, flow, version, answers, opened_at)
    select p.id, o.id, 'about', 1, jsonb_build_object('thing', n), now() from person p join room o on o.person_id = p.id, generate_series(1, 12) n
    where p.name = '荣师傅' order by n`;
  await says("荣师傅", "橙色");
  assert.deepEqual(
    heard("荣师傅").map((each) => each.text),
    ["第2件是橙色的"],
  );
  await world.close();
});

test("who is asked which of two and presses the one that is left takes it on once", async () => {
  const { world, say: says, press, heard } = await open(createBots());
  await says("荣师傅", "流动资金缺800万，银行说抵押物不够");
  await says("王小云", "买设备还差300万，想找银行贷款");
  const line = heard("钱经理").find((each) => each.text.includes("氟硅-0002"));
  assert.ok(line);
  await says("钱经理", "接单");
  assert.match(heard("钱经理").at(-1)?.text ?? "", /哪/u);
  await world.sql`update matter set state = 'withdrawn', next_at = null, closed_at = now(), revision = revision + 1 where no = '氟硅-0001'`;
  await press("钱经理", line, "matter.accept|氟硅-0002");
  assert.match(heard("钱经理").at(-1)?.text ?? "", /氟硅-0002 已接单/u);
  assert.deepEqual(
    (await world.sql`select verb from matter_event e join matter m on m.id = e.matter_id where m.no = '氟硅-0002' order by e.id`).map((each) => each["verb"]),
    ["opened", "accepted"],
  );
  await world.close();
});

test("which of two was chosen can be corrected while something else is asked", async () => {
  const { world, say: says, heard } = await open(createBots());
  await says("荣师傅", "流动资金缺800万，银行说抵押物不够");
  await says("王小云", "买设备还差300万，想找银行贷款");
  for (const words of ["接单 氟硅-0001", "接单 氟硅-0002", "承诺", "1"]) await says("钱经理", words);
  assert.match(heard("钱经理").at(-1)?.text ?? "", /哪一天/u);
  await says("钱经理", "说错了，是氟硅-0002");
  assert.deepEqual([...(await world.sql`select text from heard where state = 'parked'`)], []);
  assert.match(heard("钱经理").at(-1)?.text ?? "", /哪一天/u);
  await world.close();
});
