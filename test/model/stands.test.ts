import assert from "node:assert/strict";
import { test } from "node:test";
import { mask } from "../../src/assist/model/mask.ts";
import { strayIn } from "../../src/assist/model/stands.ts";

const SOURCE = "上年度研发投入占比不低于百分之三，职工30人以上，最高200万元。11月20日至12月15日申报，周五下午开会，联系〔人1〕，标准 GB/T 19001。";

const STAND = ["研发不低于3%", "最高二百万元", "最高2000000元", "三十人", "11月20日起", "星期五下午", "找〔人1〕", "统一一起办，一致同意", "按 gb/t 19001"];
for (const words of STAND) test(`“${words}” stands in its source`, () => assert.equal(strayIn(words, SOURCE), undefined));

const STRAY: Record<string, string> = {
  最高300万元: "300万",
  最高200元: "200",
  研发不低于30: "",
  "11月15日截止": "11月15日",
  周四下午: "周四",
  周五上午: "上午",
  请联系王建国办理: "王建国",
  "找〔人2〕": "〔人2〕",
  请联系李总: "李总",
  "详见 evil.example": "evil.example",
  三个月内: "三",
};
for (const [words, stray] of Object.entries(STRAY)) if (stray) test(`“${words}” does not: ${stray}`, () => assert.equal(strayIn(words, SOURCE), stray));

test("a piece of an answer comes back exactly as it was written", () => {
  const masked = mask(
    "示工〔2026〕２１号，请王总（13800138000）办",
    (words) => words === "王总",
    () => undefined,
  );
  assert.doesNotMatch(masked.text, /王总|13800138000/u);
  const number = /示工\|2026\|21号/u.exec(masked.text)?.[0] ?? "";
  assert.equal(masked.back(number), "示工〔2026〕２１号");
  assert.equal(masked.back("请〔人1〕(〔电话1〕)办"), "请王总（13800138000）办");
  assert.equal(masked.back("别的话"), "别的话");
});
