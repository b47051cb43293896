import type { Shown } from "../../src/channel/memory/index.ts";
import type { Chance } from "./chance.ts";
import { buttonOf, type Habit, inGroup, type Life, type Meaning, privately } from "./people.ts";
import { dayAfter } from "./time.ts";
import type { TeamPlan } from "./town.ts";

const OTHER: Meaning = { is: "other" };
/** `平安-0012：李秀兰今早…` */
const ALARM = /^(?:紧急 )?(平安-\d+)：(\p{Script=Han}{3})/u;

/** Volunteers and whoever stands behind them: they answer check-ins, go and see, take leave, stand in, or vanish for a week. */
export const volunteers: Habit = {
  name: "volunteers",
  day: (life) => {
    for (const team of life.town.teams) team.volunteers.forEach((who, n) => ofThemselves(who, team, n < team.volunteers.length - 1, life));
  },
  sees: (who, shown, life) => {
    const team = life.town.teams.find((one) => answersIn(one).has(who));
    if (!team || vanished(who, life)) return;
    if (shown.where.kind === "group") return inTheGroup(who, team, shown, life);
    for (const line of shown.text.split("\n")) alarmed(who, line, shown, life);
    asked(who, team, shown, life);
  },
};

const answersIn = (team: TeamPlan): Set<string> => new Set([team.leader, team.community, ...team.volunteers, ...team.elders.flatMap((each) => each.contacts)]);

/** Some week or other somebody cannot be reached at all. */
const vanished = (who: string, life: Life): boolean => life.chance("vanishes", who, Math.floor(life.now / (7 * 86_400_000))).often(0.06);

function ofThemselves(who: string, team: TeamPlan, inside: boolean, life: Life): void {
  const chance = life.chance("volunteer", who, life.today);
  const where = inside ? inGroup(team.group) : privately(who);
  if (inside && chance.often(0.15)) {
    life.does(who, { in: 8 * 60 + 20, where, text: "签到", means: { is: "on-duty" } });
    if (chance.often(0.7)) life.does(who, { in: 11 * 60 + chance.between(0, 6) * 10, where, text: "签退", means: OTHER });
  }
  if (inside && chance.often(0.1))
    life.does(who, { in: 60 * chance.between(7, 20), where, text: chance.pick(["中午谁去菜市场", "今天真冷", "谁看见我的雨伞了"]), means: { is: "talk" } });
  if (!chance.often(0.03)) return;
  const days = chance.between(1, 3);
  const [from, until] = [dayAfter(life.today), dayAfter(life.today, days)];
  const text = days === 1 ? "明天请假一天" : `明天到${Number(until.slice(5, 7))}月${Number(until.slice(8))}日请假`;
  life.does(who, { in: 60 * chance.between(9, 19), where: privately(who), text, means: { is: "leave", from, until } });
}

function inTheGroup(who: string, team: TeamPlan, { text }: Shown, life: Life): void {
  if (!team.volunteers.includes(who)) return;
  const prompt = text.includes("早间签到") ? 0.72 : text.startsWith("还没有回报的") && text.includes(who) ? 0.6 : 0;
  checksIn(who, team, prompt, inGroup(team.group), text, life);
}

function checksIn(who: string, team: TeamPlan, share: number, where: Parameters<Life["does"]>[1]["where"], text: string, life: Life): void {
  const chance = life.chance("checks in", who, text.slice(0, 40), life.today);
  if (!chance.often(share)) return;
  const own = team.elders.filter((each) => each.volunteer === who);
  const words = chance.often(0.12) && own.length ? `都好，就${chance.pick(own).name}没人应` : chance.pick(["都好", "都平安", "都好", `${own.length}户平安`]);
  life.does(who, { in: chance.between(2, 40), where, text: words, means: OTHER });
}

function alarmed(who: string, line: string, shown: Shown, life: Life): void {
  const [, no, name] = ALARM.exec(line) ?? [];
  if (no === undefined || name === undefined || !/能去请回|再敲敲门|见到.*了吗|请您能去/u.test(shown.text)) return;
  const chance = life.chance("alarmed", who, line.slice(0, 60), life.now);
  const say = (minutes: number, text: string, press?: ReturnType<typeof buttonOf>): void =>
    life.does(who, { in: minutes, where: privately(who), text, means: OTHER, ...(press ? { press } : {}) });
  if (/见到.*了吗/u.test(line)) return chance.often(0.7) ? say(chance.between(1, 10), `${name}平安`) : undefined;
  const answer = chance.next();
  const soon = chance.between(1, 18);
  if (answer < 0.58) {
    say(soon, "接单", pressOf(shown, "接单", no));
    if (chance.often(0.85)) say(soon + chance.between(10, 40), found(name, chance));
  } else if (answer < 0.75) say(soon, "去不了", pressOf(shown, "去不了", no));
  else if (answer < 0.85) say(soon, `${name}平安，刚通过电话`);
}

const found = (name: string, chance: Chance): string => {
  const fate = chance.next();
  return fate < 0.85 ? `${name}平安` : fate < 0.95 ? `${name}家敲门没人应` : `${name}送医院了`;
};

const pressOf = (shown: Shown, label: string, no: string): ReturnType<typeof buttonOf> => {
  const button = shown.buttons.find((each) => each.label === label && each.data.includes(no));
  return button && { messageId: shown.messageId, data: button.data };
};

/** Questions in their own chat. */
function asked(who: string, team: TeamPlan, { text }: Shown, life: Life): void {
  const chance = life.chance("asked", who, text.slice(0, 60), life.today);
  const say = (words: string): void => life.does(who, { in: chance.between(1, 30), where: privately(who), text: words, means: OTHER });
  if (text.includes("早间签到") && team.volunteers.includes(who)) return checksIn(who, team, 0.75, privately(who), text, life);
  if (/请您代看/u.test(text)) return chance.often(0.7) ? say(chance.often(0.75) ? "1" : "2") : undefined;
  if (/哪一户|您说的是哪一位|怎么样？1/u.test(text)) return say("1");
}
