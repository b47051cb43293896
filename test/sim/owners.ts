import type { Shown } from "../../src/channel/memory/index.ts";
import { buttonOf, type Habit, type Life, type Meaning, numbersIn, privately } from "./people.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

/** Owners, commissioners and secretaries of chains: slow, bouncing, promising, saying done; they sign, telephone, or do not. */
export const owners: Habit = {
  name: "owners",
  sees: (who, shown, life) => {
    if (shown.where.kind !== "direct" || !isOwner(who, life)) return;
    for (const line of shown.text.split("\n")) reads(who, line, shown, life);
  },
};

const isOwner = (who: string, { town }: Life): boolean =>
  town.chains.some((one) => one.leader === who || one.secretary === who || one.commissioners.includes(who) || one.services.includes(who));

function reads(who: string, line: string, shown: Shown, life: Life): void {
  const [no = ""] = numbersIn(line);
  if (!no) return;
  const chance = life.chance("owner", who, line);
  const say = (minutes: number, text: string, means: Meaning, press?: ReturnType<typeof buttonOf>): void =>
    life.does(who, { in: minutes, where: privately(who), text, means, ...(press ? { press } : {}) });
  if (/^新事项|已逾期|请您督促$|重新办理|没有解决|说没解决|不认可/u.test(line)) return takesUp(no, line, shown, chance, say);
  if (line.startsWith("请会签") && chance.often(0.8)) {
    const agrees = chance.often(0.7);
    return say(chance.between(1, 20) * HOUR, `会签 ${no} ${agrees ? "同意" : "不同意"}`, { is: "sign", no }, buttonOf(shown, agrees ? "同意" : "不同意"));
  }
  if (line.startsWith("电话回访")) return telephones(numbersIn(line)[1] ?? no, chance, say);
  if (/可以回复“.*联系不上”/u.test(line) && chance.often(0.7)) return say(chance.between(1, 5) * HOUR, `${no} 联系不上`, { is: "unreached", no });
}

type Say = (minutes: number, text: string, means: Meaning, press?: ReturnType<typeof buttonOf>) => void;
type Chance = ReturnType<Life["chance"]>;

function takesUp(no: string, line: string, shown: Shown, chance: Chance, say: Say): void {
  const slow = chance.often(0.3) ? chance.between(1, 4) * DAY : chance.between(1, 24) * 10;
  const first = line.startsWith("新事项");
  if (chance.often(0.12)) return;
  if (first && chance.often(0.12)) return say(slow, `${no} 不归我，转${chance.pick(["法律", "政策", "技术", "人才", "融资"])}`, { is: "other" });
  if (chance.often(0.06)) return say(slow, `${no} 办不了，政策不允许这样做`, { is: "other" });
  say(slow, `${no} 接单`, { is: "accept", no }, chance.often(0.5) ? buttonOf(shown, "接单") : undefined);
  if (chance.often(0.6)) say(slow + chance.between(1, 8) * HOUR, `${no} 已联系`, { is: "other" });
  if (chance.often(0.3))
    say(slow + chance.between(9, 20) * HOUR, `${no} ${chance.pick(["周五前办好", "进展：正在走流程", "暂停，等环评批复", "下周三前办好"])}`, { is: "other" });
  if (chance.often(0.7))
    say(slow + chance.between(1, 6) * DAY, `${no} 已办结，${chance.pick(["手续办好了", "已经协调好了", "材料都批了"])}`, { is: "done", no });
}

function telephones(no: string, chance: Chance, say: Say): void {
  if (chance.often(0.3)) return;
  const verdict = chance.next();
  const after = chance.between(2, 40) * HOUR;
  if (verdict < 0.5) say(after, `${no} 解决了`, { is: "solved", no });
  else if (verdict < 0.7) say(after, `${no} 没解决`, { is: "unsolved", no });
  else say(after, `${no} 联系不上`, { is: "unreached", no });
}
