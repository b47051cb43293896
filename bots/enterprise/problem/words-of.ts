import { money } from "../../../src/flow/asks/money.ts";
import type { Matter, StoryEvent } from "../../../src/matter/index.ts";
import type { Directory } from "../../../src/people/index.ts";
import { laneLabel } from "./lanes.ts";

const STATES: Record<string, string> = {
  new: "待接单",
  accepted: "已接单",
  in_progress: "办理中",
  done: "已办完，等回访确认",
  closed: "已办结",
  unsolvable: "确认无法解决",
  withdrawn: "已撤回",
  unreached: "回访未联系上",
};
export const stateLabel = (one: Pick<Matter, "state" | "paused_at" | "proposal">): string =>
  one.proposal ? "等待会签" : one.paused_at !== null ? "已暂停计时" : (STATES[one.state] ?? one.state);

const yuan = money();
export const sum = (one: { facts: { amount_yuan?: number } }): string => (one.facts.amount_yuan ? yuan.print(one.facts.amount_yuan) : "");

/** `融资，800万：流动资金缺…` */
export const gist = (one: { lane: string | null; detail: string; facts: { amount_yuan?: number } }): string =>
  `${laneLabel(one.lane)}${sum(one) ? `，${sum(one)}` : ""}：${short(one.detail)}`;

const SHORT = 120;
export const short = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text);

/** Who raised it, as its owner may know: a private report stays unnamed. */
export function raiserName(directory: Directory, one: { private: boolean; raiser_id: number; organisation_id: number | null }): string {
  if (one.private) return "一位不具名的反映人";
  const enterprise = directory.organisation(one.organisation_id);
  const person = directory.person(one.raiser_id).name;
  return enterprise ? `${enterprise.name} ${person}` : person;
}

/** What happened, as a story tells it. */
export const VERBS: Record<string, string> = {
  opened: "登记",
  accepted: "接单",
  contacted: "已联系",
  progressed: "进展",
  promised: "承诺",
  paused: "暂停",
  resumed: "恢复",
  rerouted: "转办",
  reassigned: "换人",
  done: "办完",
  visited: "回访",
  reopened: "重新办理",
  closed: "办结",
  withdrawn: "撤回",
  unsolvable: "无法解决",
  unreached: "未联系上",
  overdue: "逾期提醒",
  climbed: "上报",
  corrected: "更正",
  joined: "共同反映",
  supplemented: "补充",
};

/** What was said with it, or why it was done. */
export const saidIn = ({ data }: StoryEvent): string => String(data["words"] ?? data["reason"] ?? "");

/** Reminders say nothing of the matter; that it was raised, whoever takes it over is told anyway. */
const UNTOLD = new Set(["opened", "overdue", "climbed"]);
/** `钱经理承诺：周五前答复` */
export const entryOf = (event: StoryEvent): string | undefined => {
  const label = VERBS[event.verb];
  const said = saidIn(event);
  return label && !UNTOLD.has(event.verb) ? `${event.by ?? ""}${label}${said ? `：${short(said)}` : ""}` : undefined;
};
