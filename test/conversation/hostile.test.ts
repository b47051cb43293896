import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeUpWords } from "../../bots/enterprise/theme-day/make-up.ts";
import { readAnswer } from "../../bots/secretary/receipt/answer.ts";
import { readReport } from "../../bots/volunteer/checkin/reading.ts";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { openWorlds, type Worlds } from "../../src/cli/play/worlds.ts";

const HOSTILE: Record<string, string> = {
  empty: "",
  blank: " \n\t ",
  "a megabyte": "流动资金".repeat(260_000),
  NUL: "流动\u0000资金缺800万\u0000",
  "lone surrogates": "流动资金\ud800缺\udc00800万",
  "right to left": "\u202eمرحبا\u202c 流动资金缺800万",
  emoji: "👨‍👩‍👧‍👦🏳️‍🌈".repeat(300),
  "emoji from the second place on": `哦${"😀".repeat(300)}`,
  "an emoji at every second place": "哦😀".repeat(300),
  markup: "<script>alert(1)</script><b>缺800万</b> [x](javascript:1) *粗* _斜_",
  SQL: "'; drop table matter; -- 资金缺800万",
  "template braces": "{no} {owner} ${no} {{no}} %s 资金缺800万",
  "a number alone": "99999999999999999999999999999999999999",
  "combining marks": `缺${"\u0301".repeat(5000)}`,
  "a command and a half": "接单接单接单接单 取消 上一步 办结",
  "JSON and controls": '{"__proto__":{"x":1}}\u0007\u001b[31m\u200b\ufeff',
};

const FOLLOWED_BY = ["1", "8", "对", "为什么", "我的问题办到哪了", "反映问题", "转人工"];

let worlds: Worlds;
before(async () => {
  worlds = await openWorlds(process.env["TEST_DATABASE_URL"], []);
});
after(() => worlds.close());

for (const [name, text] of Object.entries(HOSTILE))
  test(`${name}: gets a courteous answer, and nothing is lost`, async () => {
    const world = await worlds.open("hostile.md", "small");
    try {
      const stage = new Stage(world.sql, createBots(), undefined);
      stage.now = Date.parse("2026-11-23T01:00:00Z");
      await stage.rebuild();
      const say = (where: { kind: "direct" | "group"; id: string }, mentionsMe: boolean, words = text) =>
        stage.turn(() => stage.memory.say({ kind: "message", where, from: { id: "荣师傅", name: "荣师傅" }, at: stage.now, text: words, mentionsMe }));
      await say({ kind: "direct", id: "荣师傅" }, false);
      await say({ kind: "group", id: "氟硅材料链企业群" }, true);
      const answers = stage.memory.messages({ kind: "direct", id: "荣师傅" });
      assert.ok(answers.length >= 1, "the direct message was answered");
      assert.ok(
        answers.every((each) => !each.text.includes("处理时出了错")),
        "handling it did not fail",
      );
      const heard = await world.sql<
        { state: string }[]
      >`select state from heard where person_id = (select id from person where name = '荣师傅') and kind = 'message'`;
      assert.equal(heard.length, 2, "both messages are kept");
      assert.equal((await world.sql`select 1 from heard where state = 'parked'`).length, 0);
      // What was said is quoted, kept as a problem, listed and passed on.
      for (const words of FOLLOWED_BY) await say({ kind: "direct", id: "荣师傅" }, false, words);
      assert.deepEqual([...(await world.sql`select text from heard where state = 'parked'`)], []);
      // The next sensible sentence is taken as if nothing had happened.
      await stage.turn(() =>
        stage.memory.say({
          kind: "message",
          where: { kind: "direct", id: "王小云" },
          from: { id: "王小云", name: "王小云" },
          at: stage.now,
          text: "流动资金缺800万，银行说抵押物不够",
        }),
      );
      assert.match(stage.memory.messages({ kind: "direct", id: "王小云" }).at(-1)?.text ?? "", /已登记/u);
    } finally {
      await world.close();
    }
  });

test("thanks a hundred times over are read, whatever follows them", () => {
  const thanks = "收到" + "谢谢书记辛苦领导".repeat(100);
  assert.deepEqual(readAnswer(thanks, true, []), { says: "receipt", remark: null });
  assert.equal(readAnswer(`${thanks}x`, true, []), undefined);
});

test("what may be said any number of times is read at once, whatever follows it", () => {
  const moment = { now: Date.parse("2026-11-23T01:00:00Z"), zone: "Asia/Shanghai" };
  for (const again of ["刚刚", "昨天刚刚", "全都", "今天刚刚"]) {
    const said = again.repeat(70);
    assert.equal(makeUpWords.read(`${said}今`, moment).ok, false);
    assert.equal(readReport(`${said}今`, [], { now: moment.now, calendar: { zone: moment.zone } as never }), undefined);
  }
  assert.deepEqual(makeUpWords.read("我们昨天刚刚补完了", moment), { ok: true, value: { done: true } });
});
