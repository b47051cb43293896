import { type Habit, inGroup, type Life, type Meaning, privately } from "./people.ts";
import { dayAfter } from "./time.ts";
import type { ElderPlan, TeamPlan } from "./town.ts";

const GREETINGS = ["早", "早上好", "早安", "早，吃过了", "大家早"];
const LATE = ["刚醒，早", "早", "在呢", "早上好，忘了"];
const ALIVE: Meaning = { is: "sign-of-life" };

/** Elders greet in time or early, oversleep, forget their telephone, travel, feel unwell, fall. */
export const elders: Habit = {
  name: "elders",
  day: (life) => {
    for (const team of life.town.teams) team.elders.forEach((one, n) => morning(one, team, n < 3, life));
  },
  sees: (who, { text, where }, life) => {
    if (where.kind !== "direct" || (!text.includes("平安，方便时回我") && !text.includes("请再回我一个笑脸"))) return;
    const chance = life.chance("asked again", who, life.today, text);
    if (chance.often(0.65)) life.does(who, { in: chance.between(3, 50), where: privately(who), text: chance.pick(LATE), means: ALIVE });
  },
};

function morning(one: ElderPlan, team: TeamPlan, inside: boolean, life: Life): void {
  const chance = life.chance("elder", one.name, life.today);
  const until = life.notes.get(`away ${one.name}`);
  if (until !== undefined && life.today <= until) {
    if (chance.often(0.05)) comesBack(one.name, life);
    return;
  }
  const where = inside && chance.often(0.4) ? inGroup(team.group) : privately(one.name);
  const says = (minute: number, text: string, means: Meaning = ALIVE, place = where): void => life.does(one.name, { in: minute, where: place, text, means });
  const [from, end] = [minuteOf(one.window?.from ?? "07:00"), minuteOf(one.window?.until ?? "09:00")];
  const fate = chance.next();
  if (!one.window && fate < 0.7) return;
  if (fate < 0.72) says(chance.between(from + 1, end - 1), chance.pick(GREETINGS));
  else if (fate < 0.78) says(chance.between(5 * 60, from - 1), chance.pick(GREETINGS));
  else if (fate < 0.85) says(chance.between(end + 35, end + 150), chance.pick(LATE));
  else if (fate < 0.93) return;
  else if (fate < 0.945) says(chance.between(6 * 60, 20 * 60), "我摔倒了，起不来", ALIVE, privately(one.name));
  else if (fate < 0.96) says(chance.between(from, 20 * 60), "今天头晕得厉害", ALIVE, privately(one.name));
  else travels(one.name, chance.between(1, 6), chance.between(from + 1, end - 1), life);
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** The day of coming back is the last one away. */
function travels(who: string, days: number, minute: number, life: Life): void {
  const until = dayAfter(life.today, days);
  life.notes.set(`away ${who}`, until);
  const text = `我去女儿家了，${Number(until.slice(5, 7))}月${Number(until.slice(8))}日回来`;
  life.does(who, { in: minute, where: privately(who), text, means: { is: "away", until } });
}

function comesBack(who: string, life: Life): void {
  life.notes.delete(`away ${who}`);
  life.does(who, { in: 10 * 60, where: privately(who), text: "我回来了", means: { is: "back" } });
}
