import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import { type Condition, conditionOf, graver, type Said, untilIn } from "./condition.ts";
import { type Household, type Mention, mentionsIn } from "./household.ts";

/** What was said of the households somebody named: several where it is not clear which is meant. */
export type Told = Condition & { words: string; among: readonly number[] };

/** A report as it was said, before it is held against the households its speaker has. Kept while something is asked. */
export type Reading = {
  told: Told[];
  /** `都好` speaks of all, `其他都好` of the others only. */
  scope: "all" | "others" | null;
  /** `7户平安`. */
  count: number | null;
  /** `1户没敲开门`, and not which. */
  unnamed: { count: number; condition: Condition } | null;
  /** `除了刘阿姨都好`, and not why. */
  excluded: Mention[];
  /** A picture or a voice without words. */
  media: "picture" | "voice" | null;
};

export const nothing: Reading = { told: [], scope: null, count: null, unnamed: null, excluded: [], media: null };

const OTHERS = "其[他余它](?:的|人|家|户|几户|几家)?|剩下的?(?:几户)?|余下的?|别的|别家|另外(?:的|几户)?";
const WHOSE =
  "我(?:这边|这里|那边|这儿|们)?(?:负责|管|包)?的?(?:这|那)?(?:几户|几家|些)?|老人(?:们)?|各(?:家|户|位老人)|家家户户|户户|所有(?:老人|人|住户)|住户|每家|每户";
/** Said any number of times, so none of them is two others: what can be read in two ways each time takes twice as long each time. */
const WHEN = "今天|今早|今日|早上|上午|刚才|刚|目前|现在|已经|报告|汇报|回报";
const FINE = "(?:平安|安好|正常|没(?:什么|啥)?事儿?|安全|没(?:什么|啥)?问题|没异常|无异常|在家|(?:很|挺|还|蛮)?(?:好|不错)|好着|健康|[oO][kK]|安)";
const TAIL = "(?:的|了|呢|着呢|啊|哦|哈|啦)*";
const ALL = new RegExp(`^(?:${WHEN}|${WHOSE}|(?<others>${OTHERS}))*(?<every>都|全部?|一切|均)*(?:很|挺|还)?${FINE}${TAIL}$`, "u");
/** The one word that says it without `都`; 没事 and 好 alone are said of anything. */
const ALONE = /^(?:(?:今天|今早|早上|报告|一切)*)(?:平安|安好)了?$/u;
const COUNTED = new RegExp(`^(?:${WHEN}|${WHOSE}|一?共|总共|有|还有)*(${NUMBER})(?:户|家|位老人|个老人|位)(?:老人|人家|住户)?(.*)$`, "u");
const EXCEPT = /^(.*?)除(?:了|去)?(.+?)(?:(?:之外|以外|外)(.*)|((?:其[他余它]|剩下|别家|大家|各户|家家)?(?:都|全).*))?$/u;
const FILLER =
  /^(?:大家|各位|队长|我刚?|刚)?(?:早|早安|早上好|请?(?:队长)?放心(?:吧|啦|哦)?|辛苦了?|谢谢|报告|汇报|收到|好的?|今天|今早|已?都?走访(?:过|完)?了?|转(?:完|过)?了?一?圈?|都?看过了|都?打过电话了?|都?见(?:到|过)了|完毕|以上|特此报告|没异常|无异常|一切正常|说错了|不对|更正(?:一下)?|改(?:一下|口)|就|只有|不过|但是|但|就是)$/u;
/** What follows is how it is in the end. */
const NOW = /^(?:后来|现在|刚才|刚刚|这会儿)/u;
/** How many there are, before how they are: `4户，都好`. */
const HEADS = /^(?:我)?(?:都|全)?(?:已|已经)?(?:看|走访|见|联系)?(?:过|完)?(?:了)?$/u;
/** Nobody reports by a question. */
const ASKED = /[?？]|吗[。！!~]?$|吗[，,]|谁|怎么样|呢[。！]?$(?<!着呢[。！]?)|哪/u;
const MAX_LOOK = 300;

type Clause = { text: string; mentions: Mention[] };

/** Reads a report; undefined for everything that is not one, however much it sounds alike. */
export function readReport(text: string, households: readonly Household[], said: Said): Reading | undefined {
  const words = text.trim().slice(0, MAX_LOOK);
  if (!words || ASKED.test(words)) return undefined;
  const clauses = words
    .replace(/(?<=[号楼院元])\s+/gu, "")
    .split(/[，,。.；;：:！!~～\s]+/u)
    .map((each) => each.replace(/^(?:就是|就|只有|只是|不过|但是|但|可是|而|另|还有)/u, ""))
    .filter(Boolean)
    .map((each): Clause => ({ text: each, mentions: mentionsIn(each, households) }));
  const read = clauses.reduce<Read>((before, clause) => readClause(before, clause, said), { ...nothing, waiting: [], odd: 0, heads: null });
  const { waiting, odd, heads, ...reading } = read;
  if (waiting.length && !reading.scope) return undefined;
  const excluded = [...reading.excluded, ...waiting];
  const named = reading.told.length > 0;
  // Beside a name other words may tell more of it; a `都好` in the middle of other talk is talk.
  if (!named && (odd > 0 || (reading.scope === null && reading.count === null && reading.unnamed === null))) return undefined;
  return { ...reading, excluded, count: reading.count ?? (reading.scope ? heads : null) };
}

/** Households named without a word of how they are wait for the next clause. */
type Read = Reading & { waiting: Mention[]; odd: number; heads: number | null };

function readClause(read: Read, clause: Clause, said: Said): Read {
  const { text, mentions } = clause;
  const except = /除/u.test(text) && mentions.length ? EXCEPT.exec(text) : null;
  if (except) return exceptClause(read, clause, except, said);
  const counted = mentions.length ? null : COUNTED.exec(text);
  if (counted) return countClause(read, counted, said);
  const all = mentions.length ? null : ALL.exec(text);
  if (all && (all.groups?.["every"] || all.groups?.["others"] || ((ALONE.test(text) || read.heads !== null) && !read.told.length && !read.waiting.length)))
    return { ...read, scope: all.groups?.["others"] ? (read.scope ?? "others") : "all" };
  const condition = conditionOf(without(text, mentions), said);
  if (mentions.length) {
    if (!condition) return { ...read, waiting: [...read.waiting, ...mentions] };
    return {
      ...read,
      waiting: [],
      told: [...read.told, ...[...read.waiting, ...mentions].map((each) => ({ ...condition, words: each.words, among: each.among }))],
    };
  }
  return read.waiting.length && condition
    ? { ...read, waiting: [], told: [...read.told, ...read.waiting.map((each) => ({ ...condition, words: each.words, among: each.among }))] }
    : moreClause(read, text, condition, said);
}

/** A clause that names nobody goes on about whoever was named last: `…，月底回来`, `…，电话也不接`. */
function moreClause(read: Read, text: string, condition: Condition | undefined, said: Said): Read {
  const last = read.told.at(-1);
  if (!last) return FILLER.test(text) ? read : { ...read, odd: read.odd + 1 };
  if (last.state === "absent") {
    const until = untilIn(text, said);
    if (until !== undefined) return { ...read, told: [...read.told.slice(0, -1), { ...last, until }] };
  }
  if (!condition) return read;
  const now = NOW.test(text) ? condition : graver(last, condition);
  return { ...read, told: [...read.told.slice(0, -1), { ...now, words: last.words, among: last.among }] };
}

function countClause(read: Read, [, many = "", rest = ""]: RegExpExecArray, said: Said): Read {
  const count = numberOf(many) ?? 0;
  if (HEADS.test(rest) && read.heads === null) return { ...read, heads: count };
  const condition =
    conditionOf(rest, said) ?? (new RegExp(`^(?:都|全都?|全部)?(?:很|挺)?${FINE}${TAIL}$`, "u").test(rest) ? ({ state: "safe" } as const) : undefined);
  if (!condition || !Number.isInteger(count)) return { ...read, odd: read.odd + 1 };
  return condition.state === "safe" ? { ...read, count: (read.count ?? 0) + count } : { ...read, unnamed: { count, condition } };
}

/** `除了刘阿姨没人应，都好`: what is left out, and why if it was said. */
function exceptClause(read: Read, { mentions }: Clause, [, before = "", inner = "", after = "", rest = ""]: RegExpExecArray, said: Said): Read {
  const condition = conditionOf(without(inner, mentions), said);
  const told = condition ? mentions.map((each) => ({ ...condition, words: each.words, among: each.among })) : [];
  const all = [before, after, rest].some((each) => ALL.exec(each)?.groups?.["every"]);
  return {
    ...read,
    scope: all ? (read.scope ?? "others") : read.scope,
    told: [...read.told, ...told],
    ...(condition ? {} : all ? { excluded: [...read.excluded, ...mentions] } : { waiting: [...read.waiting, ...mentions] }),
  };
}

const without = (text: string, mentions: readonly Mention[]): string =>
  mentions.reduce((rest, each) => rest.replace(each.words, ""), text).replace(/^[、和跟与及的家那户这几位老人\s]+/u, "");
