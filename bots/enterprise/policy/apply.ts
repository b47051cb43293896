import { choice } from "../../../src/flow/asks/choice.ts";
import { deed, type Effect, flow, type Flow, handOver, say, tell } from "../../../src/flow/index.ts";
import type { Organisation, Turn } from "../../../src/people/index.ts";
import { askNext } from "./fact.ts";
import { namedIn } from "./named.ts";
import { expectProgress } from "./progress.ts";
import { type Match, matchesFor } from "./queries.ts";
import { caseRule } from "./rules.ts";
import { missingOf, reasonOf, STAGES, todayOf, windowOf } from "./say.ts";
import { enterpriseOf, withoutEnterprise } from "./whose.ts";

/** An enterprise goes for a policy: checked once more, then the materials and the contact, and from then on it is asked
 *  how far it is. */
export const applyForPolicy: Flow<Turn> = flow<Turn>("policy.apply")
  .opensOn(["申报", "我要申报"])
  .look("matches", matchesFor, (a, turn) => ({ enterprise: enterpriseOf(a.text, turn)?.id ?? null, today: todayOf(turn.calendar, turn.now) }))
  .askIf(
    (a, turn) => enterpriseOf(a.text, turn) !== undefined && meant(a.text, a.matches).length > 1,
    "which",
    (a) => which(meant(a.text, a.matches)),
    (a) =>
      `要申报哪一项？${meant(a.text, a.matches)
        .map((each, n) => `${n + 1} ${each.title}`)
        .join(" ")}`,
    { spot: false },
  )
  .ends((a, turn) => {
    const enterprise = enterpriseOf(a.text, turn);
    if (!enterprise) return [say(withoutEnterprise(turn))];
    const list = meant(a.text, a.matches);
    const one = a.which === undefined ? list[0] : a.matches.find((each) => String(each.policy) === a.which);
    if (one) return applied(one, enterprise, turn);
    return a.matches.length ? [say("目前没有贵企业符合条件、可以申报的政策。想看某一项，请说它的名称。")] : [handOver("想申报政策，政策库还是空的")];
  });

/** The ones that are named, else those that fit and are not applied for yet. */
function meant(text: string, matches: readonly Match[]): readonly Match[] {
  const named = namedIn(text, matches);
  return named.length ? named : matches.filter((each) => !each.closed && each.verdict === "fits" && (each.stage === null || each.stage === "opened"));
}

const which = (list: readonly Match[]) => choice(Object.fromEntries(list.map((each) => [String(each.policy), [each.title]])));

function applied(one: Match, enterprise: Organisation, turn: Turn): Effect[] {
  const today = todayOf(turn.calendar, turn.now);
  const group = turn.room.kind === "group";
  if (one.closed) return [say(`《${one.title}》${windowOf(one, today)}，现在不能报了。有新一期我会告诉您。`)];
  if (one.stage && one.stage !== "opened") return [say(`《${one.title}》${STAGES[one.stage] ?? ""}，不用再报。有进展请直接告诉我，例如“批下来了，120万”。`)];
  if (one.verdict === "fails") {
    const why = `《${one.title}》还不能申报，因为${reasonOf(one, true)}。`;
    return group ? [say("这一项暂不能申报，原因私下告诉您。"), tell(turn.who.id, why, { unasked: false })] : [say(why)];
  }
  if (one.verdict === "unknown") return [say(`申报《${one.title}》前还差一项情况：${missingOf(one)}。`), ...askNext([one], enterprise.id, [])];
  const about = { policy: one.policy, organisation: enterprise.id, person: turn.who.id };
  const early = one.opens_on !== null && one.opens_on > today ? "窗口还没开，材料可以先准备。" : "";
  const guide = [
    `《${one.title}》${windowOf(one, today)}。${early}`,
    `材料清单：${one.materials.length ? one.materials.map((each, n) => `${n + 1} ${each}`).join(" ") : "以申报通知为准"}`,
    `联系人：${one.contact ?? "产业链政策专班"}`,
    "提交以后请回复“已提交”；批了、到账了也告诉我一声。",
  ].join("\n");
  return [
    deed("policy.stage", { ...about, stage: "opened" }),
    deed("occasion.rule", caseRule(about, { stage: "opened", at: turn.now })),
    ...(group ? [say("好的，材料清单和联系人已私下发给您。")] : []),
    tell(turn.who.id, guide, { unasked: false, expects: expectProgress({ ...about, title: one.title }) }),
  ];
}
