/* Makes the sample town: invented, the same every time. `node --import ./bin/node24.js towns/make-sample.ts > towns/sample.json` */

const CHAINS = [
  ["石油炼化", "石化"],
  ["高端聚烯烃", "聚烯"],
  ["聚氨酯", "聚氨"],
  ["氟硅材料", "氟硅"],
  ["精细化工", "精化"],
  ["尼龙新材料", "尼龙"],
  ["先进陶瓷", "陶瓷"],
  ["特种玻璃", "玻璃"],
  ["耐火材料", "耐材"],
  ["金属新材料", "金属"],
  ["化学制药", "化药"],
  ["生物医药", "生医"],
  ["医疗器械", "医械"],
  ["智能装备", "智装"],
  ["机电泵阀", "泵阀"],
  ["汽车零部件", "汽配"],
  ["氢能与储能", "氢能"],
  ["集成电路", "集电"],
  ["新型显示", "显示"],
  ["食品加工", "食品"],
] as const;
const THEME_DAYS = ["15th", "last friday", "2nd monday", "15th", "20th", "3rd wednesday"];
const SURNAMES = [
  ..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文",
];
const GIVEN = [
  "建国",
  "秀兰",
  "志强",
  "海燕",
  "文博",
  "春梅",
  "立新",
  "晓东",
  "玉珍",
  "永胜",
  "丽华",
  "国栋",
  "雪梅",
  "振华",
  "红霞",
  "明远",
  "桂英",
  "少波",
  "静怡",
  "德才",
  "思远",
  "翠萍",
  "光明",
  "子轩",
  "慧敏",
  "铁军",
  "佳宁",
  "福生",
  "月娥",
  "浩然",
];
const FIRST = [
  "森荣",
  "恒泰",
  "东岭",
  "瑞丰",
  "金鼎",
  "华拓",
  "鲁源",
  "中博",
  "齐创",
  "盛邦",
  "远航",
  "宏岳",
  "天润",
  "百川",
  "嘉禾",
  "启明",
  "云峰",
  "凯达",
  "德信",
  "润和",
];
const LAST = ["新材料", "科技", "化工", "制造", "实业", "股份", "精工", "技术"];
const DISTRICTS = ["桓台", "张店", "临淄", "周村", "淄川"];

/** What the bank of facts does not know of an enterprise: it is asked when a policy turns on it. */
const UNKNOWN = [[], ["rd_ratio"], [], ["registered_on"], ["rd_ratio"], [], ["employees"], []] as const;

/** A small seeded sequence: the same town every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}
const random = sequence(20_261_123);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const taken = new Set<string>([
  "荣师傅",
  "小荣",
  "钱经理",
  "李专员",
  "孙书记",
  "周链长",
  "吴律师",
  "郑科长",
  "刘总工",
  "何主任",
  "刘阿姨",
  "刘明",
  "王秀",
  "李党",
  "王队长",
]);
function person(): string {
  for (;;) {
    const name = pick(SURNAMES) + pick(GIVEN);
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
const near = (value: number): number => Math.round((value + (random() - 0.5) * 0.1) * 1000) / 1000;

function enterprise(chain: number, at: number, label: string) {
  const short = `${FIRST[(chain * 7 + at * 3) % FIRST.length]}${label.slice(0, 1)}`;
  const own = chain === 3 && at === 0;
  return {
    name: own ? "森荣新材料" : `${short}${LAST[(chain + at) % LAST.length]}`,
    short: own ? "森荣" : short,
    people: own ? ["荣师傅", "小荣"] : [person(), person()],
    commissioner: "",
    district: pick(DISTRICTS),
    at: [near(36.8), near(118.05)],
    lead: at === 0,
    makes: [`${label}产品`],
    needs: ["原料", "设备"],
    profile: profile(chain, at, own),
  };
}

/** What is known of an enterprise: not everything. */
function profile(chain: number, at: number, own: boolean): Record<string, unknown> {
  const facts: Record<string, unknown> = {
    employees: 30 + Math.floor(random() * 400),
    revenue_yuan: 10_000_000 * (1 + Math.floor(random() * 40)),
    rd_ratio: Math.round(random() * 80) / 1000,
    tags: random() > 0.5 ? ["高新技术企业"] : [],
    registered_on: `${2004 + ((chain * 5 + at * 3) % 20)}-0${1 + ((chain + at) % 9)}-15`,
  };
  if (own) return { employees: 160, revenue_yuan: 80_000_000, tags: ["高新技术企业"], registered_on: "2011-05-18" };
  for (const fact of UNKNOWN[(chain + at) % UNKNOWN.length] ?? []) delete facts[fact];
  return facts;
}

const secretaries: string[] = [];
const chains = CHAINS.map(([name, code], at) => {
  const fluorine = at === 3;
  const commissioners = fluorine ? ["李专员", person()] : [person(), person()];
  const secretary = fluorine ? "孙书记" : person();
  if (at < 4) secretaries.push(secretary);
  return {
    name,
    code,
    leader: fluorine ? "周链长" : person(),
    secretary,
    department: "市工业局",
    bank: { name: fluorine ? "示例银行" : `示例${pick(["城商", "农商", "工业", "科创"])}银行`, people: [fluorine ? "钱经理" : person()] },
    legal: { name: "示例律所", people: [fluorine ? "吴律师" : person()] },
    policy: { name: "政策专班", people: [fluorine ? "郑科长" : person()] },
    experts: { name: "专家顾问团", people: [fluorine ? "刘总工" : person()] },
    enterprises: Array.from({ length: 8 }, (_, n) => ({ ...enterprise(at, n, name), commissioner: commissioners[n % 2] as string })),
    // Whom a newcomer looks at first has the next turn, whenever they come.
    theme_day: { rule: THEME_DAYS[at % THEME_DAYS.length] as string, time: at % 2 ? "14:00" : "15:00", ...(fluorine ? {} : { start: "2026-09" }) },
  };
});

const teams = ["空巢守护一队", "空巢守护二队", "空巢守护三队"].map((name, at) => {
  const volunteers = Array.from({ length: 4 }, (_, n) => ({
    name: at === 0 && n === 0 ? "王秀" : at === 0 && n === 1 ? "李党" : person(),
    skills: [pick(["水电", "缝补", "理发", "开锁"])],
    at: [near(36.81), near(118.05)],
  }));
  return {
    name,
    leader: at === 0 ? "王队长" : person(),
    community: person(),
    police: person(),
    volunteers,
    elders: Array.from({ length: 20 }, (_, n) => ({
      name: at === 0 && n === 0 ? "刘阿姨" : person(),
      age: 68 + Math.floor(random() * 24),
      home: `${1 + (n % 9)}号楼${1 + (n % 4)}单元`,
      at: [near(36.811), near(118.051)],
      volunteer: volunteers[n % 4]?.name ?? "",
      backup: volunteers[(n + 1) % 4]?.name ?? "",
      ...(n % 3 === 0 ? { smiley: ["06:30-08:30", "07:00-09:00"][n % 2] } : {}),
      contacts: [{ name: at === 0 && n === 0 ? "刘明" : person(), relation: pick(["儿子", "女儿", "邻居"]), phone: `139000${String(10_000 + at * 100 + n)}` }],
    })),
    checkin: { at: "08:40", until: "10:00" },
  };
});

const rooms = [
  ...chains.map((chain) => ({
    name: `${chain.name}链企业群`,
    chain: chain.name,
    people: [...new Set([...chain.enterprises.flatMap((each) => [...each.people, each.commissioner]), chain.secretary])],
  })),
  ...teams.map((team) => ({ name: `${team.name}群`, team: team.name, people: [...team.volunteers.map((each) => each.name), team.leader] })),
];

/* Title, benefit, cap, when it closes (one never does), conditions: of each verdict there is something. */
const condition = (fact: string, is: string, value: unknown, clause: string) => ({ fact, is, value, clause });
const HIGH_TECH = condition("tags", "has", "高新技术企业", "第四条（一）");
const POLICIES = [
  [
    "技术改造专项资金",
    "设备投资额的10%，最高500万元",
    5_000_000,
    "2026-12-15",
    [condition("district", "in", ["桓台", "张店", "临淄", "淄川"], "第三条"), condition("employees", ">=", 50, "第四条")],
  ],
  ["研发投入后补助", "研发投入的5%，最高200万元", 2_000_000, null, [HIGH_TECH, condition("rd_ratio", ">=", 0.03, "第四条（二）")]],
  ["首台套保险补偿", "保费的80%，最高300万元", 3_000_000, "2027-01-20", [condition("revenue_yuan", ">=", 100_000_000, "第五条")]],
  ["专精特新奖励", "一次性奖励50万元", 500_000, "2027-02-28", [condition("employees", "<=", 300, "第二条"), condition("rd_ratio", ">=", 0.02, "第三条")]],
  ["人才引进补贴", "每名博士补贴20万元", 2_000_000, "2027-03-31", [condition("registered_on", "<=", "2023-12-31", "第六条")]],
  ["绿色工厂奖励", "一次性奖励100万元", 1_000_000, "2027-06-30", [condition("revenue_yuan", ">=", 50_000_000, "第三条"), HIGH_TECH]],
] as const;
const policies = POLICIES.map(([title, text, cap_yuan, closes, conditions], at) => ({
  title,
  issuer: "市工业局",
  number: `示工〔2026〕${12 + at}号`,
  level: "city",
  version: 1,
  ...(closes ? { window: ["2026-11-01", closes] } : {}),
  benefit: { text, cap_yuan },
  conditions,
  materials: ["营业执照", "审计报告"],
  contact: "郑科长 0533-0000000",
}));

const town = {
  name: "示例市",
  timezone: "Asia/Shanghai",
  hours: { work: ["08:30-12:00", "13:30-17:30"], quiet: "21:30-07:00" },
  people: [
    { name: "荣师傅", display: "老荣", aliases: ["荣工"] },
    { name: "李专员", phone: "13800000000" },
  ],
  chains,
  teams,
  rooms,
  secretaries,
  supervision: ["何主任"],
  policies,
};
process.stdout.write(`${JSON.stringify(town, null, 1)}\n`);
