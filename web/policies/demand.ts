import { factLabel } from "../panels/labels.ts";
import { yuan } from "../money.ts";
import type { Condition } from "./queries.ts";

/** As clauses say it: of a number, of a day. */
const RELATIONS: Record<string, readonly [number: string, day: string]> = {
  ">=": ["不低于", "不早于"],
  "<=": ["不超过", "不晚于"],
  ">": ["超过", "晚于"],
  "<": ["低于", "早于"],
};
const CLAUSE = /^第[零〇一二三四五六七八九十百\d]+条(?:[（(][零〇一二三四五六七八九十\d]+[）)])?/u;

/** `第四条（二）` of a clause that may go on in words. */
const clauseOf = ({ clause }: Condition): string => (clause === null ? "" : (CLAUSE.exec(clause)?.[0] ?? ""));
/** A fact that has no name here goes by the clause's own words. */
export const nameOf = (one: Condition): string => factLabel(one.fact, one.clause?.replace(CLAUSE, "").trim());

/** What is not known yet: `研发投入占比（第四条（二））` */
export const missingFact = (one: Condition): string => `${nameOf(one)}${inBrackets(clauseOf(one))}`;

/** What is demanded and not so: `研发投入占比不低于3%（第四条（二））` */
export function demandOf(one: Condition): string {
  const [number, day] = RELATIONS[one.test] ?? [];
  const relation = (typeof one.value === "string" ? day : number) ?? (one.test === "in" ? "属于" : one.test === "has" ? "含" : "为");
  return `${one.excludes ? "不支持" : "要求"}${nameOf(one)}${relation}${printed(one.fact, one.value)}${inBrackets(clauseOf(one))}`;
}

const inBrackets = (text: string): string => (text ? `（${text}）` : "");

function printed(fact: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => printed(fact, each)).join("、");
  if (typeof value === "boolean") return value ? "是" : "不是";
  if (typeof value !== "number") return String(value);
  if (fact.endsWith("_yuan")) return yuan(value);
  if (fact.endsWith("_ratio")) return `${Math.round(value * 10_000) / 100}%`;
  return fact === "employees" ? `${value}人` : String(value);
}
