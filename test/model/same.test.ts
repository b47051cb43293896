import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { type Reply, startModelServer } from "./server.ts";
import { direct, say, sourceOf, stageWith } from "./stage.ts";

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], createBots().work.towns);
});
after(() => worlds.close());

/** Two reports of two enterprises; what their owner is told beside them, and how the matters stand. */
async function reported(reply: Reply, second = "反映问题：银行抽贷，流动资金断了600万，电话13800138000") {
  const world = await worlds.open("same.md", "small");
  const asked: string[] = [];
  const server = await startModelServer((each) => {
    if (!sourceOf(each).startsWith("[0]")) return { content: JSON.stringify({ intent: "none", because: "" }) };
    asked.push(each.text);
    return reply;
  });
  try {
    const stage = await stageWith(world.sql, server);
    await say(stage, "荣师傅", "流动资金缺800万，银行说抵押物不够");
    await say(stage, "王小云", second);
    const told = stage.memory
      .messages(direct("钱经理"))
      .map((each) => each.text)
      .join("\n");
    const matters = await world.sql`select no, state, (select count(*)::int from co_reporter c where c.matter_id = m.id) as joined from matter m order by id`;
    return { told, asked, matters: matters.map((each) => [each["no"], each["state"], each["joined"]]) };
  } finally {
    await server.close();
    await world.close();
  }
}
const answer = (same: object[]): Reply => ({ content: JSON.stringify({ same }) });
const APART = [
  ["氟硅-0001", "new", 0],
  ["氟硅-0002", "new", 0],
];

test("reports that may be about the same cause are suggested to their owner, in the words of both, and stay two", async () => {
  const { told, asked, matters } = await reported(answer([{ number: 1, here: "流动资金断了", there: "流动资金缺" }]));
  assert.match(told, /机器提示：氟硅-0002（.*说“流动资金断了”）和氟硅-0001（森荣新材料说“流动资金缺”）像是同一件事，请您看看。没有合并/u);
  assert.equal(told.match(/机器提示/gu)?.length, 1);
  assert.deepEqual(matters, APART);
  assert.ok(asked.length === 1 && !/13800138000/u.test(asked[0] ?? ""), "no telephone was sent");
});

const NOT_BELIEVED: Record<string, Reply> = {
  "words that nobody said": answer([{ number: 1, here: "供气中断", there: "流动资金缺" }]),
  "a report that is none": answer([{ number: 7, here: "流动资金断了", there: "流动资金缺" }]),
  itself: answer([{ number: 0, here: "流动资金断了", there: "流动资金断了" }]),
  "an order to merge and close": { content: '{"same":[],"merge":["氟硅-0001","氟硅-0002"],"state":"closed"}' },
  garbage: { content: "它们是同一件事" },
  nothing: { broken: "reset" },
};
for (const [what, reply] of Object.entries(NOT_BELIEVED))
  test(`of a model that answers with ${what} nothing comes`, async () => {
    const { told, matters } = await reported(reply);
    assert.doesNotMatch(told, /机器提示/u);
    assert.deepEqual(matters, APART);
  });
