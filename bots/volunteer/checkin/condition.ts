import { date } from "../../../src/flow/asks/date.ts";
import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import type { Turn } from "../../../src/people/index.ts";

/** What is said of a household. */
export type Condition = {
  state: "safe" | "concern" | "missing" | "absent";
  /** Of an absence: the last day of it, if it was said. */
  until?: string;
  /** Life may be in danger. */
  urgent?: boolean;
};

const URGENT = /摔倒|摔了|跌倒|晕倒|昏倒|昏迷|叫不醒|起不来(床|了)?|胸(闷|口疼)|喘不上|煤气|着火|吐血|(?<!门|电话)没(有)?反应|不省人事/u;
const UNWELL =
  /不(太|大|怎么|是很)?(舒服|好受|对劲|得劲|精神|太好|大好)|没(什么)?(精神|力气|胃口|劲)|头(晕|疼|痛|昏)|咳嗽|咳得|发(烧|热)|感冒(?!药)|难受|(腿|腰|背|胃|肚子|膝盖|心口|牙|嗓子)(有点|又|很)?(疼|痛|肿|麻)|病了|生病|去(了)?医院|血压(有点|又|很)?(高|低)|血糖(有点|又|很)?(高|低)|吃不下|心慌|情绪不|哭/u;
const RELIEVED = /不(咳|疼|痛|晕|烧|难受|发烧)了?|没(有)?(不舒服|发烧|咳嗽|摔)|退烧|好多了|缓过来|好转/u;
const NOBODY =
  /没(有)?(人)?(开门|应声|应门|应答|答应|回应|回音|敲开|叫开|见着|动静|反应|找到|接(电话)?|应|联系上|见到人|见人)|(敲|叫|喊)(了)?.{0,6}(不开|不应)|电话.{0,3}(不接|没接|打不通|没人接)|打不通|关机|不接电话|联系不上|不见人|敲不开|叫不应|不开门|人不在|不在家$/u;
const KIN = "儿子|女儿|闺女|孩子|儿媳|女婿|孙子|孙女|外孙|亲戚|妹妹|弟弟|姐姐|哥哥|大姐|侄子|侄女|老家|乡下|外地|养老院";
const GONE = new RegExp(
  `(去|到|回|搬|让|被|跟|接).{0,6}(${KIN})|在(${KIN})(家|那)|住院|做手术|旅游|出远门|走亲戚|探亲|外出|出门|接走|(去|上)(?!医院|看|买|楼|街|厕所)[\\p{Script=Han}]{2,3}了|(过几天|过阵子)(才|再)?回`,
  "u",
);
const RETURNS = /(回来?|回家|出院)(的)?$/u;
/** Out for the morning: seen, or soon back. */
const TODAY = /出门|外出/u;
const BACK = /(回来|到家|出院|回家)了/u;
const WELL =
  /(平安|安好|正常|没(什么|啥)?事儿?|没(什么|啥)?大?问题|没异常|无异常|安全|在家|(挺|很|都|还|蛮|也)(好|不错)|好着呢?|健康|精神(很|挺)?(好|不错)?|起来|开(了)?门|接(了)?电话|应(门|声)?|见到(人|本人)?|见(着|过)|看过|联系上|找到|回来|到家|出院|回家|吃过早?饭|买菜|遛弯|出来|好多了|缓过来|退烧)(的|了|呢|着呢|啦|啊|哦)*$/u;
/** `刘阿姨做的饺子挺好` says nothing of her. */
const MAX_WELL = 14;
const TALK = /做|送|拿|饺子|人挺|的[\p{Script=Han}]{2}/u;
/** Not said of this morning. */
const SUPPOSED = /要是|如果|万一|假如|的话|上次|上周|以前/u;
const NOT_NOW = /昨天|前天|明天|后天/u;
const FOR_DAYS = new RegExp(`(${NUMBER}|半)\\s*(?:来)?(天|日|周|个?星期|个?礼拜|个?月)`, "u");
const DAYS: Record<string, number> = { 天: 1, 日: 1, 周: 7, 星期: 7, 礼拜: 7, 月: 30 };

const coming = date();
/** The moment it is said in. */
export type Said = Pick<Turn, "now" | "calendar">;

/** Until when, as it was said: a day, or for how long. */
export function untilIn(text: string, { now, calendar }: Said): string | undefined {
  const day = coming.spot(text, { now, zone: calendar.zone })?.value;
  if (day !== undefined) return day;
  const [, many = "", unit = ""] = FOR_DAYS.exec(text) ?? [];
  const count = many === "半" ? 0.5 : numberOf(many);
  const days = DAYS[unit.replace("个", "")];
  return count === undefined || days === undefined ? undefined : calendar.addDays(calendar.dateOf(now), Math.floor(count * days));
}

/** What the rest of a clause says, without the names in it; undefined when it says nothing of the kind. Who is well must
 *  be said to be in so many words: `刘阿姨挺好的一个人` is talk. */
export function conditionOf(rest: string, said: Said): Condition | undefined {
  const words = rest.replace(/[。.！!~～\s]+$/u, "");
  const until = untilIn(words, said);
  if (RELIEVED.test(words) && !NOBODY.test(words)) return { state: "safe" };
  if ((GONE.test(words) || (until !== undefined && RETURNS.test(words))) && !BACK.test(words)) {
    const last = until ?? (TODAY.test(words) ? said.calendar.dateOf(said.now) : undefined);
    return { state: "absent", ...(last === undefined ? {} : { until: last }) };
  }
  if (SUPPOSED.test(words)) return undefined;
  if (URGENT.test(words)) return { state: "concern", urgent: true };
  if (UNWELL.test(words)) return { state: "concern" };
  if (NOT_NOW.test(words)) return undefined;
  if (NOBODY.test(words)) return { state: "missing" };
  return WELL.test(words) && words.length <= MAX_WELL && !TALK.test(words) ? { state: "safe" } : undefined;
}

/** Of two things said of one household the graver counts, unless the second says that it is over. */
export function graver(before: Condition, after: Condition): Condition {
  const RANK = { safe: 0, absent: 1, concern: 2, missing: 3 };
  return RANK[after.state] > RANK[before.state] || (after.urgent ?? false) ? after : before;
}

/** The condition alone, without what else was kept with it. */
export const conditionIn = ({ state, until, urgent }: Condition): Condition => ({
  state,
  ...(until === undefined ? {} : { until }),
  ...(urgent ? { urgent } : {}),
});
