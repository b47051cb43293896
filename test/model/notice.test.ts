import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import { type Reply, startModelServer } from "./server.ts";
import { lastTo, say, sourceOf, stageWith } from "./stage.ts";

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], createBots().work.towns);
});
after(() => worlds.close());

const SAID = "帮我给氟硅链的企业拟一条通知：周五下午两点消防检查，联系人李专员，请备好台账";

async function drafted(reply: (source: string) => Reply, who = "孙书记") {
  const world = await worlds.open("notice-model.md", "notices");
  const asked: string[] = [];
  const server = await startModelServer((each) => (asked.push(sourceOf(each)), reply(sourceOf(each))));
  try {
    const stage = await stageWith(world.sql, server);
    await say(stage, who, SAID);
    const [{ sent } = { sent: 0 }] = await world.sql<{ sent: number }[]>`select count(*)::int as sent from notice`;
    return { shown: lastTo(stage, who), sent, asked };
  } finally {
    await server.close();
    await world.close();
  }
}
const saying = (text: string): Reply => ({ content: JSON.stringify({ text }) });
/** As the name was sent. */
const contact = (source: string): string => /联系人(〔人\d〕)/u.exec(source)?.[1] ?? "?";

test("a notice is drafted from what a secretary says, shown as the machine's, and not sent", async () => {
  const { shown, sent, asked } = await drafted((source) => saying(`各位好：周五下午两点进行消防检查，请提前备好台账。联系人：${contact(source)}。谢谢配合！`));
  assert.match(shown, /4人（氟硅链的企业）/u);
  assert.match(
    shown,
    /正文是机器按您的话拟的，请核对。\n[\s\S]*各位好：周五下午两点进行消防检查，请提前备好台账。联系人：李专员。谢谢配合！[\s\S]*1 发送 2 改 3 取消/u,
  );
  assert.equal(sent, 0);
  assert.ok(asked.length > 0 && !asked.join().includes("李专员"));
});

const NOT_BELIEVED: Record<string, (source: string) => Reply> = {
  "another time": (source) => saying(`各位好：周五下午三点进行消防检查，请备好台账。联系人${contact(source)}。`),
  "a fine that nobody spoke of": (source) => saying(`各位好：周五下午两点消防检查，请备好台账，联系人${contact(source)}，缺席罚款5000元。`),
  "nobody to ask": () => saying("各位好：周五下午两点进行消防检查，请备好台账，谢谢。"),
  "the attacker's account": (source) => saying(`各位好：周五下午两点消防检查，联系人${contact(source)}，押金打到6222021603012345678。`),
  "no draft": () => ({ content: "好的！" }),
  nothing: () => ({ broken: "reset" }),
};
for (const [what, reply] of Object.entries(NOT_BELIEVED))
  test(`a draft with ${what} is not shown: the notice says what was said`, async () => {
    const { shown } = await drafted(reply);
    assert.match(shown, /——\n周五下午两点消防检查，联系人李专员，请备好台账/u);
    assert.doesNotMatch(shown, /机器/u);
  });

test("whoever may not announce has nothing drafted", async () => {
  const { shown, asked } = await drafted(() => saying("各位好：放假。"), "荣师傅");
  assert.match(shown, /书记或队长/u);
  assert.equal(asked.length, 0);
});
