import type { Shown } from "../../src/channel/memory/index.ts";
import { type Habit, inGroup, type Life, type Meaning, privately } from "./people.ts";
import { clockOf, dayAfter } from "./time.ts";
import type { ChainPlan } from "./town.ts";

const OTHER: Meaning = { is: "other" };

/** Hosts of theme days confirm, swap, skip; their neighbours answer the invitation, sign in, make up for it. */
export const hosts: Habit = {
  name: "hosts",
  sees: (who, shown, life) => {
    const chain = life.town.chains.find((one) => one.secretary === who || one.enterprises.some((each) => each.people.includes(who)));
    if (!chain) return;
    if (shown.where.kind === "group") guests(who, chain, shown, life);
    else privatelyAsked(who, chain, shown, life);
  },
};

function guests(who: string, chain: ChainPlan, { text }: Shown, life: Life): void {
  if (!text.includes("【主题党日】") || chain.secretary === who) return;
  const chance = life.chance("guest", who, text.slice(0, 60));
  const say = (minutes: number, words: string): void => life.does(who, { in: minutes, where: inGroup(chain.group), text: words, means: OTHER });
  if (text.includes("参加请回复人数")) {
    if (chance.often(0.35)) say(chance.between(1, 300), `我们去${chance.between(1, 6)}个人`);
    else if (chance.often(0.15)) say(chance.between(1, 300), "去不了");
  } else if (text.includes("到场后请回复“签到”") && chance.often(0.4)) {
    const [hours = "0", minutes = "0"] = clockOf(life.now).split(":");
    say(14 * 60 + chance.between(0, 80) - Number(hours) * 60 - Number(minutes), chance.often(0.5) ? "签到" : `签到，${chance.between(2, 5)}人`);
  }
}

function privatelyAsked(who: string, chain: ChainPlan, { text }: Shown, life: Life): void {
  const chance = life.chance("host", who, text);
  const say = (words: string, minutes = chance.between(2, 400)): void => life.does(who, { in: minutes, where: privately(who), text: words, means: OTHER });
  if (text.includes("没问题请回复“确认承办”")) return hostSays(who, chain, chance, say);
  if (/想和.*换一期.*同意吗/u.test(text) && chance.often(0.75)) return say(chance.often(0.7) ? "1" : "2");
  if (text.includes("请发一段小结") && chance.often(0.6)) return say("小结：参观了车间，交流了安全生产");
  if (text.includes("打算哪天补课") && chance.often(0.6)) {
    const on = dayAfter(life.today, chance.between(1, 6));
    return say(chance.often(0.3) ? "已补课" : `${Number(on.slice(5, 7))}月${Number(on.slice(8))}日补`);
  }
  if (text.includes("补课做完了吗") && chance.often(0.7)) return say("已补课");
  if (text.includes("请问办了吗") && chance.often(0.8)) return say(chance.often(0.6) ? "1" : "2");
}

function hostSays(who: string, chain: ChainPlan, chance: ReturnType<Life["chance"]>, say: (words: string) => void): void {
  const fate = chance.next();
  const others = chain.enterprises.filter((each) => !each.people.includes(who));
  if (fate < 0.4) say("确认承办");
  else if (fate < 0.55) say("主题是安全生产，地点在三楼会议室");
  else if (fate < 0.63) say("这期轮空");
  else if (fate < 0.73 && others.length) say(`和${chance.pick(others).short}换一期`);
}
