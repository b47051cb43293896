import assert from "node:assert/strict";
import { test } from "node:test";
import { type Household } from "../../bots/volunteer/checkin/household.ts";
import { readReport } from "../../bots/volunteer/checkin/reading.ts";
import { createCalendar } from "../../src/calendar/working-time.ts";

/* What of a group's talk is a report, and of whom. Households: 1 刘阿姨 3号楼2单元, 2 张大爷 3号楼5单元, 3 孙奶奶 9号楼1单元,
   4 陈桂英 13号楼2单元. */

const NOW = Date.parse("2026-11-25T01:00:00Z");
const calendar = createCalendar({ zone: "Asia/Shanghai", hours: { work: ["08:30-17:30"], quiet: "21:30-07:00" }, years: new Map(), days: new Map() });
const homes: [string, string][] = [
  ["刘阿姨", "3号楼2单元"],
  ["张大爷", "3号楼5单元"],
  ["孙奶奶", "9号楼1单元"],
  ["陈桂英", "13号楼2单元"],
];
const households = homes.map(([name, home], at): Household => ({
  elder: at + 1,
  name,
  home,
  team: 1,
  state: "waiting",
  volunteer: 9,
  away: null,
  words: null,
}));

/** `all; 1 missing; 3+4 safe; count 5` */
function brief(text: string): string {
  const found = readReport(text, households, { now: NOW, calendar });
  if (!found) return "-";
  const { scope, count, unnamed, excluded, told } = found;
  return [
    ...(scope ? [scope] : []),
    ...(count === null ? [] : [`count ${count}`]),
    ...(unnamed ? [`some ${unnamed.count} ${unnamed.condition.state}`] : []),
    ...excluded.map((each) => `not ${each.among.join("+")}`),
    ...told.map((each) => `${each.among.join("+") || each.words} ${each.state}${each.until ? ` ${each.until}` : ""}${each.urgent ? "!" : ""}`),
  ].join("; ");
}

const REPORTS: [string, string][] = [
  ["都好", "all"],
  ["全都平安，放心", "all"],
  ["我这边都平安", "all"],
  ["走访完了，老人都好", "all"],
  ["平安", "all"],
  ["一切正常", "all"],
  ["7户平安", "count 7"],
  ["我负责的六户都平安", "count 6"],
  ["今天4户全部安好。", "count 4"],
  ["3户正常，1户没敲开门", "count 3; some 1 missing"],
  ["都好，就3号楼刘阿姨没人应", "all; 1 missing"],
  ["就三号楼2单元没人开门，其余都好", "others; 1 missing"],
  ["都好 就 3号楼那户没人应", "all; 1+2 missing"],
  ["13号楼敲不开门", "4 missing"],
  ["除了刘阿姨都好", "others; not 1"],
  ["除刘阿姨外都好", "others; not 1"],
  ["除了刘阿姨没人应，都好", "all; 1 missing"],
  ["都好，就刘阿姨", "all; not 1"],
  ["刘阿姨不太舒服", "1 concern"],
  ["陈奶奶有点咳嗽，其他没事", "others; 4 concern"],
  ["刘阿姨、张大爷都好", "1 safe; 2 safe"],
  ["刘阿姨和孙奶奶没联系上", "1 missing; 3 missing"],
  ["刘阿姨刚才开门了，没事", "1 safe"],
  ["刘阿姨刚才没人应，后来开门了", "1 safe"],
  ["刘阿姨没人应，电话也不接", "1 missing"],
  ["9号楼那户去儿子家了，月底回来", "3 absent 2026-11-30"],
  ["孙奶奶住院了", "3 absent"],
  ["孙奶奶被女儿接走了，住一周", "3 absent 2026-12-02"],
  ["孙奶奶周日回来", "3 absent 2026-11-29"],
  ["孙奶奶回来了", "3 safe"],
  ["孙奶奶去医院看病了", "3 concern"],
  ["张大爷摔倒了，起不来", "2 concern!"],
  ["8号楼没人应", "8号楼 missing"],
  ["4户，都平安", "all; count 4"],
  ["今天4户都看过了，没问题", "all; count 4"],
  ["报告：都好，放心吧", "all"],
  ["已走访，均平安", "all"],
  ["3号楼都好，9号楼也好", "1+2 safe; 3 safe"],
  ["孙奶奶上北京了", "3 absent"],
  ["刘阿姨敲门没反应", "1 missing"],
  ["刘阿姨今天没人应，叫不醒", "1 concern!"],
  ["不对，4户都平安", "count 4"],
];

const TALK = [
  "大家都好吗",
  "都好吧？",
  "中午一起吃饭都好",
  "刘阿姨挺好的一个人",
  "刘阿姨做的饺子挺好",
  "给刘阿姨买点感冒药",
  "昨天刘阿姨没人应",
  "要是刘阿姨没人应就打电话",
  "刘阿姨家的灯不亮了",
  "没事",
  "好",
  "收到",
  "3户人家办喜事",
  "8号楼停水了",
  "今天都在活动室集合",
  "都好说",
  "谁去看刘阿姨",
  "",
];

test("a report is read household by household", () => {
  for (const [text, wanted] of REPORTS) assert.equal(brief(text), wanted, text);
});

test("talk among volunteers is no report", () => {
  for (const text of TALK) assert.equal(brief(text), "-", text);
});
