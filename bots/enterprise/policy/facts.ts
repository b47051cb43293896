import { count } from "../../../src/flow/asks/count.ts";
import { date } from "../../../src/flow/asks/date.ts";
import { manyOf } from "../../../src/flow/asks/many-of.ts";
import { money } from "../../../src/flow/asks/money.ts";
import { numberOf } from "../../../src/flow/asks/numerals.ts";
import { ratio } from "../../../src/flow/asks/ratio.ts";
import { yesNo } from "../../../src/flow/asks/yes-no.ts";
import type { Ask } from "../../../src/flow/index.ts";
import type { Condition } from "./keep.ts";

/** What an enterprise may be asked, and in which words. */
type Known = { label: string; ask: Ask<unknown>; question: string };
const KNOWN: Record<string, Known> = {
  employees: { label: "职工人数", ask: suffixed(count(), /人$/u), question: "贵企业现有职工多少人？例如“80人”" },
  revenue_yuan: { label: "年营业收入", ask: money(), question: "贵企业上年度营业收入是多少？例如“5000万”" },
  rd_ratio: { label: "研发投入占比", ask: ratio(), question: "贵企业研发投入占营业收入的百分之几？例如“4%”" },
  registered_on: { label: "注册日期", ask: foundingDay(), question: "贵企业是哪年哪月哪日注册的？例如“2015年3月1日”" },
  district: { label: "所在区县", ask: words(), question: "贵企业注册在哪个区县？例如“桓台”" },
  tags: { label: "资质", ask: words(), question: "" },
  makes: { label: "主营产品", ask: words(), question: "贵企业主要做什么产品？" },
  chain: { label: "所属产业链", ask: words(), question: "贵企业属于哪条产业链？" },
  lead: { label: "链主企业", ask: yesNo(), question: "贵企业是链主企业吗？1 是 2 不是" },
};

/** A condition whose fact is missing, and all the values that policies look for in that fact. */
export type Missing = Condition & { options: readonly unknown[] };

const CLAUSE = /^第[零〇一二三四五六七八九十百\d]+条(?:[（(][零〇一二三四五六七八九十\d]+[）)])?(?:第[一二三四五六七八九十\d]+[款项])?/u;
/** `第四条（二）` of a clause that may go on in words. */
export const clauseNumber = (clause: string | null): string => (clause === null ? "" : (CLAUSE.exec(clause)?.[0] ?? clause));
/** A fact nobody named yet is called by the clause's own words. */
const clauseWords = (one: Condition): string => one.clause?.replace(CLAUSE, "").trim() || one.fact;
export const labelOf = (one: Condition): string => KNOWN[one.fact]?.label ?? clauseWords(one);

/** A value of a fact as people read it: 4%, 5000万, 80人. */
export function printFact(fact: string, value: unknown): string {
  if (Array.isArray(value)) return value.length ? value.map((each) => printFact(fact, each)).join("、") : "无";
  if (typeof value === "boolean") return value ? "是" : "不是";
  if (fact === "employees" && typeof value === "number") return `${value}人`;
  const ask = KNOWN[fact]?.ask;
  if (typeof value === "number" && (ask?.kind === "money" || ask?.kind === "ratio" || fact.endsWith("_yuan")))
    return (fact.endsWith("_yuan") ? money() : (ask as Ask<unknown>)).print(value as never);
  const day = typeof value === "string" ? /^(\d{4})-(\d{2})-(\d{2})$/u.exec(value) : null;
  return day ? `${Number(day[1])}年${Number(day[2])}月${Number(day[3])}日` : String(value);
}

const RELATIONS: Record<string, [number: string, day: string]> = {
  ">=": ["不低于", "不早于"],
  "<=": ["不超过", "不晚于"],
  ">": ["超过", "晚于"],
  "<": ["低于", "早于"],
};

/** What a condition demands: `研发投入占比不低于3%`, `所在区县属于桓台、张店`. */
export function demandOf(one: Condition): string {
  const value = printFact(one.fact, one.value);
  const [number, day] = RELATIONS[one.test] ?? [];
  const demand = number
    ? `${typeof one.value === "string" ? day : number}${value}`
    : one.test === "in"
      ? `属于${value}`
      : one.test === "has"
        ? `含${value}`
        : `为${value}`;
  return `${labelOf(one)}${demand}`;
}

/** The question for a missing fact, in the fact's words, else in the clause's. */
export function questionOf(one: Missing): string {
  const known = KNOWN[one.fact];
  if (one.test === "has") {
    const names = one.options.map(String);
    return names.length === 1
      ? `贵企业是不是${names[0]}？1 是 2 不是`
      : `贵企业有哪些${labelOf(one)}？${names.map((name, at) => `${at + 1} ${name}`).join(" ")}（可以多选；都没有请回“没有”）`;
  }
  if (known?.question) return known.question;
  return typeof one.value === "boolean" ? `${clauseWords(one)}：贵企业是这样吗？1 是 2 不是` : `${clauseWords(one)}：贵企业的情况是？`;
}

/** Said instead of an answer: it stays missing, and nobody is pressed. */
const SKIPPED = /^(不说|不想说|先不说|跳过|不方便|不方便说|不清楚|不知道|不确定|问问再说|以后再说|略)[。！!]?$/u;

/** Reads the answer to that question. `null`: they would rather not say. */
export function factAsk(one: Missing): Ask<unknown> {
  const ask = askFor(one);
  return { ...ask, read: (text, context) => (SKIPPED.test(text.trim()) ? { ok: true, value: null } : ask.read(text, context)) };
}

const FILLERS = /我们|我厂|我公司|贵企业|今年|去年|上年度?|现在|目前|已经|大概|大约|左右|更新|改[成为]|应该|变成|差不多|[是到有了的约个，,。！!：:\s]/gu;
/** The same, of somebody who was not just asked: nothing but the value counts, so that other talk is not taken for it. */
export function newFactAsk(one: Missing): Ask<unknown> {
  const ask = askFor(one);
  const bare = (text: string): string => text.replaceAll(labelOf(one), "").replace(FILLERS, "");
  return {
    ...ask,
    labels: [],
    read: (text, context) =>
      ["count", "money", "ratio", "day", "number"].includes(ask.kind) &&
      /^[\d.,〇零一二两三四五六七八九十百千万亿wW%％分之元年月日号人名-]{1,14}$/u.test(bare(text))
        ? ask.read(bare(text), context)
        : { ok: false, say: "" },
  };
}

function askFor(one: Missing): Ask<unknown> {
  if (one.test === "has") return qualifications(one.options.map(String));
  const known = KNOWN[one.fact]?.ask;
  if (known && known.kind !== "words") return known;
  if (typeof one.value === "boolean") return yesNo();
  if (typeof one.value === "number") return numeric();
  if (typeof one.value === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(one.value)) return foundingDay();
  return words(one.options.map(String));
}

/** Which of these it has: by number or name, `没有` for none; of one alone, yes or no. */
function qualifications(names: readonly string[]): Ask<unknown> {
  const many = manyOf(Object.fromEntries(names.map((name) => [name, [name]])));
  const none = /^(都)?(没有|没|无|不是|不|否|2)(的|呢|啊)?[。！!]?$/u;
  return {
    ...many,
    labels: names.length === 1 ? ["是", "不是"] : names,
    read: (text, context) => {
      const said = text.trim();
      const alone = names.length === 1 ? yesNo().read(said, context) : undefined;
      if (alone?.ok) return { ok: true, value: alone.value ? names : [] };
      if (none.test(said) && !(names.length > 1 && said === "2")) return { ok: true, value: [] };
      return many.read(said, context);
    },
  };
}

/** One's own words; one of the values that policies look for where it is among them. */
function words(options: readonly string[] = []): Ask<unknown> {
  return {
    kind: "words",
    read: (text) => {
      const said = text.trim().slice(0, 60);
      const found = options.find((each) => said.includes(each) || (said.length > 1 && each.includes(said)));
      return said ? { ok: true, value: found ?? said } : { ok: false, say: "请说一下。" };
    },
    spot: () => undefined,
    print: String,
    examples: options.slice(0, 3),
  };
}

function numeric(): Ask<unknown> {
  return {
    kind: "number",
    read: (text, context) => {
      const said = text.trim();
      const value = numberOf(said.replace(/[^\d.〇零一二两三四五六七八九十百千]/gu, "")) ?? undefined;
      const sum = money().spot(said, context)?.value ?? value;
      return sum === undefined || said.length > 20 ? { ok: false, say: "请说个数。" } : { ok: true, value: sum };
    },
    spot: () => undefined,
    print: String,
    examples: ["3", "120"],
  };
}

/** A day long past, with its year; the month alone counts from its first day. */
function foundingDay(): Ask<unknown> {
  return {
    kind: "day",
    read: (text, context) => {
      const said = text.normalize("NFKC").trim();
      const [, year, month, day] = /(\d{4})\s*[-/.年]\s*(?:(\d{1,2})\s*[-/.月]?\s*(?:(\d{1,2})\s*[日号]?)?)?/u.exec(said) ?? [];
      const whole = year && said.length <= 30 ? date().read(`${year}年${month ?? 1}月${day ?? 1}日`, context) : undefined;
      return whole?.ok ? whole : { ok: false, say: "请说哪年哪月哪日，例如“2015年3月1日”。" };
    },
    spot: () => undefined,
    print: (value) => printFact("registered_on", value),
    examples: ["2015年3月1日"],
  };
}

/** Short enough to be that answer alone: `80人`, not a sentence that mentions people. */
function suffixed(ask: Ask<number>, unit: RegExp): Ask<unknown> {
  return {
    ...ask,
    print: (value) => `${String(value)}人`,
    read: (text, context) => ask.read(text.trim().length <= 20 ? text.trim().replace(unit, "人") : "", context),
  } as Ask<unknown>;
}
