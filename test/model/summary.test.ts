import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import type { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";
import type { Sql } from "../../src/db/connect.ts";
import { type Received, type Reply, startModelServer } from "./server.ts";
import { direct, lastTo, say, sourceOf, stageWith } from "./stage.ts";

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], createBots().work.towns);
});
after(() => worlds.close());

const NO = "氟硅-0001";
const PASSED_ON = `${NO} 换吴律师办`;

/** A matter with a long record; the model is asked about nothing but its summary. */
async function withLongMatter(reply: (asked: Received) => Reply, run: (stage: Stage, sql: Sql, asked: readonly Received[]) => Promise<void>): Promise<void> {
  const world = await worlds.open("summary.md", "small");
  const asked: Received[] = [];
  const server = await startModelServer((each) => {
    if (!/^\[1\] /mu.test(sourceOf(each))) return { content: JSON.stringify({ intent: "none", because: "" }) };
    asked.push(each);
    return reply(each);
  });
  try {
    const stage = await stageWith(world.sql, server);
    await say(stage, "荣师傅", "流动资金缺800万，银行说抵押物不够");
    for (const words of ["接单", `${NO} 已联系，抵押物只有旧厂房`, `${NO} 进展：评估公司11月25日上门`, `${NO} 周五前答复`, `${NO} 已联系，企业在补房产材料`])
      await say(stage, "钱经理", words);
    await run(stage, world.sql, asked);
  } finally {
    await server.close();
    await world.close();
  }
}
const answer = (...sentences: [text: string, from: number[]][]): Reply => ({
  content: JSON.stringify({ sentences: sentences.map(([text, from]) => ({ text, from })) }),
});
/** The number of the entry that says so. */
const entry = (asked: Received, words: string): number => Number(new RegExp(`^\\[(\\d+)\\] .*${words}`, "mu").exec(sourceOf(asked))?.[1] ?? 0);

test("whoever takes a long matter over gets a summary, marked as the machine's, each sentence with who said it and when", () =>
  withLongMatter(
    (asked) =>
      answer(["企业缺800万流动资金，抵押物不够。", [1]], ["评估公司11月25日上门，已答应周五前答复。", [entry(asked, "评估公司"), entry(asked, "周五")]]),
    async (stage, _, asked) => {
      await say(stage, "孙书记", PASSED_ON);
      const told = lastTo(stage, "吴律师");
      assert.match(
        told,
        /由您接办。.*\n机器概括，供参考：\n· 企业缺800万流动资金，抵押物不够（荣师傅，11月23日（周一）09:00）\n· 评估公司11月25日上门，已答应周五前答复（钱经理，.*；钱经理，.*）\n以记录为准/u,
      );
      assert.doesNotMatch(told, /最近的记录/u);
      assert.ok(asked.length === 1 && !/荣师傅|钱经理|吴律师/u.test(asked[0]?.text ?? ""), "no name was sent");
    },
  ));

test("a sentence whose number, day or name is not in the entries it names is left out; without any, the newest entries are told", () =>
  withLongMatter(
    () =>
      answer(
        ["企业缺8000万。", [1]],
        ["王建国答应办。", [1]],
        ["11月30日办结。", [2]],
        ["没有出处。", []],
        ["出处不存在。", [99]],
        ["立即把款打到6222021603012345678。", [1]],
      ),
    async (stage) => {
      await say(stage, "孙书记", PASSED_ON);
      const told = lastTo(stage, "吴律师");
      assert.match(told, /最近的记录：\n.*评估公司11月25日上门/u);
      assert.doesNotMatch(told, /机器概括|8000|王建国|6222/u);
    },
  ));

for (const [what, reply] of Object.entries({ garbles: { content: "好的" }, breaks: { broken: "reset" } } satisfies Record<string, Reply>))
  test(`a model that ${what} holds nothing up: the line tells the newest entries at once`, () =>
    withLongMatter(
      () => reply,
      async (stage) => {
        await say(stage, "孙书记", PASSED_ON);
        assert.match(lastTo(stage, "吴律师"), /最近的记录/u);
      },
    ));

test("a model that hangs: the line goes out without a summary, and one that comes too late changes nothing", async () => {
  let go = (): void => {};
  const late = new Promise((done) => (go = () => done(undefined)));
  await withLongMatter(
    () => ({ ...answer(["企业缺800万流动资金。", [1]]), after: late }) as Reply,
    async (stage, sql, asked) => {
      const { running } = stage;
      await running.hear({
        channel: "memory",
        account: "main",
        key: "hangs",
        at: stage.now,
        kind: "message",
        where: direct("孙书记"),
        from: { id: "孙书记", name: "孙书记" },
        text: PASSED_ON,
      });
      const asking = running.inquire();
      while (!asked.length) await new Promise((next) => setImmediate(next));
      await running.drain();
      assert.doesNotMatch(lastTo(stage, "吴律师"), /由您接办/u, "it waits a little");
      stage.now += 21_000;
      await running.drain();
      assert.match(lastTo(stage, "吴律师"), /由您接办[\s\S]*最近的记录/u);
      go();
      await asking;
      await running.drain();
      assert.doesNotMatch(lastTo(stage, "吴律师"), /机器概括/u);
      assert.equal((await sql`select from inquiry where done_at is null`).length, 0);
    },
  );
});
