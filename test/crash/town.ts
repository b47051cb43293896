import type { BotApi, Chat, User } from "../bot-api/server.ts";

/** A chain's people, each by what they do. */
export type Chain = {
  name: string;
  code: string;
  leader: string;
  secretary: string;
  bank: string;
  policy: string;
  legal: string;
  experts: string;
  commissioner: string;
  raisers: readonly [string, string, string];
};

export const chains: readonly Chain[] = [
  chain("氟硅材料", "氟硅", "周链长 孙书记 钱经理 郑科长 吴律师 刘总工 李专员", ["荣师傅", "何师傅", "吕师傅"]),
  chain("纺织印染", "纺织", "冯链长 褚书记 蒋经理 韩科长 朱律师 秦总工 尤专员", ["施师傅", "张师傅", "孔师傅"]),
  chain("先进陶瓷", "陶瓷", "陈链长 卫书记 沈经理 杨科长 许律师 曹总工 严专员", ["华师傅", "金师傅", "魏师傅"]),
];

function chain(name: string, code: string, people: string, raisers: Chain["raisers"]): Chain {
  const [leader = "", secretary = "", bank = "", policy = "", legal = "", experts = "", commissioner = ""] = people.split(" ");
  return { name, code, leader, secretary, bank, policy, legal, experts, commissioner, raisers };
}

/** Who comes to the bank of the second chain when its people change. */
export const NEWCOMER = "陶经理";
/** Has an account there, and never wrote to the bot: it cannot write to them. */
export const SILENT = chains[0]?.policy ?? "";
const groupOf = (one: Chain): string => `${one.name}链企业群`;

/** The people and groups at the far end; created in this order they have the same ids each time. */
export type Crowd = { user(name: string): User; group(chain: Chain): Chat; names: readonly string[] };

export function gather(far: BotApi): Crowd {
  const names = [...chains.flatMap((one) => [one.leader, one.secretary, one.bank, one.commissioner, ...one.raisers]), NEWCOMER, SILENT];
  const users = new Map(names.map((name) => [name, far.person(name)]));
  const groups = new Map(chains.map((one) => [one, far.group(groupOf(one))]));
  const found = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error("nobody of that name is at the far end");
    return one;
  };
  return { names, user: (name) => found(users.get(name)), group: (one) => found(groups.get(one)) };
}

/** The town file; `changed` has another person at the bank of the second chain. Lawyers and experts have no outside account. */
export function townFile({ user, group, names }: Crowd, year: number, changed = false): unknown {
  const enterprise = (one: Chain, raiser: string) => ({ name: `${raiser.slice(0, 1)}氏${one.code}公司`, people: [raiser], commissioner: one.commissioner });
  return {
    name: "示例市",
    // People here say in a minute what takes a day elsewhere.
    limits: { room_budget: 500 },
    // One known day off a year: nothing may depend on the date at which this runs.
    holidays: { published_on: `${year - 1}-11-01`, off: [`${year}-05-01`, `${year + 1}-05-01`], work: [] },
    people: names.map((name) => ({ name, accounts: { telegram: String(user(name).id) } })),
    chains: chains.map((one, n) => ({
      name: one.name,
      code: one.code,
      leader: one.leader,
      secretary: one.secretary,
      fallback: one.secretary,
      bank: { name: `${one.code}银行`, people: [changed && n === 1 ? NEWCOMER : one.bank] },
      policy: { name: `${one.code}政策专班`, people: [one.policy] },
      legal: { name: `${one.code}律所`, people: [one.legal] },
      experts: { name: `${one.code}专家团`, people: [one.experts] },
      lanes: { talent: [one.commissioner] },
      enterprises: one.raisers.map((raiser) => enterprise(one, raiser)),
    })),
    // Their check-ins go on by themselves, in the web chat; early, so that no step falls on a moment the script turns to.
    teams: [
      {
        name: "守护一队",
        leader: "王队长",
        volunteers: [{ name: "王秀" }, { name: "李党" }],
        elders: [{ name: "刘阿姨", home: "3号楼2单元", volunteer: "王秀", backup: "李党", contacts: [] }],
        checkin: { at: "07:10", until: "08:30" },
      },
    ],
    rooms: chains.map((one) => ({
      name: groupOf(one),
      chain: one.name,
      people: [...one.raisers, one.secretary, one.commissioner],
      accounts: { telegram: String(group(one).id) },
    })),
    secretaries: chains.map((one) => one.secretary),
  };
}
