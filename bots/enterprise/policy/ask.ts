import { begin, deed, type Effect, flow, type Flow, handOver, say, tell } from "../../../src/flow/index.ts";
import type { Organisation, Turn } from "../../../src/people/index.ts";
import { type Asked, askNext, strictlyAsked } from "./fact.ts";
import { namedIn, namesSomething } from "./named.ts";
import { type Match, matchesFor } from "./queries.ts";
import { cardOf, lineOf, missingOf, reasonOf, STAGES, todayOf, windowOf } from "./say.ts";
import { enterpriseOf, withoutEnterprise } from "./whose.ts";

const TOTALS = /兑现|拨付了?多少|(到账|获批|批)了?(多少|几家|几个)|(多少|几)家.{0,6}(申报|到账|获批)/u;
const APPLIES = /^(我们?|我厂|我公司|本公司|公司)?(想要?|要|准备|打算|来|也要)?(去)?申报(?!.*([吗么呢？?]|什么|哪些|怎么|条件|材料|截止|多少))/u;
const GENERALLY =
  /(什么|哪些|啥|哪个|有没有).{0,8}(政策|补贴|补助|奖励|扶持|优惠|资金)|(政策|补贴|补助|奖励|扶持|优惠).{0,8}(适合|符合|我们能|能用)|能(享受|申请|拿|报|领)(到)?(什么|哪些|啥)|适合我们|(够|符合|满足).{0,4}(条件|资格|要求)/u;

/** Which policies are for us, and is this one: answered on the spot, against what is known of the enterprise. */
export const askPolicy: Flow<Turn> = flow<Turn>("policy.ask")
  .opensOn([], { understands: "policy.ask" })
  .look("matches", matchesFor, (a, turn) => ({ enterprise: enterpriseOf(a.text, turn)?.id ?? null, today: todayOf(turn.calendar, turn.now) }))
  .ends((a, turn) => {
    if (TOTALS.test(a.text)) return [begin("policy.totals", a.text)];
    if (!a.matches.length) return [handOver("想问政策，政策库还是空的")];
    if (APPLIES.test(a.text)) return [begin("policy.apply", a.text)];
    const enterprise = enterpriseOf(a.text, turn);
    const named = namedIn(enterprise ? a.text.replaceAll(enterprise.name, "").replaceAll(enterprise.short ?? enterprise.name, "") : a.text, a.matches);
    if (named.length && (named.length === 1 || !GENERALLY.test(a.text))) return named.flatMap((each) => oneOf(each, enterprise, turn));
    if (!GENERALLY.test(a.text) && namesSomething(a.text)) return [handOver("政策库里没有找到所问的政策")];
    return enterprise ? allOf(a.matches, enterprise, turn) : [say(withoutEnterprise(turn))];
  });

/** Those that fit; those of which one fact is missing, and that fact is asked. Those that do not fit are not listed. */
function allOf(matches: readonly Match[], enterprise: Organisation, turn: Turn): Effect[] {
  const today = todayOf(turn.calendar, turn.now);
  const open = matches.filter((each) => !each.closed && !["granted", "paid", "refused"].includes(each.stage ?? ""));
  const fitting = open.filter((each) => each.verdict === "fits");
  const unclear = open.filter((each) => each.verdict === "unknown");
  const name = turn.directory.enterprise(turn.who.id)?.id === enterprise.id ? "贵企业" : enterprise.name;
  const told = [...fitting, ...unclear].map((each) => deed("policy.told", { policy: each.policy, organisation: enterprise.id, verdict: each.verdict }));
  if (!fitting.length && !unclear.length) return [say(`目前政策库里没有${name}符合条件、还在窗口期的政策。有新的会第一时间告诉您。`)];
  const list = fitting.length
    ? [
        `${name}符合 ${fitting.length} 项：`,
        ...fitting.map((each, n) => `${n + 1} ${lineOf(each, today)}`),
        "要申报请回复“申报”加名称，我把材料清单和联系人发给您。",
      ]
    : [`目前还没有能确定${name}符合的政策。`];
  const more = unclear.length ? [`另有 ${unclear.length} 项还差情况才能判断：${[...new Set(unclear.map((each) => each.title))].join("、")}。`] : [];
  return [...told, say([...list, ...more].join("\n")), ...askNext(unclear, enterprise.id, [])];
}

/** One policy, asked for by its name: the verdict with its clause. What is known of the enterprise is not said in a group. */
export function oneOf(one: Match, enterprise: Organisation | undefined, turn: Turn): Effect[] {
  const today = todayOf(turn.calendar, turn.now);
  const card = cardOf(one, today);
  if (!enterprise) return [say(`${card}\n${withoutEnterprise(turn)}`)];
  if (one.closed) return [say(`《${one.title}》${windowOf(one, today)}，现在不能报了。有新一期我会告诉您。`)];
  const told = deed("policy.told", { policy: one.policy, organisation: enterprise.id, verdict: one.verdict });
  const stage = one.stage ? `\n进度：${STAGES[one.stage] ?? one.stage}。` : "";
  if (one.verdict === "fits") return [told, say(`符合。${card}${stage}${one.stage ? "" : "\n要申报请回复“申报”。"}`)];
  if (one.verdict === "unknown") return [told, say(`《${one.title}》还差一项情况才能判断：${missingOf(one)}。`), ...askNext([one], enterprise.id, [])];
  return [told, ...failing(one, enterprise.id, turn)];
}

/** The clause is public; the enterprise's own figure is said privately, where a new one may be given at once. */
function failing(one: Match, enterprise: number, turn: Turn): Effect[] {
  const group = turn.room.kind === "group";
  const asked: Asked | undefined = one.clause ? { organisation: enterprise, condition: one.clause, policies: [one.policy], skipped: [] } : undefined;
  const changes = asked && !one.clause?.excludes ? strictlyAsked(asked) : undefined;
  const why = `《${one.title}》暂不符合，因为${reasonOf(one, true)}。${changes ? "情况有变请直接回新的数，我重新对照。" : "情况有变请告诉我。"}`;
  return [
    ...(group ? [say(`《${one.title}》暂不符合，因为${reasonOf(one, false)}。细节私下告诉您。`)] : []),
    tell(turn.who.id, why, { unasked: false, ...(changes ? { expects: changes } : {}) }),
  ];
}
