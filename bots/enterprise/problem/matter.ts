import { button, type Effect, tell } from "../../../src/flow/index.ts";
import type { Clock, ClockStep, Matter, MatterKind } from "../../../src/matter/index.ts";
import type { Directory, Person } from "../../../src/people/index.ts";
import { handOn } from "./hand-on.ts";
import { ladderOf, ownerFor, reviewerFor, signersFor } from "./owners.ts";
import { entryOf, gist, raiserName } from "./words-of.ts";

const STAGES: Partial<Record<ClockStep, string>> = { accept: "接单", contact: "首次联系", finish: "办结", sign: "会签" };

/** A proposal that waits for its second signature climbs from the signer on. */
const ladder = (one: Matter, directory: Directory): Person[] => (one.proposal ? signersFor(directory, one, one.proposal.by) : ladderOf(directory, one));

/** The named person who telephones: the commissioner, or whoever reviews a private matter. */
function caller(one: Matter, directory: Directory): Person | undefined {
  if (one.private) return directory.person(one.owner_id);
  const wanted = [...directory.holding(one.organisation_id, "commissioner"), ...directory.holding(one.chain_id, "secretary")];
  return wanted.find((each) => each.id !== one.owner_id) ?? wanted[0];
}

function overdue(one: Matter, stage: ClockStep, to: Person, rung: number, clock: Clock & { late: boolean }): Effect[] {
  const what = STAGES[stage] ?? "办理";
  const due = clock.calendar.print(one.due_at);
  const late = clock.late ? "（系统中断，迟到的提醒）" : "";
  const head = `${one.no} 已逾期${late}：应在${due}前${what}。`;
  const about = `${raiserName(clock.directory, one)}反映，${gist(one)}。`;
  if (to.id === one.owner_id)
    return [
      tell(to.id, `${head}${about}请尽快处理，或说明原因（例如“周五前答复”“暂停，等环评批复”）。`, {
        matter: one.id,
        buttons: one.state === "new" ? [button("接单", "matter.accept", one.no)] : [],
      }),
    ];
  const owner = clock.directory.person(one.owner_id).name;
  const told = ladder(one, clock.directory)
    .slice(0, rung)
    .map((each) => each.name);
  return [
    tell(to.id, `${to.name}您好，${head}${about}经办人${owner}${told.length ? `，已提醒过${told.join("、")}` : ""}，请您督促。`, {
      matter: one.id,
      recap: true,
    }),
  ];
}

const raisers = (one: Matter, words: (name: string) => string, options: Parameters<typeof tell>[2], clock: Clock): Effect[] =>
  [one.raiser_id, ...one.colleagues].map((each) => tell(each, words(clock.directory.person(each).display), options));

const says: MatterKind["says"] = {
  overdue,
  resumed: (one, clock) => [
    tell(one.owner_id, `${one.no} 暂停到期，已恢复计时，请继续办理。`, { matter: one.id }),
    ...raisers(one, () => `${one.no} 暂停到期，已恢复办理。`, { matter: one.id }, clock),
  ],
  visit: (one, again, clock) =>
    raisers(
      one,
      (name) => `${name}您好，回访${again ? "（再问一次）" : ""} ${one.no}：${gist(one)}。经办人说已办好，问题解决了吗？1 解决了 2 部分解决 3 没解决`,
      {
        matter: one.id,
        buttons: [button("解决了", "answer", "1"), button("部分解决", "answer", "2"), button("没解决", "answer", "3")],
        expects: { flow: "matter.confirm", version: 1, answers: { no: one.no } },
      },
      clock,
    ),
  call: (one, to, clock) => [
    tell(
      to.id,
      (holes) =>
        `电话回访 ${holes.no}：${one.no} ${gist(one)}，两次回访${raiserName(clock.directory, one)}都没有回音，请您打个电话。打通后回复“${one.no} 解决了”或“${one.no} 没解决”。`,
      { matter: one.id },
    ),
  ],
  offerUnreached: (one, to) => [tell(to.id, `${one.no} 还没有联系上反映人。仍联系不上，可以回复“${one.no} 联系不上”，报上一级会签。`, { matter: one.id })],
  pressCheck: (one, clock) => {
    const reviewer = reviewerFor(clock.directory, one.chain_id, clock.directory.person(one.owner_id).name);
    return [
      tell(
        one.raiser_id,
        `${clock.directory.person(one.raiser_id).display}您好，${reviewer ? `受${reviewer.name}委托，` : ""}问一句：${one.no} 撤回是 1 自己的意思 2 有人让我撤 3 还想办？您的回答不会给经办人看。`,
        {
          matter: one.id,
          buttons: [button("自己的意思", "answer", "1"), button("有人让我撤", "answer", "2"), button("还想办", "answer", "3")],
          expects: { flow: "matter.pressed", version: 1, answers: { reviewer: reviewer?.id ?? one.owner_id } },
        },
      ),
    ];
  },
  pressCall: (one, clock) => {
    const reviewer = reviewerFor(clock.directory, one.chain_id, clock.directory.person(one.owner_id).name);
    return reviewer ? [tell(reviewer.id, `${one.no} 反映人撤回后没有答复是否自愿，请您打个电话核实：${gist(one)}。`, { matter: one.id })] : [];
  },
};

/** The town replaced the owner: whoever answers for the lane now takes over, and both sides are told. */
function ownerGone(one: Matter, clock: Clock): Effect[] {
  const place = { enterprise: one.organisation_id, chain: one.chain_id };
  const to = one.private
    ? reviewerFor(clock.directory, one.chain_id, one.detail)
    : ownerFor(clock.directory, place, one.lane ?? "other", clock.now, [one.owner_id]);
  if (!to || to.id === one.owner_id) return [];
  return [...handOn(one, to, "经办人已更换", null, clock), ...raisers(one, () => `${one.no} 经办人已更换，改由${to.name}办理。`, { matter: one.id }, clock)];
}

export const problem: MatterKind = { kind: "problem", ladder, caller, ownerGone, entry: entryOf, says };

/** Somebody must telephone: chased up the same ladder as the problem it belongs to. */
export const call: MatterKind = {
  ...problem,
  kind: "call",
  says: {
    ...says,
    overdue: (one, _stage, to, _rung, clock) => {
      const owner = clock.directory.person(one.owner_id).name;
      const due = clock.calendar.print(one.due_at);
      const words = to.id === one.owner_id ? `请尽快打电话。` : `${to.name}您好，经办人${owner}，请您督促。`;
      return [tell(to.id, `${one.no} 电话回访已逾期：应在${due}前打通。${words}`, { matter: one.id })];
    },
  },
};
