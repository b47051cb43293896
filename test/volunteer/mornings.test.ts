import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf } from "../../bots/volunteer/smiley/answers.ts";
import { downMs, isUp, type Up } from "../../bots/volunteer/smiley/up-time.ts";
import { spanOf } from "../../bots/volunteer/registry/until.ts";
import { createCalendar } from "../../src/calendar/working-time.ts";

const calendar = createCalendar({ zone: "Asia/Shanghai", hours: { work: ["08:30-17:30"], quiet: "21:30-07:00" }, years: new Map(), days: new Map() });
const now = calendar.at("2026-11-24", "07:00");

const up = (channel: string, from_at: number, until_at: number | null, first_at = from_at): Up => ({ channel, from_at, until_at, first_at });

test("silence is judged only over time in which one of somebody's channels was up", () => {
  const ups = [up("telegram", 0, 100), up("telegram", 400, null, 0), up("web", 0, null)];
  assert.equal(downMs(ups, ["telegram"], 50, 500), 300);
  assert.equal(downMs(ups, ["telegram", "web"], 50, 500), 0);
  assert.equal(isUp(ups, ["telegram"], 200), false);
  assert.equal(isUp(ups, ["telegram"], 400), true);
});

test("who has no account on a channel that ever ran is heard on any; what lay before its first time is history", () => {
  assert.equal(downMs([up("memory", 100, null)], ["telegram"], 0, 500), 0);
  assert.equal(downMs([up("memory", 100, 200)], [], 0, 500), 300);
  assert.equal(downMs([], [], 0, 500), 0);
});

test("an absence says from when and until when, in whatever words", () => {
  const until = (text: string) => spanOf(text, { now, calendar }).until;
  assert.equal(until("我妈去北京了，20号回来"), "2026-12-20");
  assert.equal(until("刘阿姨住院了，下周出院"), "2026-12-06");
  assert.equal(until("我去女儿家住半个月"), "2026-12-09");
  assert.equal(until("9号楼那户去儿子家了，月底回来"), "2026-11-30");
  assert.equal(until("我去女儿家住几天"), null);
  assert.equal(until("回老家住一周"), "2026-12-01");
  assert.deepEqual(spanOf("我明天去女儿家，周日回来", { now, calendar }), { from: "2026-11-25", until: "2026-11-29" });
  assert.match(spanOf("住院了，2月30日出院", { now, calendar }).wrong ?? "", /没有这一天/u);
  assert.match(spanOf("去北京了，11月20日回来", { now, calendar }).wrong ?? "", /已经过去/u);
});

test("an answer of whoever was asked to go is read strictly, the worse meaning first", () => {
  const read: [string, ReturnType<typeof actOf>][] = [
    ["接单", "accept"],
    ["好的，我这就过去看看", "accept"],
    ["我去看看，没事的话告诉你", undefined],
    ["收到", "received"],
    ["我在外地，去不了", "decline"],
    ["我在儿子家呢", "decline"],
    ["人没事，睡过头了", "safe"],
    ["去看了，好好的", "safe"],
    ["人没事吧", undefined],
    ["没见到人", "trouble"],
    ["敲门没人应", "trouble"],
    ["没人开门，不知道有没有事", "trouble"],
    ["送医院了", "hospital"],
    ["在女儿家呢，挺好", "away"],
    ["7户平安", undefined],
    ["都好，就3号楼那户没人应", undefined],
    ["不太好，脸色发白", undefined],
    ["今天天气不错", undefined],
    ["谁家还没报平安", undefined],
    ["她家平安怎么样了", undefined],
    ["还没报平安", undefined],
  ];
  for (const [text, act] of read) assert.equal(actOf(text), act, text);
});
