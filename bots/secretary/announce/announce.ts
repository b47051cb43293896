import { begin, deed, type Effect, flow, type Flow, say } from "../../../src/flow/index.ts";
import { type NewNotice, rosterOf, type Withdrawal } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { audienceAsk, bodyAsk, changed, type Decision, decisionAsk, type Draft, draftOf, whenAsk } from "./draft.ts";
import { preview, printWhen, summary } from "./preview.ts";
import { approverFor, mayAnnounce, scopeOf } from "./scope.ts";

const may = ({ who, directory }: Turn): boolean => mayAnnounce(scopeOf(who.id, directory));
type Parts = {
  draft?: Draft | undefined;
  to?: Pick<Draft, "to" | "twice" | "text"> | undefined;
  body?: string | undefined;
  when?: Pick<Draft, "at" | "repeats"> | undefined;
};

/** The draft with what was asked about it. */
const whole = ({ draft, to, body, when }: Parts): Draft => ({
  ...(draft ?? { at: null, repeats: null, wrong: {} }),
  ...to,
  ...(body === undefined ? {} : { text: body }),
  ...when,
});

/** A secretary tells many at once: written once, shown exactly as it will go out, and sent by a word. What the first
 *  sentence says is not asked; whoever may not announce gets one sentence. Recipients are names, so they are shown privately. */
export const announce: Flow<Turn> = flow<Turn>("announce")
  .opensOn([], { understands: "announce" })
  .know("draft", (a, turn) => (may(turn) ? { value: draftOf(a, turn) } : undefined))
  .askIf(
    (a) => a.draft !== undefined && !a.draft.to,
    "to",
    (_, turn) => audienceAsk(turn),
    (a) => `${a.draft?.wrong.to ?? ""}发给谁？例如“氟硅链的企业”“全体志愿者”“荣师傅和王小云”。`,
    { spot: false },
  )
  .askIf(
    (a) => a.draft !== undefined && !whole(a).text,
    "body",
    (_, turn) => bodyAsk(turn),
    (a) => `${a.draft?.wrong.text ?? ""}通知的内容是什么？`,
    { spot: false },
  )
  .askIf(
    (a) => Boolean(a.draft?.wrong.when),
    "when",
    (_, turn) => whenAsk(turn),
    (a) => a.draft?.wrong.when ?? "",
    { spot: false },
  )
  .askIf(
    (a) => a.draft !== undefined,
    "decision",
    decisionAsk,
    (a, turn) => preview(whole(a), turn),
    { spot: false, privately: true },
  )
  .askIf(
    (a) => a.decision?.do === "ask",
    "change",
    (_, turn) => bodyAsk(turn),
    "改什么？直接发新的内容；改时间请说“明早九点发”，改范围请说“发给……”。",
    {
      spot: false,
    },
  )
  .ends((a, turn) => {
    if (a.draft === undefined) return notAllowed(turn);
    const decision = a.decision as Decision;
    const words = decision.do === "change" ? decision.words : a.change;
    if (words !== undefined) return [begin("announce", "", { draft: changed(whole(a), words, turn) })];
    return decision.do === "send" ? send(whole(a), turn) : [say("好的，没有发。")];
  });

function notAllowed({ directory, room }: Turn): Effect[] {
  const keeper = directory.holding(room.organisation_id, "secretary")[0] ?? directory.townPeople("secretary")[0];
  return [say(`通知要由书记或队长来发${keeper ? `，请您联系${keeper.name}` : ""}；要反映问题，直接告诉我就行。`)];
}

function send(draft: Draft, turn: Turn): Effect[] {
  const { who, now, limits, directory } = turn;
  const to = draft.to ?? {};
  if (draft.at !== null && draft.at <= now)
    return [
      begin("announce", "", { draft: { ...draft, at: null, repeats: null, wrong: { when: "原定的发送时间已经过去了，请再说一个，马上发请说“现在”。" } } }),
    ];
  const count = rosterOf(to, directory, who.id).length;
  if (!count) return [say("这个范围里现在没有人了，没有发；请重新说发给谁。")];
  const replaced = draft.replaces === undefined ? [] : [deed("notice.withdraw", { notice: draft.replaces } satisfies Withdrawal)];
  const open = { kind: "announcement", author: who.id, text: draft.text ?? "", audience: to, confirms: true, at: draft.at, repeats: draft.repeats };
  if (count > limits.approve_over || to.everyone) return [...replaced, ...ask(draft, open, count, turn)];
  const state = draft.at === null ? "sent" : "approved";
  const said =
    draft.at === null
      ? `已发送给${count}人${held(turn)}。想知道谁还没确认，问我“还有谁没收到”。`
      : `好的，${printWhen(draft, turn)}发送，共${count}人。要取消请说“撤回通知”。`;
  return [...replaced, deed("notice.open", { ...open, state } satisfies NewNotice), say(said)];
}

const held = ({ now, calendar }: Turn): string => (calendar.isQuiet(now) ? `，现在是安静时段，${calendar.print(calendar.quietEnd(now))}说出去` : "");

/** Many people, or all of them: somebody else looks at it first. */
function ask(draft: Draft, open: Omit<NewNotice, "state">, count: number, turn: Turn): Effect[] {
  const { who, directory, limits } = turn;
  const approver = approverFor(open.audience, scopeOf(who.id, directory), turn);
  const why = open.audience.everyone ? "发给所有人的通知" : `发给超过${limits.approve_over}人的通知`;
  if (!approver) return [say(`${why}要第二个人同意，但还没有登记另一位书记或链长，没有发；请先登记，或缩小范围。`)];
  const asks = [
    `${who.name}要发一条通知，请您看一下：`,
    `将发给${summary(draft, turn)}`,
    `发送时间：${draft.at === null ? "您同意后" : printWhen(draft, turn)}`,
    "——",
    open.text,
    "——",
    "1 同意 2 不同意",
  ].join("\n");
  return [
    deed("notice.open", { ...open, state: "draft", approver: approver.id, asks } satisfies NewNotice),
    say(`这条通知要发给${count}人，${why}要第二个人同意，已请${approver.name}看；同意后${draft.at === null ? "马上" : "按时"}发送。`),
  ];
}
