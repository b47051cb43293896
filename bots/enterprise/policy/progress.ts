import { choice } from "../../../src/flow/asks/choice.ts";
import { money } from "../../../src/flow/asks/money.ts";
import { type Ask, deed, type Effect, type Expected, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { namedIn } from "./named.ts";
import { type Case, casesOf } from "./queries.ts";
import { caseRule } from "./rules.ts";
import { printYuan, STAGES } from "./say.ts";
import { enterpriseOf } from "./whose.ts";

type Step = "applied" | "granted" | "paid" | "refused" | "waiting";
/** What was said of an application, and the sum with it. */
export type Progress = { step: Step; yuan?: number };

/* Tried in order: 还没到账 waits, 没批 is refused, 钱到了 is paid. Nothing longer than this is only that. */
const LONGEST = 40;
const STEPS: [Step, RegExp][] = [
  [
    "waiting",
    /^(还|暂时|目前)?(还没|没有?|未)(有)?(提交|交|报|到账|消息|结果|动静|下来|准备好|弄好)|^(还)?在(审|准备|走流程|公示|弄|办|写)|^(还没|没呢|再等等|快了)/u,
  ],
  ["refused", /没(有)?(获)?批(?!下来)(准)?|没(有)?(通过|过审|批上|评上)|未(获批|通过|获得)|不(予)?(批准|通过|支持)|被(退回|拒|驳回)|落选/u],
  ["paid", /到账|到帐|钱到了|款到了|收到(钱|款|补助|补贴|奖励|资金)|拨付(了|到)|发下来了|打过来了/u],
  ["granted", /批(下来|准|复|了)|获批|通过(了|审)|评上|公示(完|结束)了|立项了/u],
  ["applied", /(已经?|都|刚|昨天|今天)?(提交|上报|申报|递交|报上去|交上去|交|报)了|已(经)?(提交|上报|申报|递交|报送)/u],
];

/** Strict: a short word of how far it is, as it may come among other talk. */
export function progressAsk(): Ask<Progress> {
  const read = (text: string, context: Parameters<Ask<Progress>["read"]>[1]): Progress | undefined => {
    const said = text.trim();
    if (said.length > LONGEST || /[吗么？?]\s*$/u.test(said)) return undefined;
    const step = STEPS.find(([, words]) => words.test(said))?.[0];
    const yuan = step === "granted" || step === "paid" ? money().spot(said, context)?.value : undefined;
    return step && { step, ...(yuan === undefined ? {} : { yuan }) };
  };
  return {
    kind: "progress",
    read: (text, context) => {
      const value = read(text, context);
      return value ? { ok: true, value } : { ok: false, say: "请说一下到哪一步了。" };
    },
    spot: (text, context) => {
      const value = read(text, context);
      return value && { value, words: text };
    },
    print: ({ step }) => STAGES[step] ?? "还在办",
    examples: ["已提交", "批下来了，120万", "到账了", "没批"],
  };
}

/** From which stages a word leads on; the other way round it is said of another one. */
const BEFORE: Record<Step, readonly string[]> = {
  applied: ["opened"],
  granted: ["opened", "applied", "granted"],
  paid: ["opened", "applied", "granted", "paid"],
  refused: ["opened", "applied"],
  waiting: ["opened", "applied", "granted"],
};
/** Those that the word can be said of: named ones first, then those not yet that far. */
function meant(text: string, { step }: Progress, cases: readonly Case[]): readonly Case[] {
  const able = cases.filter((each) => BEFORE[step].includes(each.stage));
  const named = namedIn(
    text,
    able.map((each) => ({ ...each, number: null })),
  );
  if (named.length) return able.filter((each) => named.some((one) => one.policy === each.policy));
  const onward = able.filter((each) => each.stage !== step);
  return onward.length ? onward : able.slice(0, 1);
}

/** A word of this application is expected; of one that was not opened by 申报 too. */
export const expectProgress = (one: { policy: number; title: string; organisation: number }): Expected => ({
  flow: "policy.progress",
  version: 1,
  answers: { offered: one },
  about: `policy_case ${one.policy} ${one.organisation}`,
});

/** 已提交, 批下来了，120万, 到账了, 没批: an application goes on by a word, its sums with it. */
export const progressOfPolicy: Flow<Turn> = flow<Turn>("policy.progress")
  .opensOn([], { understands: "policy.progress" })
  .ask("progress", progressAsk(), "申报到哪一步了？例如“已提交”“批下来了，120万”“到账了”“没批”。")
  .look("cases", casesOf, (a, turn) => ({ enterprise: enterpriseOf(a.text, turn)?.id ?? null }))
  .askIf(
    (a) => candidates(a).length > 1,
    "which",
    (a) => choice(Object.fromEntries(candidates(a).map((each) => [String(each.policy), [each.title]]))),
    (a) =>
      `您说的是哪一项？${candidates(a)
        .map((each, n) => `${n + 1} ${each.title}`)
        .join(" ")}`,
    { spot: false },
  )
  .askIf(
    (a) => lacksSum(a.progress, chosen(a)),
    "yuan",
    money(),
    (a) => (a.progress.step === "paid" ? "到账多少？例如“120万”（不清楚可以不说）" : "批了多少？例如“120万”（不清楚可以不说）"),
    { spot: false, optional: true, privately: true },
  )
  .ends((a, turn) => {
    const one = chosen(a);
    if (!one) return [say("没有查到贵企业正在申报的政策。要申报请回复“申报”加政策名称。")];
    return wentOn(one, a.progress, a.progress.yuan ?? (typeof a.yuan === "number" ? a.yuan : undefined), turn);
  });

type Told = { text: string; progress: Progress; cases: readonly Case[]; which?: string };

/** Those under way, and the one that was asked about, opened or not. */
function underWay({ cases, ...a }: Told): readonly Case[] {
  const offered = (a as Record<string, unknown>)["offered"] as Pick<Case, "policy" | "title" | "organisation"> | undefined;
  if (!offered || cases.some((each) => each.policy === offered.policy)) return cases;
  return [{ ...offered, stage: "opened", granted_yuan: null, paid_yuan: null }, ...cases];
}

const candidates = (a: Told): readonly Case[] => meant(a.text, a.progress, underWay(a));

function chosen(a: Told): Case | undefined {
  const list = candidates(a);
  return a.which === undefined ? list[0] : list.find((each) => String(each.policy) === a.which);
}

/** A sum that is known from the grant is not asked again when it is paid. */
const lacksSum = ({ step, yuan }: Progress, one: Case | undefined): boolean =>
  one !== undefined && yuan === undefined && (step === "granted" || (step === "paid" && one.granted_yuan === null));

function wentOn(one: Case, { step }: Progress, yuan: number | undefined, turn: Turn): Effect[] {
  const about = { policy: one.policy, organisation: one.organisation, person: turn.who.id };
  const ends = step === "paid" || step === "refused";
  const stage = step === "waiting" ? one.stage : step;
  const paid = step === "paid" ? (yuan ?? one.granted_yuan) : null;
  const granted = step === "granted" ? (yuan ?? null) : null;
  const sum = paid ?? granted;
  const words: Record<Step, string> = {
    applied: `好的，《${one.title}》记为已提交。到时我再问您批得怎么样。`,
    granted: `恭喜，《${one.title}》获批${sum === null ? "" : printYuan(sum)}，记下了。到账了请告诉我。`,
    paid: `好的，《${one.title}》到账${sum === null ? "" : printYuan(sum)}，记下了。${yuan === undefined && sum !== null ? "（按获批的数记的，不对请说“到账”加金额）" : ""}`,
    refused: `记下了，《${one.title}》这次没有获批。要反映情况请直接说，例如“反映问题：……”。`,
    waiting: `好的，《${one.title}》${STAGES[one.stage] ?? ""}，过些天我再问您。`,
  };
  const group = turn.room.kind === "group";
  const answer = tell(turn.who.id, words[step], { unasked: false, ...(step === "refused" ? {} : { expects: expectProgress(one) }) });
  return [
    ...(step === "waiting" ? [] : [deed("policy.stage", { ...about, stage, granted, paid })]),
    deed("occasion.rule", caseRule(about, ends ? undefined : { stage, at: turn.now })),
    ...(step === "refused" ? [deed("expectation.close", { about: `policy_case ${one.policy} ${one.organisation}` })] : []),
    // Sums are not said in front of the others.
    ...(group && sum === null ? [say(words[step])] : group ? [say("好的，记下了。"), answer] : [answer]),
  ];
}
