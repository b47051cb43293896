import { added, supplemented } from "./raiser.ts";
import { button, deed, type Effect, say, tell } from "../../../src/flow/index.ts";
import { after, type Matter, type NewMatter } from "../../../src/matter/index.ts";
import type { Organisation, Turn } from "../../../src/people/index.ts";
import { laneLabel } from "./lanes.ts";
import { fallbackOf, ownerFor, reviewerFor, titled } from "./owners.ts";
import { gist, raiserName, short, sum } from "./words-of.ts";

export type Report = { detail: string; lane: string; amount: number | undefined; enterprise: Organisation | undefined; chain: Organisation; because: string[] };

export const goesOnQuestion = (one: Matter): string => `这句是接着 ${one.no} 说的吗？1 是，补充进去 2 是另一件事`;
export const joinOrOther = (one: Matter, turn: Turn): string =>
  one.raiser_id === turn.who.id
    ? `您${turn.calendar.print(one.opened_at)}反映过差不多的事，还在办：${one.no} ${gist(one)}。是同一件吗？1 是同一件，补充进去 2 是另一件事`
    : `${turn.directory.person(one.raiser_id).name}已反映过类似的事：${one.no} ${gist(one)}。要一起反映吗？1 一起反映 2 是另一件事`;

/** The clock starts at the enterprise's message, not at acceptance. */
function matterOf(report: Report, turn: Turn, owner: number, secret: boolean): Omit<NewMatter, "heard_id"> {
  const due = after(turn.saidAt, turn.limits.accept, turn);
  return {
    series: report.chain.code ?? report.chain.name.slice(0, 2),
    kind: "problem",
    lane: report.lane,
    owner_id: owner,
    raiser_id: turn.who.id,
    organisation_id: report.enterprise?.id ?? null,
    chain_id: report.chain.id,
    room_id: turn.room.id,
    parent_id: null,
    detail: report.detail,
    facts: { ...(report.amount === undefined ? {} : { amount_yuan: report.amount }), ...(turn.media.length ? { media: turn.media } : {}) },
    private: secret,
    opened_at: turn.saidAt,
    due_at: due,
    next_step: "accept",
    next_at: due,
  };
}

export const registered = { opens, joins };

function opens(report: Report, turn: Turn): Effect[] {
  const { directory, calendar } = turn;
  const place = { enterprise: report.enterprise?.id ?? null, chain: report.chain.id };
  const owner = ownerFor(directory, place, report.lane, turn.now, [turn.who.id]) ?? fallbackOf(directory, report.chain.id);
  if (!owner) return [{ effect: "handOver", why: "反映的问题，找不到经办人" }];
  const one = matterOf(report, turn, owner.id, false);
  const due = calendar.print(one.due_at);
  const reason = report.because.length ? `归到${laneLabel(report.lane)}，因为您提到“${report.because.join("、")}”。` : "";
  const facts = `${laneLabel(report.lane)}${sum(one) ? `，${sum(one)}` : ""}`;
  const kept = turn.media.length ? `（附件${turn.media.length}个已存）` : "";
  return [
    deed("matter.open", one),
    say(
      (holes) =>
        `已登记 ${holes.no}。${facts}：${short(report.detail)}${kept}。\n请记住编号 ${holes.no}，由${titled(directory, owner)}办理，${due}前接单。${reason}`,
    ),
    tell(owner.id, (holes) => `新事项 ${holes.no}：${raiserName(directory, one)}反映，${gist(one)}${kept}。请在${due}前接单。`, {
      buttons: [button("接单", "matter.accept", "{no}"), button("不归我", "matter.reroute", "{no}")],
      inquiry: "same",
    }),
    ...(report.lane === "finance" && report.amount === undefined ? askAmount(turn) : []),
  ];
}

/** Nobody counts a shortfall in front of two hundred suppliers: the sum is asked one to one, and may stay unsaid. */
const askAmount = (turn: Turn): Effect[] => [
  ...(turn.room.kind === "group" ? [say("金额等细节我私下问您。")] : []),
  tell(turn.who.id, (holes) => `${holes.no} 大概差多少钱？说个数就行，例如“800万”（不方便可以不说）。`, {
    unasked: false,
    expects: { flow: "problem.amount", version: 1, answers: {} },
  }),
];

function joins(one: Matter, report: Report, turn: Turn): Effect[] {
  const { who } = turn;
  if (one.raiser_id === who.id || one.colleagues.includes(who.id)) return supplemented(one, report.detail, turn);
  return [
    deed("matter.join", { matter: one.id, person: who.id }),
    say(`好的，已把您加为 ${one.no} 的共同反映人。进展和回访都会告诉您。`, { matter: one.id }),
    tell(one.raiser_id, `${who.name}也反映了 ${one.no} 这件事，已加为共同反映人。`, { matter: one.id }),
    ...added(one, report.detail, turn),
  ];
}

/** A complaint: in the group only that it was taken up; private, unnamed, and to another reviewer. */
export function takenUp(report: Report, turn: Turn): Effect[] {
  const reviewer = reviewerFor(turn.directory, report.chain.id, report.detail);
  if (!reviewer) return [{ effect: "handOver", why: "投诉，找不到受理人" }];
  const one = matterOf(report, turn, reviewer.id, true);
  const due = turn.calendar.print(one.due_at);
  const receipt = (no: string) => `您反映的情况已单独登记 ${no}，不公开、不具名，由${reviewer.name}受理，${due}前答复是否受理。`;
  return [
    deed("matter.open", one),
    ...(turn.room.kind === "group"
      ? [say("收到，已受理，会单独联系您。"), tell(turn.who.id, (holes) => receipt(holes.no), { unasked: false })]
      : [say((holes) => receipt(holes.no))]),
    tell(
      reviewer.id,
      (holes) => `新事项 ${holes.no}（保密）：${raiserName(turn.directory, one)}反映：${short(report.detail)}。请在${due}前接单，不要转给被反映的一方。`,
      {
        buttons: [button("接单", "matter.accept", "{no}")],
      },
    ),
  ];
}
