import { chanceOf } from "./chance.ts";

/* The town of a simulation: invented, the same for the same seed and scale. No name is part of another one, so that who is
   meant by a sentence can be told by whoever checks it. */

export type ChainPlan = {
  name: string;
  code: string;
  group: string;
  leader: string;
  secretary: string;
  commissioners: readonly string[];
  /** Who answers for a lane, by the service's people. */
  services: readonly string[];
  enterprises: readonly { name: string; short: string; people: readonly string[]; commissioner: string }[];
};
export type ElderPlan = {
  name: string;
  volunteer: string;
  backup: string;
  contacts: readonly string[];
  window: { from: string; until: string } | undefined;
};
export type TeamPlan = {
  name: string;
  group: string;
  leader: string;
  community: string;
  volunteers: readonly string[];
  elders: readonly ElderPlan[];
  checkin: { at: string; until: string };
};
export type TownPlan = { chains: readonly ChainPlan[]; teams: readonly TeamPlan[]; secretary: string; approver: string; file: unknown };

const TRADES = "氟硅 陶瓷 玻璃 尼龙 石化 聚烯 精化 耐材 金属 化药 生医 医械 智装 泵阀 汽配 氢能 集电 显示 食品 纺织".split(" ");
const HOUSES = "森荣 恒泰 东岭 瑞丰 金鼎 华拓 鲁源 中博 齐创 盛邦 远航 宏岳 天润 百川 嘉禾 启明 云峰 凯达 德信 润和".split(" ");
const SURNAMES = [..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"];
const GIVEN = [..."建国秀兰志强海燕文博春梅立新晓东玉珍永胜丽华栋雪振红霞明远桂英少波静怡德才思翠萍光子轩慧敏铁军佳宁福生月娥浩然"];
const RULES = ["15th", "last friday", "2nd monday", "20th", "3rd wednesday"];
const TEAM_NAMES = "一二三四五六七八九十".split("");

export function townOf(scale: number): TownPlan {
  const name = namer();
  const chains = Array.from({ length: Math.max(1, Math.round(20 * scale)) }, (_, at) => chainOf(at, scale, name));
  const teams = Array.from({ length: Math.max(1, Math.round(3 * scale)) }, (_, at) => teamOf(at, scale, name));
  const [secretary, approver] = [chains[0]?.secretary ?? name(), name()];
  return { chains, teams, secretary, approver, file: fileOf({ chains, teams, secretary, approver }) };
}

/** Two signs of a given name, no pair of them twice, whatever the surname. */
function namer(): () => string {
  const chance = chanceOf(0, "names");
  const taken = new Set<string>();
  return () => {
    for (;;) {
      const given = `${chance.pick(GIVEN)}${chance.pick(GIVEN)}`;
      if (taken.has(given)) continue;
      taken.add(given);
      return `${chance.pick(SURNAMES)}${given}`;
    }
  };
}

function chainOf(at: number, scale: number, name: () => string): ChainPlan {
  const code = TRADES[at % TRADES.length] ?? "";
  const commissioners = [name(), name()];
  const count = scale < 0.5 ? 4 : 8;
  return {
    name: `${code}产业`,
    code,
    group: `${code}链企业群`,
    leader: name(),
    secretary: name(),
    commissioners,
    services: [name(), name(), name(), name()],
    enterprises: Array.from({ length: count }, (_, n) => {
      const short = `${HOUSES[n] ?? ""}${code.slice(0, 1)}`;
      return { name: `${short}实业`, short, people: [name(), name()], commissioner: commissioners[n % 2] ?? "" };
    }),
  };
}

function teamOf(at: number, scale: number, name: () => string): TeamPlan {
  const volunteers = Array.from({ length: scale < 0.5 ? 3 : 4 }, name);
  const count = scale < 0.5 ? 8 : 20;
  const elders = Array.from({ length: count }, (_, n): ElderPlan => {
    const window = n % 3 === 2 ? undefined : n % 2 ? { from: "07:00", until: "09:00" } : { from: "06:30", until: "08:30" };
    return {
      name: name(),
      volunteer: volunteers[n % volunteers.length] ?? "",
      backup: volunteers[(n + 1) % volunteers.length] ?? "",
      contacts: n % 4 === 3 ? [] : [name()],
      window: n % 5 === 4 ? undefined : window,
    };
  });
  const called = `守护${TEAM_NAMES[at % TEAM_NAMES.length] ?? ""}队`;
  return { name: called, group: `${called}群`, leader: name(), community: name(), volunteers, elders, checkin: { at: "08:40", until: "10:00" } };
}

function fileOf({ chains, teams, secretary, approver }: Omit<TownPlan, "file">): unknown {
  return {
    name: "示例市",
    limits: { approve_over: 12 },
    people: [{ name: approver }],
    chains: chains.map((one, n) => ({
      name: one.name,
      code: one.code,
      leader: one.leader,
      secretary: one.secretary,
      fallback: one.secretary,
      bank: { name: `${one.code}银行`, people: [one.services[0]] },
      policy: { name: `${one.code}政策专班`, people: [one.services[1]] },
      legal: { name: `${one.code}律所`, people: [one.services[2]] },
      experts: { name: `${one.code}专家团`, people: [one.services[3]] },
      enterprises: one.enterprises.map(({ name, short, people, commissioner }) => ({ name, short, people, commissioner })),
      theme_day: { rule: RULES[n % RULES.length], time: n % 2 ? "14:00" : "15:00" },
    })),
    teams: teams.map((one) => ({
      name: one.name,
      leader: one.leader,
      community: one.community,
      volunteers: one.volunteers.map((name) => ({ name })),
      elders: one.elders.map(({ name, volunteer, backup, contacts, window }, n) => ({
        name,
        home: `${1 + (n % 9)}号楼${1 + (n % 4)}单元`,
        volunteer,
        backup,
        contacts: contacts.map((each) => ({ name: each, relation: "女儿" })),
        ...(window ? { smiley: `${window.from}-${window.until}` } : {}),
      })),
      checkin: one.checkin,
    })),
    rooms: [...chains.map(chainRoom), ...teams.map(teamRoom)],
    secretaries: [secretary, approver],
  };
}

const chainRoom = (one: ChainPlan) => ({
  name: one.group,
  chain: one.name,
  // One of each house is in no group: what is said to all reaches them privately.
  people: [one.secretary, ...one.commissioners, ...one.enterprises.flatMap((each, n) => (n % 3 ? each.people : each.people.slice(0, 1)))],
});
const teamRoom = (one: TeamPlan) => ({
  name: one.group,
  team: one.name,
  people: [one.leader, one.community, ...one.volunteers.slice(0, -1), ...one.elders.slice(0, 3).map((each) => each.name)],
});
