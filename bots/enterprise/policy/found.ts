import { date } from "../../../src/flow/asks/date.ts";
import { money } from "../../../src/flow/asks/money.ts";
import { numberOf } from "../../../src/flow/asks/numerals.ts";
import { ratio } from "../../../src/flow/asks/ratio.ts";
import type { AskContext } from "../../../src/flow/index.ts";
import { AT_MOST, benefitIn, clauseOf, EXCLUDED, type Reading, readPolicyText, windowIn, yearsBefore } from "./draft.ts";
import type { Condition } from "./keep.ts";

/* What a model found in a pasted text, put where the rules found nothing. What the rules read stands: they are certain, and a
   correction under the text is in their words. */

export type FoundField = "title" | "issuer" | "number" | "window" | "benefit" | "contact" | "supersedes";
/** `from`: the piece of the text that says so; `value`: as it stands in that piece. */
export type FoundCondition = { fact: string; test: string; value: string; from: string };
/** Each field is a piece of the text. `refused`: what was found and does not stand there. */
export type Found = {
  fields: Partial<Record<FoundField, string>>;
  materials: readonly string[];
  conditions: readonly FoundCondition[];
  refused: readonly (FoundField | "materials" | "conditions")[];
};

const LABELS: Record<Found["refused"][number], string> = {
  title: "名称",
  issuer: "发文机关",
  number: "文号",
  window: "申报时间",
  benefit: "奖补标准",
  contact: "联系方式",
  supersedes: "替代的政策",
  materials: "申报材料",
  conditions: "申报条件",
};

/** `notes`: which fields are from the model, with the words they are from; what was not believed. */
export type Completed = Reading & { notes: string[] };

/** The rules' reading of `text`, completed by what a model found in it. */
export function completed(text: string, found: Found | undefined, districts: readonly string[], context: AskContext): Completed {
  const alone = readPolicyText(text, districts, context);
  if (!found) return { ...alone, notes: [] };
  const { fields } = found;
  const window = windowOf(alone, fields.window, context);
  // Put under the text in its own words, like an answer: what counts from the last day is read with it.
  const one = window.used ? readPolicyText(`${text}\n${windowLine(fields.window ?? "")}`, districts, context) : alone;
  const noted: [FoundField, string][] = [];
  const put = (field: "title" | "issuer" | "number" | "contact" | "supersedes"): string | null => {
    const words = fields[field];
    if (one[field] !== null || words === undefined) return one[field];
    noted.push([field, words]);
    return words;
  };
  // The first line is a title to a rule, whatever else stands in it.
  const title = fields.title !== undefined && one.title?.includes(fields.title) ? fields.title : put("title");
  const named = { title, issuer: put("issuer"), number: put("number"), contact: put("contact"), supersedes: put("supersedes") };
  if (window.used) noted.push(["window", fields.window ?? ""]);
  const benefit = one.benefit === null && fields.benefit ? benefitIn([`奖补标准：${fields.benefit.replaceAll("\n", "")}`]) : undefined;
  if (benefit) noted.push(["benefit", fields.benefit ?? ""]);
  const conditions = found.conditions.flatMap((each) => conditionOf(each, text, districts, one.closes_on, context) ?? []);
  const fresh = conditions.filter((each) => !one.conditions.some((other) => sameTest(each, other)));
  return {
    ...one,
    ...named,
    ...benefit,
    materials: one.materials.length ? one.materials : found.materials,
    conditions: [...one.conditions, ...fresh],
    unread: one.unread.filter((each) => !conditions.some(({ clause }) => overlaps(each, clause ?? ""))),
    notes: [
      ...noted.map(([field, words]) => `${LABELS[field]}是机器从原文“${short(words)}”读的，请核对。`),
      ...(window.differs ? [`申报时间机器读的是“${short(fields.window ?? "")}”，与上面不同，请核对。`] : []),
      ...found.refused.map((each) => `机器读的${LABELS[each]}在原文里对不上，没有采用。`),
    ],
  };
}

const windowLine = (words: string): string => `申报时间：${words.replaceAll("\n", "")}`;

/** Whether the piece gives a window where the rules found none, or another one than theirs. */
function windowOf({ closes_on, unlimited }: Reading, words: string | undefined, context: AskContext): { used: boolean; differs: boolean } {
  const read = words === undefined ? undefined : windowIn([windowLine(words)], context);
  if (!read?.closes_on) return { used: false, differs: false };
  const used = closes_on === null && !unlimited;
  return { used, differs: !used && closes_on !== read.closes_on };
}

/** A condition with a value of its fact's kind; none when the words give no such value. */
function conditionOf(one: FoundCondition, text: string, districts: readonly string[], closes: string | null, context: AskContext): Condition | undefined {
  const read = valueOf(one, districts, closes, context);
  if (read === undefined) return undefined;
  const bound = [">", "<", ">=", "<="].includes(one.test) ? (AT_MOST.test(one.from) ? "<=" : one.test) : ">=";
  // So many years old at least is registered on that day at the latest.
  const test = one.fact === "district" ? "in" : one.fact === "tags" ? "has" : one.fact === "registered_on" ? (bound.startsWith("<") ? ">=" : "<=") : bound;
  return { fact: one.fact, test, value: read, clause: `${clauseOf(text, one.from) ?? ""}${short(one.from)}`, excludes: EXCLUDED.test(one.from) };
}

function valueOf({ fact, value, from }: FoundCondition, districts: readonly string[], closes: string | null, context: AskContext): unknown {
  if (fact === "district") {
    const named = districts.filter((each) => from.includes(each));
    return named.length ? named : undefined;
  }
  if (fact === "tags") return value;
  if (fact === "revenue_yuan") return money().spot(value, context)?.value;
  if (fact === "rd_ratio") return ratio().spot(value, context)?.value;
  const day = fact === "registered_on" ? date().spot(value, context)?.value : undefined;
  const count = numberOf(/[\d,.〇零一二两三四五六七八九十百千]+/u.exec(value)?.[0] ?? "");
  if (fact === "employees") return count;
  return day ?? (count === undefined || count >= 100 ? undefined : yearsBefore(closes, count, context));
}

const sameTest = (a: Condition, b: Condition): boolean => a.fact === b.fact && a.test === b.test && (a.test !== "has" || a.value === b.value);

const bare = (words: string): string => words.replaceAll(/[\s。；;，,]/gu, "");
const overlaps = (unread: string, clause: string): boolean => {
  const [a, b] = [bare(unread), bare(clause).replace(/…$/u, "")];
  return b.length > 4 && (a.includes(b) || b.includes(a));
};

const SHORT = 60;
const short = (words: string): string => {
  const line = words.replaceAll(/\s*\n\s*/gu, "");
  return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
};
