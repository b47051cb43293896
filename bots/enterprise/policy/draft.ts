import { date } from "../../../src/flow/asks/date.ts";
import { money } from "../../../src/flow/asks/money.ts";
import { numberOf } from "../../../src/flow/asks/numerals.ts";
import { ratio } from "../../../src/flow/asks/ratio.ts";
import type { AskContext } from "../../../src/flow/index.ts";
import type { Condition, Draft } from "./keep.ts";

/* A policy's text read by rules: what stands in every such document at a place where it can be found. Whatever is not
   found is asked for, and a secretary sees all of it before it counts. Later words win over earlier ones, so that a
   correction may simply be put under the text. */

/** What was read; clauses that look like conditions and were not understood are shown, never dropped in silence. */
export type Reading = Omit<Draft, "title"> & { title: string | null; unread: string[]; unlimited: boolean };

const MAX_TEXT = 20_000;
const NUMBER = /[\p{Script=Han}]{1,10}[〔[（(]\d{4}[〕\]）)]\s*\d{1,4}\s*号/gu;
const CAP = /(?:最高|不超过|上限|封顶|至多)[^\d一二三四五六七八九十]{0,8}([\d.,一二三四五六七八九十百千]+\s*[万亿]?元?)/u;
const LEVELS: [RegExp, string][] = [
  [/国家|国务院|工业和信息化部|财政部|科技部|税务总局/u, "nation"],
  [/省/u, "province"],
  [/[区县](?!域)/u, "district"],
  [/市/u, "city"],
];

export function readPolicyText(given: string, districts: readonly string[], context: AskContext): Reading {
  const text = given.slice(0, MAX_TEXT);
  const lines = text
    .split(/\n/u)
    .map((each) => each.trim())
    .filter(Boolean);
  const issuer = field(lines, /^(?:发文机关|发文单位|印发单位|印发机关|发布单位|主管部门|单位)[：:]\s*(.+)$/u) ?? signedBy(lines);
  const window = windowIn(lines, context);
  const conditions = conditionsIn(text, districts, window.closes_on, context);
  return {
    title: titleIn(lines),
    issuer,
    number:
      text
        .match(NUMBER)
        ?.at(-1)
        ?.replace(/^(?:文号|关于|根据|按照|印发)/u, "")
        .normalize("NFC") ?? null,
    level: LEVELS.find(([words]) => words.test(issuer ?? ""))?.[1] ?? null,
    ...window,
    unlimited: UNLIMITED.test(text),
    ...benefitIn(lines),
    materials: (field(lines, /^(?:申报材料|申请材料|所需材料|材料清单|材料)[：:]\s*(.+)$/u) ?? "")
      .split(/[、，,；;]/u)
      .map((each) => each.replace(/[。.]$/u, "").trim())
      .filter(Boolean),
    contact: field(lines, /^(?:联系人|联系方式|联系电话|咨询电话|联系)[：:]\s*(.+)$/u),
    supersedes:
      /(?:替代|取代|废止)[^《]{0,12}《([^》]{2,60})》|《([^》]{2,60})》[^《。]{0,10}(?:同时)?(?:废止|停止执行|不再执行)/u.exec(text)?.slice(1).find(Boolean) ??
      null,
    ...conditions,
  };
}

const field = (lines: readonly string[], words: RegExp): string | null =>
  lines
    .flatMap((each) => words.exec(each)?.[1] ?? [])
    .at(-1)
    ?.trim() ?? null;

/** A document is signed at its end, alone in the line. */
const signedBy = (lines: readonly string[]): string | null =>
  lines.findLast((each) => /^[\p{Script=Han}]{2,20}(?:局|委|委员会|政府|办公室|厅|部)$/u.test(each)) ?? null;

function titleIn(lines: readonly string[]): string | null {
  const written = field(lines, /^(?:标题|名称|政策名称|题目)[：:]\s*(.+)$/u);
  if (written) return written.replace(/^《|》$/gu, "");
  const [first = ""] = lines;
  const quoted = /^《([^》]{2,60})》/u.exec(first)?.[1] ?? /^关于(?:印发|开展|组织申报)《([^》]{2,60})》/u.exec(first)?.[1];
  if (quoted) return quoted;
  const named = /^([^，,。：:；;]{2,38}(?:资金|补贴|补助|奖励|奖补|贴息|补偿|办法|政策|细则|计划))[，,。：:]/u.exec(first)?.[1];
  if (named) return named;
  return first.length >= 4 && first.length <= 40 && !/[：:。；;，,]/u.test(first) && !/^第.{1,3}条/u.test(first) ? first : null;
}

const WINDOW = /窗口|申报(?:时间|期限|期)|申请(?:时间|期限)|受理(?:时间|期限)|有效期|截止|起至|期限|开始/u;
const UNLIMITED = /(?:窗口|时间|期限)[：:]\s*(?:长期|常年|不限)|长期有效|常年受理|(?:没有|不设|不限)(?:申报)?(?:期限|时间)/u;
const DAY = /(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/gu;

/** Two days are its beginning and end; one day is its end, unless it is called the beginning. */
export function windowIn(lines: readonly string[], context: AskContext): Pick<Draft, "opens_on" | "closes_on"> {
  let window: Pick<Draft, "opens_on" | "closes_on"> = { opens_on: null, closes_on: null };
  for (const line of lines.filter((each) => WINDOW.test(each))) {
    const [first, second] = daysIn(line, context);
    if (first && second) window = { opens_on: first, closes_on: second };
    else if (first && /起|开始/u.test(line) && !/截止|前|至/u.test(line)) window = { ...window, opens_on: first };
    else if (first) window = { ...window, closes_on: first };
  }
  return window;
}

/** The second of two days has the first one's year where it names none; of a turn of the year, the next. */
function daysIn(line: string, context: AskContext): string[] {
  const year = /\d{4}/u.exec(line.match(DAY)?.[0] ?? "")?.[0];
  return (line.match(DAY) ?? []).flatMap((each) => {
    const dated = year && !/^\d{4}/u.test(each) ? `${year}年${each}` : each;
    return date().spot(dated.replaceAll(/\s/gu, ""), context)?.value ?? [];
  });
}

export function benefitIn(lines: readonly string[]): Pick<Draft, "benefit" | "cap_yuan"> {
  const line =
    field(lines, /^(?:奖补标准|补助标准|支持标准|奖励标准|奖补|补助|奖励|补贴|支持方式|支持内容|优惠)[：:]\s*(.+)$/u) ??
    lines.findLast((each) => /(给予|按.{0,20}[%％]|一次性).{0,30}(补助|奖励|补贴|支持|贴息|奖补)|最高.{0,10}万元/u.test(each)) ??
    null;
  if (line === null) return { benefit: null, cap_yuan: null };
  const cap = CAP.exec(line)?.[1];
  const once = /一次性.{0,8}?([\d.,]+\s*[万亿]元?)/u.exec(line)?.[1];
  const yuan = money().spot(`${(cap ?? once ?? "").replace(/元?$/u, "元")}`, { now: 0, zone: "UTC" })?.value ?? null;
  return { benefit: line.replace(/^第[^，。]{1,6}条\s*/u, "").replace(/[。；;]$/u, ""), cap_yuan: yuan };
}

const CLAUSE = /第[零一二三四五六七八九十百\d]+条(?:[（(][一二三四五六七八九十\d]+[）)])?|(?<=\n|^)[（(][一二三四五六七八九十\d]+[）)]/gu;
/** Said of a number that it is the most; anything else makes it the least. */
export const AT_MOST = /不得?(?:超过|高于|多于|大于)|以下|以内|小于等于|≤|(?<!不|不得)(?:低于|少于|小于|不足|不满)/u;
export const EXCLUDED = /不得(?!少于|低于|小于|超过|高于|多于|大于)|不予|除外|不享受|不支持|不在.{0,4}范围|排除/u;
const QUALIFICATIONS =
  /高新技术企业|专精特新(?:中小企业|“?小巨人”?企业)?|科技型中小企业|规模以上(?:工业)?企业|瞪羚企业|制造业单项冠军(?:企业)?|绿色工厂|创新型中小企业|失信被执行人/gu;
const LOOKS_LIKE = /应当?(?:具备|符合|满足)|须|必须|条件|要求|不得|不予/u;

type Clause = { clause: string | null; words: string };

/** The clauses of a text, each with its number; a bracketed part belongs to the clause above it. */
function clausesOf(text: string): Clause[] {
  const marks = [...text.matchAll(CLAUSE)];
  if (!marks.length) return text.split(/[\n。；;]/u).map((words) => ({ clause: null, words }));
  let above = "";
  return marks.map((mark, at) => {
    const number = mark[0].startsWith("第") ? mark[0] : `${above}${mark[0]}`;
    if (mark[0].startsWith("第")) above = mark[0].replace(/[（(].*$/u, "");
    return { clause: number, words: text.slice(mark.index + mark[0].length, marks[at + 1]?.index ?? text.length).trim() };
  });
}

/** The number of the clause that this piece stands in. */
export const clauseOf = (text: string, piece: string): string | null => clausesOf(text).find(({ words }) => words.includes(piece))?.clause ?? null;

function conditionsIn(text: string, districts: readonly string[], closes: string | null, context: AskContext): { conditions: Condition[]; unread: string[] } {
  const found: Condition[] = [];
  const unread: string[] = [];
  for (const { clause, words } of clausesOf(text))
    for (const sentence of words.split(/[。；;\n]/u)) {
      const read = conditionsOf(sentence, districts, closes, context).map((each) => ({ ...each, clause, excludes: EXCLUDED.test(sentence) }));
      found.push(...read);
      if (!read.length && clause !== null && LOOKS_LIKE.test(sentence) && sentence.length > 8 && !/下列条件|以下条件/u.test(sentence))
        unread.push(`${clause}${sentence.trim()}`);
    }
  // Of two that say something else of the same, the later one is the correction; its clause stays.
  const last = new Map<string, Condition>();
  for (const each of found) {
    const key = each.test === "has" ? `has ${String(each.value)}` : `${each.fact} ${each.test}`;
    last.set(key, { ...each, clause: each.clause ?? last.get(key)?.clause ?? null });
  }
  return { conditions: [...last.values()], unread };
}

type Test = Pick<Condition, "fact" | "test" | "value">;

function conditionsOf(sentence: string, districts: readonly string[], closes: string | null, context: AskContext): Test[] {
  const bound = (words: string): string => (AT_MOST.test(words) ? "<=" : ">=");
  const found: Test[] = [];
  const share =
    /研发[^，,；;]{0,24}?(?:占|比例|比重|强度)?[^，,；;]{0,24}[%％]/u.exec(sentence)?.[0] ?? /研发[^，,；;]{0,30}百分之[^，,；;]{1,6}/u.exec(sentence)?.[0];
  const rate = share && ratio().spot(share, context)?.value;
  if (share && rate !== undefined)
    found.push({ fact: "rd_ratio", test: bound(sentence.slice(sentence.indexOf(share)).split(/[，,]/u, 1)[0] ?? ""), value: rate });
  const staff = /(?:职工|员工|从业人员|人员|人数)[^，,；;]{0,12}?([\d,]+|[一二三四五六七八九十百千]+)\s*人[^，,；;]{0,3}/u.exec(sentence);
  const people = staff ? numberOf(staff[1] ?? "") : undefined;
  if (staff && people !== undefined) found.push({ fact: "employees", test: bound(staff[0]), value: people });
  const income = /(?:营业收入|主营业务收入|销售收入|营收|年收入)[^，,；;%％]{0,16}?元(?:人民币)?[^，,；;]{0,3}/u.exec(sentence);
  const sum = income && !/研发/u.test(sentence.slice(0, income.index + 4)) ? money().spot(income[0], context)?.value : undefined;
  if (income && sum !== undefined) found.push({ fact: "revenue_yuan", test: bound(income[0]), value: sum });
  const age = /(?:注册|成立|登记|设立)[^，,；;]{0,8}?(?:满|达到?|超过|不少于)?\s*([\d一二三四五六七八九十两]+)\s*(?:个?周?年)/u.exec(sentence);
  const years = age ? numberOf(age[1] ?? "") : undefined;
  if (years !== undefined && years < 100)
    found.push({ fact: "registered_on", test: AT_MOST.test(age?.[0] ?? "") ? ">=" : "<=", value: yearsBefore(closes, years, context) });
  const places = districts.filter((each) => sentence.includes(each)).toSorted((a, b) => sentence.indexOf(a) - sentence.indexOf(b));
  if (places.length && /注册|所在|位于|登记|区|县|辖区|范围内/u.test(sentence)) found.push({ fact: "district", test: "in", value: places });
  for (const [name] of sentence.matchAll(QUALIFICATIONS)) found.push({ fact: "tags", test: "has", value: name });
  return found;
}

/** So many years old on the last day of the window; without one, today. */
export function yearsBefore(closes: string | null, years: number, context: AskContext): string {
  const day = closes ?? date().spot("今天", context)?.value ?? "";
  return `${Number(day.slice(0, 4)) - years}${day.slice(4).replace("-02-29", "-02-28")}`;
}
