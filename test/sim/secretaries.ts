import type { Shown } from "../../src/channel/memory/index.ts";
import { type Habit, inGroup, type Life, type Meaning, privately } from "./people.ts";
import type { ChainPlan } from "./town.ts";

const OTHER: Meaning = { is: "other" };
/** Each names its chain, so that no two of a day are alike. */
const MATTERS = ["开{}安全生产会", "报{}上月报表", "参加{}政策宣讲", "核对{}用工人数", "交{}支部党费", "检查{}消防通道"];

/** Secretaries announce, correct and withdraw, and ask who has not confirmed; whoever is told confirms, or forgets to. */
export const secretaries: Habit = {
  name: "secretaries",
  day: (life) => life.town.chains.forEach((chain) => announces(chain, life)),
  sees: (who, shown, life) => {
    if (shown.where.kind === "direct") preview(who, shown, life);
    confirms(who, shown, life);
  },
};

function announces(chain: ChainPlan, life: Life): void {
  const chance = life.chance("secretary", chain.secretary, life.today);
  const who = chain.secretary;
  const say = (minute: number, text: string, means: Meaning = OTHER): void => life.does(who, { in: minute, where: privately(who), text, means });
  if (chance.often(0.08)) say(60 * chance.between(9, 17), chance.pick(["卡住的有哪些", "还有谁没收到", "轮值表", "党日办了多少场", "待处理"]));
  if (!chance.often(life.isWorkday(life.today) ? 0.08 : 0.01)) return;
  const title = `${life.today.slice(5).replace("-", "月")}日起${chance.pick(MATTERS).replace("{}", chain.code)}，${chance.between(1, 5)}楼会议室`;
  const minute = 60 * chance.between(8, 20) + 30;
  say(minute, `给${chain.code}链的企业发通知：${title}`, { is: "announce", title, chain: chain.name });
  const later = chance.next();
  if (later < 0.2) say(minute + chance.between(3, 30) * 10, "更正通知：地点改到六楼会议室");
  else if (later < 0.35) say(minute + chance.between(3, 100) * 10, "撤回刚才的通知");
  if (chance.often(0.5)) say(minute + chance.between(1, 60) * 60, "还有谁没收到");
}

function preview(who: string, { text }: Shown, life: Life): void {
  const chance = life.chance("preview", who, text);
  const say = (words: string): void => life.does(who, { in: chance.between(1, 20), where: privately(who), text: words, means: OTHER });
  if (/1 发送 2 改 3 取消/u.test(text)) return say(chance.often(0.9) ? "1" : "3");
  if (/需要大家重新确认吗/u.test(text)) return say(chance.often(0.5) ? "1" : "2");
  if (/1 同意 2 不同意/u.test(text) && [life.town.approver, life.town.secretary].includes(who) && chance.often(0.85))
    return say(chance.often(0.85) ? "1" : "2 时间冲突");
}

function confirms(who: string, { text, where }: Shown, life: Life): void {
  if (!/请(?:重新)?回复“收到”/u.test(text) || /请他们回复|将发给|1 同意/u.test(text)) return;
  if (text.startsWith("提醒") || text.startsWith("再提醒")) {
    if (where.kind === "group" && !text.includes(`@${who}`)) return;
  }
  const chance = life.chance("confirms", who, text);
  if (!chance.often(0.55)) return;
  const place = where.kind === "direct" ? privately(who) : inGroup(where.id);
  life.does(who, { in: chance.between(1, 50) * 5, where: place, text: chance.pick(["收到", "收到", "好的", "1", "收到，谢谢"]), means: OTHER });
}
