import { count, measureOf } from "../flow/asks/count.ts";
import { date } from "../flow/asks/date.ts";
import { money } from "../flow/asks/money.ts";
import { phone } from "../flow/asks/phone.ts";
import { time } from "../flow/asks/time.ts";
import { goodsIn } from "./goods.ts";
import { householdIn, placeIn } from "./homes.ts";
import { laneNamed, likeliest } from "./lane.ts";
import { joinerIn, seatIn } from "./joiners.ts";
import { matterNumberIn } from "./matter-number.ts";
import { knownIn, type Names, personIn, SURNAMES } from "./names.ts";
import { organisationIn } from "./organisations.ts";
import { scoreIn, solvedIn } from "./solved.ts";
import { homeThingIn } from "./things.ts";
import { policyIn, postIn } from "./topics.ts";

export type Facts = Record<string, string | number>;
/** Facts that only some intents carry. */
export type FactKey = keyof typeof READERS;
type Moment = { now: number; zone: string };
type Context = Moment & { names?: Names };
type Reader = (text: string, context: Moment, intent: string) => string | number | undefined;

const [yuan, day, clock, telephone, many] = [money(), date(), time(), phone(), count()];

/** What the sentence says beside its intent. Absent unless said. */
export function factsOf(said: string, intent: string, allowed: readonly FactKey[], { names, ...context }: Context): Facts {
  const facts: Facts = {};
  const put = (key: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== "") facts[key] = value;
  };
  const text = intent.endsWith("correct") ? rightOf(withoutDenied(said)) : said;
  // What was written as a number of a matter or a telephone is no sum and no day.
  const call = telephone.spot(text, context);
  const number = matterNumberIn(call ? text.replace(call.words, " ") : text);
  put("no", number?.no);
  const rest = [number?.words, call?.words].reduce<string>((left, words) => (words ? left.replace(words, " ") : left), text);
  put("amount_yuan", yuan.spot(rest.replaceAll(TOGETHER, "，"), context)?.value);
  put("on", dayIn(rest, context));
  put("time", clock.spot(rest, context)?.value);
  put("phone", call?.value);
  put("household", householdIn(rest));
  for (const key of allowed) put(key, READERS[key](rest, context, intent));
  // Whoever is spoken for is not also somebody who does something.
  const joins = intent === "join";
  if (facts["on_behalf_of"] === undefined) put("person", personIn(rest, names) ?? (joins ? joinerIn(rest) : undefined));
  put("organisation", (joins ? (knownIn(rest, names?.organisations) ?? seatIn(rest)) : undefined) ?? organisationIn(rest, intent, names));
  return facts;
}

/** 一块过去, 青一块紫一块: no sum, unless money is said behind it. */
const TOGETHER = /一块(?!钱|[\d一二三四五六七八九]|[，,。！!]?$)/gu;

/** `不是三号楼，是五号楼` and `三台不是两台` say what is right: what is denied falls out. */
const withoutDenied = (text: string): string =>
  text.replace(/(?:不是|而不是|并非|不在|不叫)[^，,。；;！!？?]{1,12}?(?=[，,。；;！!？?\s]|(?:而|应该|应)?是|$)/gu, " ");

/** `九点改成九点半`, `周三不对，应该是周四`: what was wrong falls out where the same kind of thing is said again behind it. */
const rightOf = (text: string): string =>
  text.replace(
    /([^，,。；;\s]{2,12}?)(?:写错了?|说错了?|打错了?|不对|错了|是错的|有误)?[，,。；;\s]?(?:改成|改为|改到|换成|更正为|改(?=[周星下明后\d])|应该是|应该为|应为|应是)([^，,。；;]{1,12})/u,
    (whole: string, wrong: string, right: string) => (KINDS_SAID.some((kind) => kind.test(wrong) && kind.test(right)) ? whole.replace(wrong, " ") : whole),
  );
const KINDS_SAID = [
  /[\d一二三四五六七八九十两]\s*点/u,
  /[\d一二三四五六七八九十]\s*[号日]|周[一二三四五六日天]|明天|后天/u,
  /[\d一二三四五六七八九十]号?楼/u,
  /万/u,
  /[人个]/u,
];

/** Not `15号` alone, whose month is not said, nor a weekend, which has two days. */
function dayIn(text: string, context: Moment): string | undefined {
  const found = day.spot(text, context);
  return found && !/^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[号日]$|周末$/u.test(found.words) ? found.value : undefined;
}

const DEGREES = ["博士", "硕士", "研究生", "本科", "大学", "大专", "专科", "中专", "高中", "初中"];
const KIN = String.raw`(?:(?:我|他|她|俺|咱)?(?:家)?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|姥姥|姥爷|外婆|外公|老伴儿?|婆婆|公公|邻居(?!${SURNAMES})|老妈|老爸|岳母|岳父|丈母娘|老丈人|老母亲|老父亲|对象|爱人|媳妇|大姨|小姨|姑姑|舅舅|叔叔|婶子)|(?:我|俺)(?:家老人|娘|爹|妈|爸))`;
const DOOR = String.raw`(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})号?楼|对门|楼上|楼下|隔壁|邻居|同楼)?(?:的|那个|住的|我邻居|邻居|家)?`;
const CALLED = String.raw`(?:[\p{Script=Han}]{1,5}?(?:阿姨|大爷|大妈|大娘|大婶|大姐|大哥|老师|师傅|奶奶|爷爷|大伯|大叔|婶子?|叔|姨|伯|总|公司|书记|主任|厂长|经理|老板|会计|科技|集团|厂)|[老小]${SURNAMES})`;
const SOMEBODY = String.raw`${DOOR}(${KIN}|${CALLED})`;
const BEHALF = [
  new RegExp(String.raw`(?:代表?|替|帮)(?!我们|大家|咱)${SOMEBODY}`, "u"),
  new RegExp(String.raw`受${SOMEBODY}的?(?:委托|之托|托付|嘱托)`, "u"),
  new RegExp(String.raw`给(?!我们|大家|咱)${SOMEBODY}(?:问|报|说|约|申请|登记|预约|找|要|订|请|求)`, "u"),
  new RegExp(String.raw`^${SOMEBODY}(?:让|叫|托|请|委托|喊)(?:我|俺)[^，,。]{0,4}(?:问|报|说|约|申请|登记|要|订|找)`, "u"),
];
const US = /(?:替|代|帮)(我们|大家|咱们|我)(?:[^，,。]{0,4})(?:收到|签收|确认|回复)/u;

/** Who is spoken for: 替我妈问, 受李大爷委托, 王阿姨让我报修. */
const behalfIn = (text: string): string | undefined => {
  for (const pattern of BEHALF) {
    const found = pattern.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
};
const MAX_COUNTS = 4;
const WHO_IS_COUNTED = /supply/u;

const READERS = {
  lane: (text, _, intent) => {
    const { lane, words } = likeliest(text);
    return (intent === "matter.reroute" ? laneNamed(text) : undefined) ?? (words.length ? lane : undefined);
  },
  count: (text, context, intent) => {
    // Neither a weight nor 一批 nor 一家 is how many are wanted: how many is said behind it.
    const no = WHO_IS_COUNTED.test(intent) ? /吨|批|次|家|户|人/u : /吨|批|次/u;
    for (let [rest, turn] = [text, 0]; turn < MAX_COUNTS; turn++) {
      const found = many.spot(rest, context);
      if (!found || !no.test(measureOf(found.words))) return found?.value;
      rest = rest.replace(found.words, "，");
    }
    return undefined;
  },
  place: placeIn,
  skill: postIn,
  degree: (text) => DEGREES.find((each) => text.includes(each)),
  item: (text, _, intent) => (intent === "service.request" ? homeThingIn(text) : goodsIn(text)),
  topic: policyIn,
  on_behalf_of: (text) => US.exec(text)?.[1] ?? behalfIn(text),
  solved: solvedIn,
  score: scoreIn,
} satisfies Record<string, Reader>;
