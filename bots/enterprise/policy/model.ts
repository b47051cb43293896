import { z } from "zod";
import type { Asks } from "../../../src/assist/model/asks.ts";
import { spanOf, strayIn } from "../../../src/assist/model/stands.ts";
import type { Reads } from "../../../src/conversation/index.ts";
import type { Found, FoundCondition, FoundField } from "./found.ts";
import { keepsPolicies } from "./whose.ts";

/** Whoever pastes a whole document waits a little. */
const DEADLINE_MS = 15_000;
/** Shorter words are no document: the rules and their questions do. */
const LEAST_LETTERS = 40;
const MOST_CONDITIONS = 20;

const copied = z.string().nullable();
const shape = z.object({
  title: copied,
  issuer: copied,
  number: copied,
  window: copied,
  benefit: copied,
  contact: copied,
  supersedes: copied,
  materials: z.array(z.string()),
  conditions: z.array(
    z.object({
      fact: z.enum(["employees", "revenue_yuan", "rd_ratio", "registered_on", "district", "tags"]),
      test: z.enum([">=", "<=", ">", "<", "in", "has"]),
      value: z.string(),
      from: z.string(),
    }),
  ),
});
type Answer = z.infer<typeof shape>;

/** Everything is a copy of a piece of the text, or it is left out and said to be; a condition's value stands in its piece. */
function believed(answer: Answer, source: string): Found {
  const refused: Found["refused"][number][] = [];
  const fields: Found["fields"] = {};
  const FIELDS: readonly FoundField[] = ["title", "issuer", "number", "window", "benefit", "contact", "supersedes"];
  for (const field of FIELDS) {
    const words = answer[field]?.trim();
    const span = words ? spanOf(words, source) : undefined;
    if (span !== undefined) fields[field] = span;
    else if (words) refused.push(field);
  }
  const materials = answer.materials.flatMap((each) => spanOf(each, source) ?? []);
  if (materials.length < answer.materials.length) refused.push("materials");
  const conditions: FoundCondition[] = answer.conditions.slice(0, MOST_CONDITIONS).flatMap(({ from, value, ...each }) => {
    const span = spanOf(from, source);
    return span !== undefined && value.trim() && strayIn(value, span) === undefined ? [{ ...each, value: value.trim(), from: span }] : [];
  });
  if (conditions.length < answer.conditions.length) refused.push("conditions");
  return { fields, materials, conditions, refused };
}

const asks: Asks<Answer, Found> = {
  task: "policy",
  instruction: [
    "下面的资料是一份惠企政策的原文。把各项从原文里照抄出来，一字不改，也不要换算；原文没有的填 null 或空表。",
    "title 政策名称；issuer 发文机关；number 文号；window 写明申报起止日期的那句话；benefit 写明奖补标准的那句话；",
    "contact 联系人和电话；supersedes 被它替代或废止的政策名称；materials 申报材料，逐项。",
    "conditions 企业要符合的条件和不予支持的情形，逐条：fact 只能是 employees 职工人数、revenue_yuan 年营业收入、rd_ratio 研发投入占比、",
    "registered_on 注册满几年、district 所在区县、tags 资质；test 数量用 >= <= > <，区县用 in，资质用 has；",
    "value 照抄其中的数、区县或资质；from 照抄写这个条件的整句。其他条件不要写。",
  ].join("\n"),
  shape,
  most: 8_000,
  deadlineMs: DEADLINE_MS,
  tokens: 2_400,
  believed,
};

/** A pasted text is read by a model, too: it finds what stands where no rule looks for it. */
export const reads: readonly (Reads & { asks: Asks })[] = [
  { flow: "policy.enter", answers: ["source"], wants: (text, turn) => text.length >= LEAST_LETTERS && keepsPolicies(turn), asks: asks as Asks },
];
