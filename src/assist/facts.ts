import { count } from "../flow/asks/count.ts";
import { date, time } from "../flow/asks/date.ts";
import { money } from "../flow/asks/money.ts";
import { NUMBER, numberOf } from "../flow/asks/numerals.ts";
import { phone } from "../flow/asks/phone.ts";
import { laneOf } from "./lane.ts";

export type Facts = Record<string, string | number>;
type Context = { now: number; zone: string };

const [yuan, day, clock, telephone, many] = [money(), date(), time(), phone(), count()];
const NO = /([\p{Script=Han}]{2,4}|[A-Za-z]{1,6})\s*[-－—]\s*(\d{1,6})(?!\d|[-年/])/u;

const TITLES = "总工|总|经理|主任|书记|师傅|阿姨|大爷|大妈|奶奶|爷爷|叔|老师|科长|局长|专员|律师|工|队长|教授|医生|会计";
const SURNAME = "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文荣]";
const PERSON = new RegExp(`(${SURNAME}[\\p{Script=Han}]?(?:${TITLES}))|(老|小)(${SURNAME})(?![\\p{Script=Han}]?(?:区|学|心|时))`, "u");
const ORGANISATION = /([\p{Script=Han}]{2,12}?(?:有限公司|股份公司|集团|公司|新材料|科技|化工|银行|律所|律师事务所|专班|社区|村委|居委))/u;
const HOUSEHOLD = /(\d{1,3}|[一二三四五六七八九十]{1,3})号?楼(?:(\d{1,2}|[一二三四五六七八九十])单元)?(?:(\d{2,4})(?:室|号|户)?)?/u;
const PLACE = /(?:在|到|去|改到|来)([\p{Script=Han}\d]{1,10}(?:会议室|楼|广场|中心|医院|社区|车间|现场|门口|食堂|活动室|厂区|礼堂|大厅))/u;
const SKILLS = ["水电", "缝补", "缝纫", "理发", "开锁", "修锁", "维修", "家电维修", "打扫", "电工", "管道", "疏通", "做饭", "护理", "焊工", "钳工"];
const DEGREES = ["博士", "硕士", "研究生", "本科", "大专", "中专", "高中"];
const SCORE = /([1-5１-５一二三四五])\s*(?:分|颗?星)/u;
const BEHALF = /(?:代|替|帮)(我妈|我爸|我母亲|我父亲|[\p{Script=Han}]{1,4}?(?:阿姨|大爷|奶奶|爷爷|总|公司|书记))/u;
const ITEM = /(?:采购|求购|想买|要买|需要一批|生产|供应|出售|处理一批|能做|有现货的?|做|买(?:点|些)?)((?!这|那|个|什么)[\p{Script=Han}A-Za-z0-9]{2,10}?)(?=[，,。！？?\s\d]|\d|$|的|吗|有)/u;

/** Which facts an intent may carry, beside the ones that any sentence may: sum, number, day, time, telephone. */
const ALLOWED: Record<string, readonly string[]> = {
  "problem.report": ["lane", "organisation"],
  "matter.reroute": ["lane", "person"],
  "matter.assign": ["person"],
  "matter.confirm": ["solved", "score"],
  "matter.done": ["solved"],
  "talent.need": ["count", "degree", "skill"],
  "supply.want": ["item", "count"],
  "supply.offer": ["item", "count"],
  "expert.book": ["person"],
  "rota.swap": ["organisation"],
  "rsvp.yes": ["count"],
  receipt: ["on_behalf_of"],
  announce: ["topic", "place"],
  "notice.correct": ["place"],
  "checkin.report": ["count", "household", "person"],
  "checkin.pause": ["household", "person"],
  "checkin.unwell": ["person"],
  emergency: ["person", "household"],
  "safety.alert": ["household"],
  "service.request": ["skill", "household", "person", "on_behalf_of", "item"],
  "service.accept": ["person"],
  "service.done": ["person"],
  "conduct.gift": ["person"],
  "conduct.complaint": ["person"],
  "lead.report": ["person"],
  "duty.in": ["household", "person"],
  "duty.leave": ["person"],
  join: ["person", "organisation"],
  correct: ["household", "count", "place"],
};

/** What the sentence says beside its intent. Absent unless said. */
export function factsOf(text: string, intent: string, context: Context): Facts {
  const facts: Facts = {};
  const put = (key: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== "") facts[key] = value;
  };
  const no = NO.exec(text);
  if (no) put("no", `${no[1]}-${(no[2] ?? "").padStart(4, "0")}`);
  put("amount_yuan", yuan.spot(text, context)?.value);
  const plain = no ? text.replace(no[0], "") : text;
  put("on", day.spot(plain, context)?.value);
  put("time", clock.spot(plain, context)?.value);
  put("phone", telephone.spot(text, context)?.value);
  for (const key of ALLOWED[intent] ?? []) put(key, READERS[key]?.(text, intent, context));
  return facts;
}

const READERS: Record<string, (text: string, intent: string, context: Context) => string | number | undefined> = {
  lane: (text, intent) => {
    const { lane, words } = laneOf(text);
    if (intent === "matter.reroute") return named(text) ?? (words.length ? lane : undefined);
    return words.length ? lane : undefined;
  },
  count: (text, intent, context) => many.spot(text, context)?.value ?? (intent === "checkin.report" ? allOf(text) : undefined),
  person: (text) => PERSON.exec(text)?.[0],
  organisation: (text) => ORGANISATION.exec(text)?.[1]?.replace(/^(我们?是|跟|和|与|同|我在|在|的)/u, ""),
  place: (text) => PLACE.exec(text)?.[1],
  household: (text) => HOUSEHOLD.exec(text)?.[0],
  skill: (text) => SKILLS.find((each) => text.includes(each)),
  degree: (text) => DEGREES.find((each) => text.includes(each)),
  item: (text) => ITEM.exec(text)?.[1],
  topic: (text) => /(?:通知|公告|群发|一条)[一下大家各位全体]*[：:，,\s]+(.{2,60})$/u.exec(text)?.[1],
  on_behalf_of: (text) => BEHALF.exec(text)?.[1] ?? /^(.{1,6}?)(?:替|代)(?:我们?|大家)/u.exec(text)?.[1],
  solved,
  score: (text) => {
    const found = SCORE.exec(text)?.[1];
    return found && numberOf(found);
  },
};

const LANES: Record<string, string> = { 法律: "law", 法务: "law", 律: "law", 政策: "policy", 专班: "policy", 技术: "technology", 专家: "technology", 总工: "technology", 银行: "finance", 融资: "finance", 金融: "finance", 人才: "talent", 人社: "talent", 供需: "supply", 商务: "supply", 党建: "party", 组织: "party" };
/** The lane a task is sent to stands after 转 or 找. */
function named(text: string): string | undefined {
  const after = /(?:转|找|归|给|由|派|交|是)(?!我|我们)(.{0,8})/gu;
  for (const found of text.matchAll(after)) {
    const word = Object.keys(LANES).find((each) => found[1]?.includes(each));
    if (word) return LANES[word];
  }
  return undefined;
}

/** `解决了吗？没` says no: the last word counts. */
function solved(text: string): "yes" | "no" | "partly" | undefined {
  if (/部分|一半|一些|一点|大半|差不多|基本/u.test(text) && /解决|弄|好/u.test(text)) return "partly";
  const answer = text.replace(/.*(解决|办好|好)(了)?(吗|没有?)[？?，,\s]*(?=\S)/u, "");
  if (/没|未|不满意|不行|不算|不好|还是老样子/u.test(answer)) return "no";
  return /解决|满意|好了|办好|妥|搞定|\d\s*分/u.test(answer) ? "yes" : undefined;
}

const ALL_OF = new RegExp(`(${NUMBER})\\s*户`, "u");
const allOf = (text: string): number | undefined => numberOf(ALL_OF.exec(text)?.[1] ?? "");
