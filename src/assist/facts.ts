import { count, measureOf } from "../flow/asks/count.ts";
import { date } from "../flow/asks/date.ts";
import { money } from "../flow/asks/money.ts";
import { phone } from "../flow/asks/phone.ts";
import { time } from "../flow/asks/time.ts";
import { householdIn, placeIn } from "./homes.ts";
import { laneNamed, likeliest } from "./lane.ts";
import { matterNumberIn } from "./matter-number.ts";
import { type Names, personIn } from "./names.ts";
import { organisationIn } from "./organisations.ts";
import { scoreIn, solvedIn } from "./solved.ts";
import { goodsIn, homeThingIn } from "./things.ts";
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
  const text = intent.endsWith("correct") ? withoutDenied(said) : said;
  // What was written as a number of a matter or a telephone is no sum and no day.
  const call = telephone.spot(text, context);
  const number = matterNumberIn(call ? text.replace(call.words, " ") : text);
  put("no", number?.no);
  const rest = [number?.words, call?.words].reduce<string>((left, words) => (words ? left.replace(words, " ") : left), text);
  put("amount_yuan", yuan.spot(rest, context)?.value);
  put("on", dayIn(rest, context));
  put("time", clock.spot(rest, context)?.value);
  put("phone", call?.value);
  put("household", householdIn(rest));
  for (const key of allowed) put(key, READERS[key](rest, context, intent));
  // Whoever is spoken for is not also somebody who does something.
  if (facts["on_behalf_of"] === undefined) put("person", personIn(rest, names));
  put("organisation", organisationIn(rest, intent, names));
  return facts;
}

/** `不是三号楼，是五号楼` and `三台不是两台` say what is right: what is denied falls out. */
const withoutDenied = (text: string): string =>
  text.replace(/(?:不是|而不是|并非|不在|不叫)[^，,。；;！!？?]{1,12}?(?=[，,。；;！!？?\s]|(?:而|应该|应)?是|$)/gu, " ");

/** Not `15号` alone, whose month is not said, nor a weekend, which has two days. */
function dayIn(text: string, context: Moment): string | undefined {
  const found = day.spot(text, context);
  return found && !/^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[号日]$|周末$/u.test(found.words) ? found.value : undefined;
}

const DEGREES = ["博士", "硕士", "研究生", "本科", "大学", "大专", "专科", "中专", "高中", "初中"];
const KIN = String.raw`(?:我|他|她|俺)?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|姥姥|姥爷|外婆|外公|老伴|婆婆|公公|邻居|老妈|老爸|岳母|岳父|丈母娘)`;
const CALLED = String.raw`[\p{Script=Han}]{1,5}?(?:阿姨|大爷|大妈|大娘|奶奶|爷爷|大伯|大叔|总|公司|书记|主任|厂长|老板|科技|集团)`;
const BEHALF = new RegExp(String.raw`(?:代|替|帮)(?!我们|大家|咱)(${CALLED}|${KIN})`, "u");
const US = /(?:替|代|帮)(我们|大家|咱们|我)(?:[^，,。]{0,4})(?:收到|签收|确认|回复)/u;
const WHO_IS_COUNTED = /supply/u;

const READERS = {
  lane: (text, _, intent) => {
    const { lane, words } = likeliest(text);
    return (intent === "matter.reroute" ? laneNamed(text) : undefined) ?? (words.length ? lane : undefined);
  },
  count: (text, context, intent) => {
    const found = many.spot(text, context);
    // Neither a weight nor 一批 nor 一家 is how many are wanted.
    const no = WHO_IS_COUNTED.test(intent) ? /吨|批|次|家|户|人/u : /吨|批|次/u;
    return found && !no.test(measureOf(found.words)) ? found.value : undefined;
  },
  place: placeIn,
  skill: postIn,
  degree: (text) => DEGREES.find((each) => text.includes(each)),
  item: (text, _, intent) => (intent === "service.request" ? homeThingIn(text) : goodsIn(text)),
  topic: policyIn,
  on_behalf_of: (text) => US.exec(text)?.[1] ?? BEHALF.exec(text)?.[1],
  solved: solvedIn,
  score: scoreIn,
} satisfies Record<string, Reader>;
