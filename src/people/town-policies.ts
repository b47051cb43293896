import type { TownError } from "./town-file.ts";

type Condition = { fact: string; is: string; value: unknown };
type Policy = {
  title: string;
  version?: number | undefined;
  supersedes?: string | undefined;
  window?: readonly [string, string] | undefined;
  conditions?: readonly Condition[] | undefined;
  exclusions?: readonly Condition[] | undefined;
};

const COMPARISONS = [">=", "<=", ">", "<"];
const TESTS = ["in", "has", "is", ...COMPARISONS];
/** What these facts always are; any other fact is whatever its conditions compare it with. */
const KINDS: Record<string, "number" | "date"> = { employees: "number", revenue_yuan: "number", rd_ratio: "number", registered_on: "date" };
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** What is wrong with the policies of a town file: the first of it, naming the field. A fact that no enterprise has is
 *  not wrong: it is missing, and will be asked. */
export function wrongPolicy(policies: readonly Policy[]): TownError | undefined {
  const seen = new Set<string>();
  for (const [at, each] of policies.entries()) {
    const field = `policies[${at}]`;
    if (seen.has(`${each.title} ${each.version ?? 1}`))
      return { ok: false, field: `${field}.title`, say: `政策“${each.title}”的第 ${each.version ?? 1} 版写了两次，请改版本号或删掉一条。` };
    seen.add(`${each.title} ${each.version ?? 1}`);
    const [opens, closes] = each.window ?? [];
    if (opens !== undefined && closes !== undefined && closes < opens)
      return { ok: false, field: `${field}.window`, say: `政策“${each.title}”的窗口 ${closes} 结束，早于 ${opens} 开始，请把起止日期改对。` };
    if (circular(each, policies)) return { ok: false, field: `${field}.supersedes`, say: `政策“${each.title}”绕一圈替代了自己，请删掉其中一处 supersedes。` };
    const wrong = wrongCondition(each.conditions ?? [], `${field}.conditions`) ?? wrongCondition(each.exclusions ?? [], `${field}.exclusions`);
    if (wrong) return wrong;
  }
  return undefined;
}

/** A newer version may say that it takes its own title's place; otherwise nothing may lead back to itself. */
function circular(policy: Policy, policies: readonly Policy[]): boolean {
  if (policy.supersedes === policy.title) return !policies.some((each) => each.title === policy.title && (each.version ?? 1) < (policy.version ?? 1));
  const reached = new Set<string>();
  const ahead = policy.supersedes === undefined ? [] : [policy.supersedes];
  for (let title = ahead.pop(); title !== undefined; title = ahead.pop()) {
    if (title === policy.title) return true;
    if (reached.has(title)) continue;
    reached.add(title);
    for (const each of policies) if (each.title === title && each.supersedes !== undefined && each.supersedes !== title) ahead.push(each.supersedes);
  }
  return false;
}

function wrongCondition(conditions: readonly Condition[], field: string): TownError | undefined {
  for (const [at, { fact, is, value }] of conditions.entries()) {
    const place = `${field}[${at}]`;
    if (!TESTS.includes(is)) return { ok: false, field: `${place}.is`, say: `${place}.is 写的“${is}”不认识，只能是 ${TESTS.join("、")}。` };
    const wanted = wantedFor(fact, is, value);
    if (wanted) return { ok: false, field: `${place}.value`, say: `${place}.value 的类型不对，${fact} ${is} 后面应写${wanted}。` };
  }
  return undefined;
}

/** What the value should be; undefined when it is. */
function wantedFor(fact: string, is: string, value: unknown): string | undefined {
  const kind = KINDS[fact];
  const fits = (one: unknown): boolean =>
    kind === "number" ? typeof one === "number" : kind === "date" ? isDay(one) : typeof one === "string" || typeof one === "number" || typeof one === "boolean";
  const named = kind === "number" ? "数" : kind === "date" ? "日期（2026-11-23 这样）" : "一个词或一个数";
  if (is === "in") return Array.isArray(value) && value.length > 0 && value.every(fits) ? undefined : `一列${named}，例如 ["桓台", "张店"]`;
  if (is === "has") return typeof value === "string" || typeof value === "number" ? undefined : "一个词；要几样都有，请写成几条";
  if (is === "is") return fits(value) ? undefined : named;
  const comparable = kind ? fits(value) : typeof value === "number" || isDay(value);
  return comparable ? undefined : kind ? named : "数或日期（2026-11-23 这样）";
}

const isDay = (value: unknown): boolean => typeof value === "string" && DAY.test(value);
