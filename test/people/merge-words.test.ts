import assert from "node:assert/strict";
import { test } from "node:test";
import { codeIn, isCode } from "../../bots/secretary/joining/codes.ts";
import { unwantedIn, wantedIn } from "../../bots/secretary/joining/words.ts";
import { createBots } from "../../src/bots.ts";

const AT = { now: Date.parse("2026-11-23T01:00:00Z"), zone: "Asia/Shanghai" };
const { understand } = createBots();

test("a commissioner may say in several ways whose account it is", () => {
  for (const said of [
    "把微信“氟小白”并到荣师傅",
    "把“氟小白”并到荣师傅名下",
    "请把氟小白的微信合并到“荣师傅”。",
    "将账号氟小白归到荣师傅",
    "荣师傅换微信了，新号是“氟小白”",
    "荣师傅换了微信，新的微信叫氟小白",
    "荣师傅换号了 新号是氟小白",
  ]) {
    assert.deepEqual(wantedIn(said), { from: "氟小白", into: "荣师傅" }, said);
    assert.equal(understand(said, AT).intent, "person.merge", said);
  }
  for (const said of ["把两个群并到一起", "把两家公司合并到示例集团", "王总换号了，新号是13912345678", "荣师傅换手机了"])
    assert.equal(wantedIn(said), undefined, said);
});

test("an undoing names a person before or after it", () => {
  for (const said of ["撤销合并 荣师傅", "撤销荣师傅的合并", "取消合并：荣师傅", "撤销一下对荣师傅的合并", "荣师傅"])
    assert.equal(unwantedIn(said), "荣师傅", said);
});

test("a code stands alone: a telephone number or a name in Latin letters is none", () => {
  for (const said of ["k7m2p9", "邀请码 K7M2P9", "我的邀请码是：K7M2P9。"]) assert.ok(isCode(said) && codeIn(said) === "K7M2P9", said);
  for (const said of ["13800000000", "zhangwei", "我是K7M2P9公司的", "邀请码有吗"]) assert.ok(!isCode(said), said);
});
