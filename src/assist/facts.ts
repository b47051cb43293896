import { count } from "../flow/asks/count.ts";
import { date } from "../flow/asks/date.ts";
import { time } from "../flow/asks/time.ts";
import { money } from "../flow/asks/money.ts";
import { NUMBER, numberOf } from "../flow/asks/numerals.ts";
import { phone } from "../flow/asks/phone.ts";
import { laneNamed, laneOf } from "./lane.ts";
import { type Names, organisationIn, personIn } from "./names.ts";

export type Facts = Record<string, string | number>;
/** Facts that only some intents carry. */
export type FactKey = keyof typeof READERS;
type Context = { now: number; zone: string; names?: Names };
type Reader = (text: string, context: Context, intent: string) => string | number | undefined;

const [yuan, day, clock, telephone, many] = [money(), date(), time(), phone(), count()];

/** What the sentence says beside its intent. Absent unless said. */
export function factsOf(text: string, intent: string, allowed: readonly FactKey[], { names, ...context }: Context): Facts {
  const facts: Facts = {};
  const put = (key: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== "") facts[key] = value;
  };
  const number = matterNumberIn(text);
  put("no", number?.no);
  // What was written as a number of a matter or a telephone is no sum and no day.
  const call = telephone.spot(text, context);
  const rest = [number?.words, call?.words].reduce<string>((left, words) => (words ? left.replace(words, " ") : left), text);
  put("amount_yuan", yuan.spot(rest, context)?.value);
  put("on", day.spot(rest, context)?.value);
  put("time", clock.spot(rest, context)?.value);
  put("phone", call?.value);
  for (const key of allowed) put(key, READERS[key](rest, { ...context, ...(names ? { names } : {}) }, intent));
  return facts;
}

const NO = /([\p{Script=Han}]{1,8}|(?<![A-Za-z])[A-Za-z]{1,6})\s*[-－—–]\s*(\d{1,6})(?![\d年/]|[-－]\d)|([\p{Script=Han}]{2})(0\d{3})(?!\d)/u;
/** Words that stand before a number in a sentence and belong to no chain. */
const BEFORE =
  /^.*(?:一下|查询|查|看|问|催|把|将|撤销|撤回|撤掉|取消|关于|事项|编号|单号|号|的|是|到|我|请|给|和|跟|对|那个|这个|这件|了|办|接|转|报)(?=[\p{Script=Han}]{2})/u;
const MAX_CODE = 4;

/** `氟硅-42`, `氟硅－0042` are 氟硅-0042. */
function matterNumberIn(text: string): { no: string; words: string } | undefined {
  const found = NO.exec(text);
  if (!found) return undefined;
  const said = (found[1] ?? found[3] ?? "").replace(BEFORE, "");
  const code = [...said].slice(-MAX_CODE).join("");
  if (/^[\p{Script=Han}]$/u.test(code)) return undefined;
  const digits = found[2] ?? found[4] ?? "";
  return { no: `${/^[a-z]+$/iu.test(code) ? code.toUpperCase() : code}-${digits.padStart(4, "0")}`, words: found[0].slice(found[0].indexOf(code)) };
}

const HOUSEHOLD =
  /(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|号院))(?:(?:\d{1,2}|[一二三四五六七八九十])单元)?(?:\d{2,4}(?:室|号|户)?)?|(?:\d{1,2}|[一二三四五六七八九十])单元(?:\d{2,4}(?:室|号|户)?)?/u;
const PLACE =
  /(?:在|到|去|改到|改成|改为|来|是|地点[是：:改为]*)([\p{Script=Han}\d]{1,10}(?:会议室|楼|广场|中心|医院|社区|车间|现场|门口|食堂|活动室|厂区|礼堂|大厅|公司))(?!不是)/u;
const SKILLS = [
  "水电",
  "缝补",
  "缝纫",
  "理发",
  "剪头发",
  "剪头",
  "开锁",
  "修锁",
  "家电维修",
  "维修",
  "打扫",
  "保洁",
  "电工",
  "管道",
  "疏通",
  "做饭",
  "护理",
  "焊工",
  "焊接",
  "钳工",
  "钳工",
  "数控",
  "叉车",
  "量血压",
  "陪诊",
];
const DEGREES = ["博士", "硕士", "研究生", "本科", "大学", "大专", "专科", "中专", "高中"];
const SCORE = /([1-5１-５一二两三四五])\s*(?:分(?![钟之])|颗?星)/u;
const KIN = String.raw`(?:我|他|她|俺)?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|姥姥|姥爷|老伴|婆婆|公公|邻居)`;
const CALLED = String.raw`[\p{Script=Han}]{1,5}?(?:阿姨|大爷|大妈|大娘|奶奶|爷爷|总|公司|书记|主任|老板|科技|集团)`;
const BEHALF = new RegExp(String.raw`(?:代|替|帮)(${CALLED}|${KIN})`, "u");
const US = /(?:替|代)(我们|大家|咱们)/u;
const ITEM =
  /(?:采购|求购|收购|急购|想买|要买|需要一批|急需|订购|生产|供应|出售|转让|处理一批|代加工|加工|主营|能做|能供|可以做|有现货的?|有没有|做|买(?:点|些|袋|盒)?|取|捎(?:点|些)?|带(?:点|些)?|要个|要辆|申请)(?:一批|一台|两台|几台|一辆|个|\d+[吨台套件个]|[一二三四五六七八九十]+[吨台套件个])?((?!这|那|个|什么|我|一|人|去|来)[\p{Script=Han}A-Za-z0-9]{1,10}?)(?=[，,。！？?\s]|\d|$|的|吗|有|谁|回来|给|两|[一二三四五六七八九十百千]+[吨台套件])/u;
const BROKEN =
  /灯泡|灯|水管|马桶|水龙头|热水器|电视机?|门锁|锁|下水道|空调|燃气灶|煤气灶|暖气|插座|窗户|洗衣机|冰箱|电闸|门铃|厕所|轮椅|降压药|药|午饭|晚饭|饭|菜|米|面|油/u;
const TOPIC = /(?:通知|公告|群发|消息|提醒|一条|一声|大家|转告|告知|告诉)[\p{Script=Han}]{0,10}?[：:，,]\s*(.{2,60})$/u;
const ALL_OF = new RegExp(`(${NUMBER})\\s*(?:户|家|位)`, "u");

const READERS = {
  lane: (text, _, intent) => {
    const { lane, words } = laneOf(text);
    return (intent === "matter.reroute" ? laneNamed(text) : undefined) ?? (words.length ? lane : undefined);
  },
  count: (text, context) => many.spot(text, { now: context.now, zone: context.zone })?.value ?? numberOf(ALL_OF.exec(text)?.[1] ?? ""),
  person: (text, { names }) => personIn(text, names),
  organisation: (text, { names }) => organisationIn(text, names),
  place: (text) => PLACE.exec(text)?.[1],
  household: (text) => HOUSEHOLD.exec(text)?.[0],
  skill: (text) => SKILLS.find((each) => text.includes(each)),
  degree: (text) => DEGREES.find((each) => text.includes(each)),
  item: (text, _, intent) => (intent === "service.request" ? BROKEN.exec(text)?.[0] : undefined) ?? ITEM.exec(text)?.[1],
  topic: (text) => TOPIC.exec(text)?.[1],
  on_behalf_of: (text) => BEHALF.exec(text)?.[1] ?? US.exec(text)?.[1],
  solved,
  score: (text) => numberOf(SCORE.exec(text)?.[1] ?? ""),
} satisfies Record<string, Reader>;

/** `解决了吗？没` says no: the last word counts. */
function solved(text: string): "yes" | "no" | "partly" | undefined {
  if (/部分|一半|一些|一点(?!没|都没|也没)|大半|差不多|基本(?!没)|三分之|其中/u.test(text) && /解决|弄|好|办/u.test(text) && !/没(有)?解决|不算/u.test(text))
    return "partly";
  const answer = text.replace(/.*(解决|办好|好)(了)?(吗|没有?)[？?，,\s]+(?=\S)/u, "");
  if (/没|未|不(?!错|少)|老样子|又坏|又犯|反复|白跑/u.test(answer)) return "no";
  return /解决|满意|好了|好啦|办好|办结|妥|搞定|到账|收到|修好|\d\s*[分星]|谢/u.test(answer) ? "yes" : undefined;
}
