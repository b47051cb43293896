import type { Shown } from "../../src/channel/memory/index.ts";
import { type Habit, inGroup, type Life, numbersIn, privately } from "./people.ts";
import type { ChainPlan } from "./town.ts";

/** What is reported, by a way of saying it; `{n}` is a sum in units of ten thousand yuan, or a number of people. */
const PROBLEMS = [
  "流动资金缺{n}万，银行说抵押物不够",
  "技改补贴的申报材料一直批不下来",
  "和客户的合同纠纷一直拖着，货款{n}万要不回来",
  "招不到焊工，缺{n}个人",
  "原材料涨价，找不到稳定的供应商",
  "党员活动室一直没有场地",
  "厂门口的路坑坑洼洼，货车进不来",
  "车间电压不稳，设备老是跳闸",
  "贷款下个月到期，续贷{n}万办不下来",
  "环评手续卡了三个月，一直没有批复",
];
const TALK = ["中午一起吃饭吗", "食堂今天吃饺子", "谁有空帮忙搬下桌子", "今天路上真堵", "老板说下周团建"];
const ODD = ["啊", "什么意思", "在开会", "稍等", "？？"];

/** Enterprises report what is stuck, answer return visits or forget to, complain twice, correct a sum, withdraw. */
export const enterprises: Habit = {
  name: "enterprises",
  day: (life) => {
    for (const chain of life.town.chains) for (const house of chain.enterprises) for (const who of house.people) spontaneous(who, chain, life);
  },
  sees: (who, shown, life) => {
    const chain = chainOf(who, life);
    if (chain && shown.where.kind === "direct") answers(who, shown, life);
  },
};

const chainOf = (who: string, life: Life): ChainPlan | undefined => life.town.chains.find((one) => one.enterprises.some((each) => each.people.includes(who)));

function spontaneous(who: string, chain: ChainPlan, life: Life): void {
  const chance = life.chance("enterprise", who, life.today);
  const inside = isInGroup(who, chain);
  if (inside && chance.often(0.04))
    life.does(who, { in: 60 * chance.between(8, 20), where: inGroup(chain.group), text: chance.pick(TALK), means: { is: "talk" } });
  const share = life.isWorkday(life.today) ? (life.town.chains.length > 5 ? 0.012 : 0.06) : 0.006;
  if (!chance.often(share)) return;
  const n = chance.between(2, 90) * 10;
  const said = chance.pick(PROBLEMS);
  const sum = said.includes("{n}万") ? { amount: n * 10_000 } : {};
  const text = said.replace("{n}", String(n));
  const minute = 8 * 60 + chance.between(0, 150) * 5;
  const group = inside && chance.often(0.4);
  const where = group ? inGroup(chain.group) : privately(who);
  life.does(who, { in: minute, where, text: group ? `@链心 ${text}` : text, means: { is: "report", ...sum } });
  if (chance.often(0.12)) life.does(who, { in: minute + chance.between(1, 30) * 10, where: privately(who), text, means: { is: "other" } });
  if (sum.amount !== undefined && chance.often(0.3))
    life.does(who, { in: minute + 5, where, text: `${group ? "@链心 " : ""}说错了，是${n + 5}万`, means: { is: "amend", amount: (n + 5) * 10_000 } });
}

const isInGroup = (who: string, chain: ChainPlan): boolean =>
  chain.enterprises.some((each, n) => each.people.includes(who) && (n % 3 > 0 || each.people[0] === who));

function answers(who: string, shown: Shown, life: Life): void {
  const { text } = shown;
  const chance = life.chance("answers", who, text);
  const say = (minutes: number, words: string, means: Parameters<Life["does"]>[1]["means"]): void =>
    life.does(who, { in: minutes, where: privately(who), text: words, means });
  const [no = ""] = numbersIn(text);
  const soon = chance.between(1, 60);
  if (/，回访/u.test(text)) return visited(say, no, chance, soon);
  if (/打几分|几分|1-5|1 到 5|1~5/u.test(text) && !/分钟/u.test(text)) return say(soon, `${chance.between(1, 5)}分`, { is: "other" });
  if (/撤回是 1/u.test(text) && chance.often(0.6)) return say(soon, chance.pick(["1", "1", "2", "3"]), { is: "other" });
  if (text.startsWith("已登记") && chance.often(0.06)) return say(60 * chance.between(2, 70), `${no} 撤回`, { is: "withdraw", no });
  if (/是同一件吗|要一起反映吗/u.test(text) && chance.often(0.8)) return say(soon, chance.pick(["1", "1", "2"]), { is: "other" });
  if (/这属于哪一类|先按“/u.test(text) && chance.often(0.8)) return say(soon, chance.pick(["8", "对", "4", ...ODD.slice(0, 2)]), { is: "other" });
  if (/大概差多少钱/u.test(text) && chance.often(0.5)) return say(soon, `${chance.between(2, 90) * 10}万`, { is: "other" });
  if (text.startsWith("您说的是哪一")) return say(soon, "1", { is: "other" });
  if (/还差一步/u.test(text) && chance.often(0.4)) return say(soon, "取消", { is: "other" });
}

type Say = (minutes: number, words: string, means: Parameters<Life["does"]>[1]["means"]) => void;

/** The return visit: a third forget, some say odd things first, and not everybody is satisfied. */
function visited(say: Say, no: string, chance: ReturnType<Life["chance"]>, soon: number): void {
  if (chance.often(0.3)) return;
  if (chance.often(0.1)) return say(soon, chance.pick(ODD), { is: "other" });
  const verdict = chance.next();
  if (verdict < 0.65) say(soon, chance.pick(["解决了", "解决了，谢谢", `${no} 解决了`, "1"]), { is: "solved", no });
  else if (verdict < 0.8) say(soon, chance.pick(["部分解决", "2"]), { is: "partly", no });
  else say(soon, chance.pick(["没解决，还是老样子", "3", `${no} 没解决`]), { is: "unsolved", no });
}
