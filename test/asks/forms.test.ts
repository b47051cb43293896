import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { count } from "../../src/flow/asks/count.ts";
import { date } from "../../src/flow/asks/date.ts";
import { time } from "../../src/flow/asks/time.ts";
import { money } from "../../src/flow/asks/money.ts";
import { organisation } from "../../src/flow/asks/organisation.ts";
import { person } from "../../src/flow/asks/person.ts";
import { phone } from "../../src/flow/asks/phone.ts";
import { place } from "../../src/flow/asks/place.ts";
import { ratio } from "../../src/flow/asks/ratio.ts";
import type { Ask } from "../../src/flow/index.ts";

/** A Monday morning. */
const CONTEXT = { now: Date.parse("2026-11-23T01:00:00Z"), zone: "Asia/Shanghai" };
const read = <T>(ask: Ask<T>, words: string): T | undefined => {
  const found = ask.read(words, CONTEXT);
  return found.ok ? found.value : undefined;
};

const DIGITS = "零一二三四五六七八九";
/** 3050 → 三千零五十, up to 9,999. */
function han(value: number): string {
  let [text, gap] = ["", false];
  for (const [unit, name] of [
    [1000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit) text += `${gap && text ? "零" : ""}${DIGITS[digit]}${name}`;
    gap = digit === 0;
  }
  return text;
}
const wide = (words: string): string => words.replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const thousands = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/gu, ",");

/** Every way of writing a value is read as that value. */
function everyWay<T>(ask: Ask<T>, values: fc.Arbitrary<T>, ways: (value: T) => readonly string[]): void {
  fc.assert(
    fc.property(values, (value) => {
      for (const words of [ask.print(value), ...ways(value)]) assert.deepEqual(read(ask, words), value, words);
    }),
    { numRuns: 300 },
  );
}

test("a sum is the same however its digits and units are written", () => {
  everyWay(
    money(),
    fc.integer({ min: 1, max: 9999 }).map((each) => each * 1e4),
    (value) => {
      const many = value / 1e4;
      const ways = [
        `${many}万`,
        `${many}w`,
        `${many}W`,
        `${han(many)}万`,
        wide(`${many}万`),
        `${thousands(value)}元`,
        `¥${value}`,
        `大概${many}多万`,
        ` ${many} 万元左右 `,
      ];
      return many % 1000 ? ways : [...ways, `${many / 1000}千万`, `${han(many / 1000)}千万`];
    },
  );
  everyWay(money(), fc.integer({ min: 1, max: 9999 }), (value) => [
    `${value}块`,
    `${value}块钱`,
    `${han(value)}元`,
    wide(`${value}元`),
    String(value),
    han(value),
  ]);
});

test("a count is the same in digits, in Chinese numerals and with any measure word", () => {
  everyWay(count(), fc.integer({ min: 1, max: 9999 }), (value) => [
    `${value}个`,
    `${han(value)}户`,
    wide(`${value}台`),
    `要${value}名`,
    han(value),
    `大概${value}`,
  ]);
});

test("a day is the same with 月 and 日, with strokes, and by the names of days and weeks", () => {
  const days = fc
    .date({ min: new Date("2026-11-24T00:00:00Z"), max: new Date("2027-09-20T00:00:00Z"), noInvalidDate: true })
    .map((each) => each.toISOString().slice(0, 10));
  everyWay(date(), days, (value) => {
    const [year, month, day] = value.split("-").map((each, at) => (at ? Number(each) : each)) as [string, number, number];
    const ways = [
      value,
      `${month}月${day}号`,
      `${month}月${day}`,
      `${month}/${day}`,
      `${han(month).replace("一十", "十")}月${han(day).replace("一十", "十")}日`,
    ];
    return [...ways, wide(`${month}月${day}日`), `${year}年${month}月${day}日`, `${year}.${month}.${day}`, `${month}月${day}日前`];
  });
});

test("a time is the same on a clock and in words", () => {
  const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  fc.assert(
    fc.property(times, ([hour, minute]) => {
      const value = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
      const part = hour < 6 ? "凌晨" : hour < 12 ? "上午" : hour < 13 ? "中午" : hour < 18 ? "下午" : "晚上";
      const spoken = hour > 12 ? hour - 12 : hour;
      for (const words of [value, value.replace(":", "："), `${part}${spoken}点${minute ? `${minute}分` : ""}`, wide(value)])
        assert.equal(read(time(), words), value, words);
    }),
  );
});

test("a telephone is the same with gaps, strokes and the country's code", () => {
  const numbers = fc
    .tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }))
    .map(([second, rest]) => `1${second}${String(rest).padStart(9, "0")}`);
  everyWay(phone(), numbers, (value) => {
    const [a, b, c] = [value.slice(0, 3), value.slice(3, 7), value.slice(7)];
    return [`${a} ${b} ${c}`, `${a}-${b}-${c}`, `+86 ${value}`, `+86-${a}-${b}-${c}`, `0086${value}`, wide(value), `电话是${value}，找老王`];
  });
});

test("a share is the same as per cent, in words and in tenths", () => {
  everyWay(
    ratio(),
    fc.integer({ min: 1, max: 99 }).map((each) => each / 100),
    (value) => {
      const points = Math.round(value * 100);
      return [`${points}%`, `${points}％`, `百分之${han(points)}`, `百分之${points}`, `${points}个点`, ...(points % 10 ? [] : [`${han(points / 10)}成`])];
    },
  );
});

test("names and places read back as they are printed, alone and in a sentence", () => {
  const names = ["森荣新材料", "东岳氟材", "恒泰科技", "刘阿姨", "王敏"];
  for (const ask of [organisation(names), person(names)]) everyWay(ask, fc.constantFrom(...names), (value) => [`${value}。`, `我是${value}的`, `就是${value}`]);
  const homes = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9 })).map(([house, stair]) => `${house}号楼${stair}单元`);
  everyWay(place(), homes, (value) => [`在${value}`, `我家是${value}`]);
  everyWay(place(), fc.constantFrom("二楼会议室", "社区活动室", "政务中心", "三号车间"), (value) => [`在${value}`, `改到${value}`, `地点是${value}`]);
});
