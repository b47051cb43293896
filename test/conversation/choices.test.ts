import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

const direct = (id: string) => ({ kind: "direct" as const, id });

test("where a channel has no buttons, a number presses the button it stands for, of the newest line or of the quoted one", async () => {
  const world = await worlds.open("choices.md", "small");
  try {
    const stage = new Stage(world.sql, createBots(), undefined);
    stage.now = Date.parse("2026-11-23T01:00:00Z");
    stage.memory.capabilities.buttons = false;
    await stage.rebuild();
    const say = (who: string, text: string, quotes?: string) =>
      stage.turn(() =>
        stage.memory.say({
          kind: "message",
          where: direct(who),
          from: { id: who, name: who },
          at: stage.now,
          text,
          ...(quotes ? { quote: { messageId: quotes, mine: true } } : {}),
        }),
      );
    const heard = (who: string) => stage.memory.messages(direct(who));
    await say("荣师傅", "流动资金缺800万，银行说抵押物不够");
    await say("王小云", "买设备还差300万，想找银行贷款");
    const [first, second] = heard("钱经理");
    assert.ok(first?.buttons[0]?.label === "接单" && second?.buttons[0]?.label === "接单", JSON.stringify(heard("钱经理")));
    const accepted = async () => (await world.sql<{ no: string }[]>`select no from matter where state = 'accepted' order by id`).map((each) => each.no);
    await say("钱经理", "1");
    assert.deepEqual(await accepted(), ["氟硅-0002"], "of the newest line");
    await say("钱经理", "1", first.messageId);
    assert.deepEqual(await accepted(), ["氟硅-0001", "氟硅-0002"], "of the line that is quoted");
    const [kept] = await world.sql<{ text: string; state: string }[]>`select text, state from heard order by id desc limit 1`;
    assert.deepEqual(kept, { text: "1", state: "done" }, "what was typed is kept");
    await say("钱经理", "9");
    assert.match(heard("钱经理").at(-1)?.text ?? "", /\S/u, "a number nobody offered is answered like any words");
  } finally {
    await world.close();
  }
});
