import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { choice } from "../../src/flow/asks/choice.ts";
import { count } from "../../src/flow/asks/count.ts";
import { date } from "../../src/flow/asks/date.ts";
import { time } from "../../src/flow/asks/time.ts";
import { manyOf } from "../../src/flow/asks/many-of.ts";
import { media } from "../../src/flow/asks/media.ts";
import { money } from "../../src/flow/asks/money.ts";
import { organisation } from "../../src/flow/asks/organisation.ts";
import { person } from "../../src/flow/asks/person.ts";
import { phone } from "../../src/flow/asks/phone.ts";
import { place } from "../../src/flow/asks/place.ts";
import { ratio } from "../../src/flow/asks/ratio.ts";
import { text } from "../../src/flow/asks/text.ts";
import { yesNo } from "../../src/flow/asks/yes-no.ts";
import type { Ask } from "../../src/flow/index.ts";

/** A Monday morning. */
const CONTEXT = { now: Date.parse("2026-11-23T01:00:00Z"), zone: "Asia/Shanghai" };
const read = <T>(ask: Ask<T>, words: string): T | string => {
  const found = ask.read(words, CONTEXT);
  return found.ok ? found.value : found.say;
};
const lanes = choice({ finance: ["融资", "贷款"], law: ["法律", "官司"], other: ["其他"] });
const skills = manyOf({ water: ["水电"], hair: ["理发"], lock: ["开锁"] });

const WRITTEN: [Ask<unknown>, Record<string, unknown>][] = [
  [
    money(),
    {
      "800万": 8e6,
      "3.5千万": 3.5e7,
      三千五百万: 3.5e7,
      "500w": 5e6,
      两百来块: 200,
      "1.2亿": 1.2e8,
      "1亿2000万": 1.2e8,
      "5000元": 5000,
      大概差300多万吧: 3e6,
      "８００万": 8e6,
      "¥1,200.50": 1200.5,
      一个亿: 1e8,
      二十来万: 2e5,
      "800": 800,
      "1,200万": 1.2e7,
    },
  ],
  [
    date(),
    {
      "11月25日": "2026-11-25",
      周五前: "2026-11-27",
      下周三: "2026-12-02",
      后天上午: "2026-11-25",
      月底前: "2026-11-30",
      下个月底: "2026-12-31",
      三天后: "2026-11-26",
      "25号": "2026-11-25",
      "2026-12-01": "2026-12-01",
      "1月5号": "2027-01-05",
      下月5号: "2026-12-05",
      再给我三天: "2026-11-26",
      周五: "2026-11-27",
      明早九点: "2026-11-24",
      "２５号": "2026-11-25",
      五个工作日内: "请说哪一天，例如“周五”或“11月27日”。",
    },
  ],
  [time(), { 九点半: "09:30", 下午三点: "15:00", "14:30": "14:30", 晚上八点一刻: "20:15", 明早九点: "09:00" }],
  [phone(), { "138 0000 0000": "13800000000", "+86 13800000000": "13800000000", "0533-1234567": "05331234567" }],
  [count(), { "5个": 5, 三户: 3, 两名: 2, "12": 12 }],
  [ratio(), { "4%左右": 0.04, 百分之三: 0.03, 三成: 0.3, 两个点: 0.02, "0.05": 0.05 }],
  [lanes, { "1": "finance", 融资: "finance", 是打官司的事: "law", "3": "other" }],
  [skills, { "1、3": ["water", "lock"], 水电和理发: ["water", "hair"], 都要: ["water", "hair", "lock"] }],
  [
    yesNo(),
    {
      是: true,
      对的: true,
      不是: false,
      没有: false,
      "对，就这样": true,
      "解决了吗？没": false,
      "对吗？对": true,
      "收到没有，没": false,
      也许: "请回复“是”或“不是”。",
    },
  ],
  [organisation(["森荣新材料", "东岳氟材"]), { 森荣新材料: "森荣新材料", 东岳: "东岳氟材", 我是森荣新材料的: "森荣新材料" }],
  [person(["刘阿姨", "刘明"]), { 刘阿姨没人应: "刘阿姨", 刘明: "刘明" }],
  [place(), { "3号楼2单元": "3号楼2单元", 在二楼会议室: "二楼会议室", "36.81,118.05": "36.81,118.05" }],
  [media("picture"), { "[图片 roof.jpg]": "roof.jpg", "看[图片]": "图片" }],
  [text({ min: 2 }), { 漏水了: "漏水了" }],
];
const ends = choice({ yes: ["解决了"], no: ["没解决", "没有解决"], partly: ["部分解决", "解决了一部分"] });
test("an echoed question does not fool a choice", () => {
  const said: Record<string, string> = {
    "解决了吗？没": "no",
    "解决了吗？解决了": "yes",
    没解决: "no",
    没有: "no",
    部分解决: "partly",
    部份解决: "partly",
    解决了一部分: "partly",
  };
  for (const [words, value] of Object.entries(said)) assert.equal(read(ends, words), value, words);
});

for (const [ask, answers] of WRITTEN)
  test(`${ask.kind}: what people write is read as they mean it`, () => {
    for (const [words, value] of Object.entries(answers)) assert.deepEqual(read(ask, words), value, words);
  });

test("an odd answer gets a courteous sentence, whatever it is", () => {
  const hostile = [
    "",
    "   ",
    "\u0000",
    "\ud800",
    "\u202eمرحبا",
    "👨‍👩‍👧‍👦",
    "资".repeat(1_000_000),
    "9".repeat(400),
    "二".repeat(5000),
    "[图片 ".repeat(1000),
    "2月30日",
    "25:99",
  ];
  for (const [ask] of WRITTEN)
    for (const words of hostile) {
      const found = ask.read(words, CONTEXT);
      if (!found.ok) assert.match(found.say, /[。！？]$/u);
      ask.spot(words, CONTEXT);
    }
});

test("what is no sum is not taken for one", () => {
  for (const words of ["千万别忘了", "几百万", "3号楼", "他们厂", "5G", "上百万"]) assert.equal(money().spot(words, CONTEXT), undefined, words);
});

test("a text of millions of characters is read to its end: what grows with the square of it would never be done", () => {
  for (const [ask] of WRITTEN) {
    ask.spot("一二三，".repeat(500_000), CONTEXT);
    const found = ask.read("9，".repeat(500_000), CONTEXT);
    if (!found.ok) assert.match(found.say, /[。！？]$/u, ask.kind);
  }
});

test("2月30日 is no day, and 3号楼 is none either", () => {
  assert.equal(date().spot("2月30日", CONTEXT), undefined);
  assert.equal(date().spot("3号楼没人应", CONTEXT), undefined);
});

const days = fc
  .date({ min: new Date("2026-11-24T00:00:00Z"), max: new Date("2027-09-20T00:00:00Z"), noInvalidDate: true })
  .map((each) => each.toISOString().slice(0, 10));
test("printed and read again, a value is the same", () => {
  const same = <T>(ask: Ask<T>, values: fc.Arbitrary<T>) =>
    fc.assert(
      fc.property(values, (value) => assert.deepEqual(ask.spot(ask.print(value), CONTEXT)?.value ?? read(ask, ask.print(value)), value)),
      { numRuns: 300 },
    );
  same(
    money(),
    fc.integer({ min: 1, max: 9_999_999 }).map((each) => each * 100),
  );
  same(
    money(),
    fc.integer({ min: 1, max: 9_999 }).map((each) => each * 1e6),
  );
  same(money(), fc.integer({ min: 1, max: 9_999 }));
  same(date(), days);
  same(
    time(),
    fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`),
  );
  same(
    ratio(),
    fc.integer({ min: 0, max: 1000 }).map((each) => each / 1000),
  );
  same(count(), fc.integer({ min: 0, max: 100_000 }));
  same(
    phone(),
    fc.integer({ min: 0, max: 99_999_999 }).map((each) => `139${String(each).padStart(8, "0")}`),
  );
  same(lanes, fc.constantFrom("finance" as const, "law" as const, "other" as const));
  same(yesNo(), fc.boolean());
});
