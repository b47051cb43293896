import { choice } from "../../../src/flow/asks/choice.ts";
import { deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import { confirm, isOpen, type Matter, mattersBy, refused, settle, type Verdict } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { aboutMatter, chosen, notFound } from "./pick.ts";
import { short } from "./words-of.ts";

export const solvedAsk = choice({
  yes: ["解决了", "已解决", "好了", "满意"],
  partly: ["部分解决", "解决了一部分", "一半"],
  no: ["没解决", "没有解决", "没有", "未解决", "没", "没有用"],
});
const scoreAsk = choice({ 1: ["1分", "很不满意"], 2: ["2分", "不满意"], 3: ["3分", "一般"], 4: ["4分", "满意"], 5: ["5分", "很满意", "非常满意"] });

/** Most wanted first: the one being asked back, then what ended without the raiser's word, then what is still open. */
const fits = (one: Matter) => one.kind === "problem" && one.state === "done";
const MAY_CLOSE = /可以结|可以了|结案吧|就这样|不用再办|算了/u;

/** The raiser's word on whether it is solved: in the return visit, or at any time before or after. */
export const confirmMatter: Flow<Turn> = aboutMatter("matter.confirm", [], "raiser", fits, { all: true })
  .know("no", (a) => (typeof a.facts["no"] === "string" ? { value: a.facts["no"] } : undefined))
  .look("calls", mattersBy, (_, { who }) => ({ by: "owner", value: who.id }))
  .look("called", mattersBy, (a, turn) => ({ by: "id", value: callFor(a.found, a.calls, turn)?.parent_id ?? null, all: true }))
  .ask("solved", solvedAsk, "问题解决了吗？1 解决了 2 部分解决 3 没解决", { fact: "solved", spot: false })
  .look("tasks", mattersBy, (a, turn) => ({ by: "parent", value: meant(a.found, a.called, a.pick, turn)?.id ?? null }))
  .ends((a, turn) => {
    const one = meant(a.found, a.called, a.pick, turn);
    if (!one) return notFound(a.facts["no"], "您没有正在等待确认的事项。要反映问题，直接告诉我就行。");
    const verdict: Verdict = {
      solved: a.solved,
      words: a.text || a.solved,
      mayClose: a.solved !== "yes" && MAY_CLOSE.test(a.text),
      byPhone: a.called.length > 0,
    };
    const score = a.facts["score"];
    return said(one, typeof score === "number" ? { ...verdict, score } : verdict, a.tasks, turn);
  });

/** A caller who owns the call task reports what the raiser said on the telephone. */
const callFor = (found: readonly Matter[], calls: readonly Matter[], turn: Turn): Matter | undefined =>
  calls.find(
    (each) =>
      each.kind === "call" && (found.length === 0 || found.some((one) => one.id === each.id || (one.id === each.parent_id && one.raiser_id !== turn.who.id))),
  );

function meant(found: readonly Matter[], called: readonly Matter[], pick: string | undefined, turn: Turn): Matter | undefined {
  if (called[0]) return called[0];
  const mine = found.filter((each) => each.kind === "problem" && (each.raiser_id === turn.who.id || each.colleagues.includes(turn.who.id)));
  const clear = chosen({ found: mine, pick }, turn, fits);
  return clear ?? mine.find((each) => ["unsolvable", "unreached", "closed"].includes(each.state) || isOpen(each));
}

function said(one: Matter, verdict: Verdict, tasks: readonly Matter[], turn: Turn): Effect[] {
  const { directory, who } = turn;
  const result = confirm(one, who.id, verdict, turn);
  if (refused(result)) return [say(`${one.no} 已经办结了，谢谢。如果又出现问题，请回复“${one.no} 没解决”。`, { matter: one.id })];
  const owner = directory.person(one.owner_id);
  const calls = tasks
    .filter((each) => each.kind === "call" && isOpen(each))
    .map((each) => deed("matter.change", settle(each, who.id, String(result.patch.result ?? "solved"), turn)));
  if (result.patch.state === "closed") {
    const partly = verdict.solved === "yes" ? "" : "（按您的意思，未完全解决也结案）";
    return [
      deed("matter.change", result),
      ...calls,
      say(`${one.no} 已办结${partly}，谢谢您确认。`, { matter: one.id }),
      ...(verdict.score === undefined ? askScore(one, turn) : []),
      tell(owner.id, `${one.no} ${verdict.byPhone ? `${who.name}电话回访` : "反映人"}确认${verdict.solved === "yes" ? "已解决" : "可以结案"}，已办结。`, {
        matter: one.id,
      }),
      ...others(one, `${one.no} 已办结（${who.name}确认）。如您这边还没解决，请回复“${one.no} 没解决”。`, turn),
    ];
  }
  const due = turn.calendar.print(result.patch.due_at ?? turn.now);
  const how = verdict.solved === "partly" ? "部分解决" : "没有解决";
  return [
    deed("matter.change", result),
    ...calls,
    say(
      `${one.no} 已重新办理，仍由${owner.name}负责，${due}前再给您答复。${verdict.solved === "partly" ? "如果这样就可以了，请回复“部分解决，可以结案”。" : ""}`,
      { matter: one.id },
    ),
    tell(owner.id, `${one.no} 回访：${how}${verdict.words.length > 4 ? `（${short(verdict.words)}）` : ""}，已重新打开，请在${due}前办好。`, {
      matter: one.id,
    }),
    ...others(one, `${one.no} 回访${how}，已重新办理。`, turn),
  ];
}

const others = (one: Matter, words: string, turn: Turn): Effect[] =>
  [one.raiser_id, ...one.colleagues].filter((each) => each !== turn.who.id).map((each) => tell(each, words, { matter: one.id }));

/** Closing does not wait for a score; the score is asked once, and may stay unsaid. */
const askScore = (one: Matter, turn: Turn): Effect[] =>
  one.raiser_id === turn.who.id
    ? [
        tell(turn.who.id, "满意的话请打个分，1–5 分，5 分最好（不打也行）。", {
          unasked: false,
          matter: one.id,
          expects: { flow: "matter.score", version: 1, answers: { matter: one.id } },
        }),
      ]
    : [];

export const scoreMatter: Flow<Turn> = flow<Turn>("matter.score")
  .know("no", () => undefined)
  .ask("score", scoreAsk, "请打 1–5 分。", { spot: false })
  .look("found", mattersBy, (a) => ({ by: "id", value: Number(a["matter"] ?? 0), all: true }))
  .ends((a, turn) => {
    const one = a.found[0];
    if (!one || one.raiser_id !== turn.who.id) return [say("谢谢。")];
    const change = {
      id: one.id,
      revision: one.revision,
      patch: { score: Number(a.score) },
      events: [{ verb: "scored", by: turn.who.id, data: { score: Number(a.score) } }],
    };
    return [deed("matter.change", change), say(`谢谢您打了 ${a.score} 分。`, { matter: one.id })];
  });

const pressedAsk = choice({
  own: ["自己的意思", "自愿", "是自愿的", "是我自己的意思"],
  pressed: ["有人让我撤", "被要求", "有人要求", "被迫"],
  again: ["还想办", "继续办", "重新办"],
});

/** A withdrawn matter is later asked about on behalf of somebody else: was it pressed? */
export const pressedMatter: Flow<Turn> = flow<Turn>("matter.pressed")
  .ask("answer", pressedAsk, "撤回是 1 自己的意思 2 有人让我撤 3 还想办？", { spot: false })
  .look("found", mattersBy, (a) => ({ by: "id", value: Number(a["matter"] ?? 0), all: true }))
  .ends((a, turn) => {
    const one = a.found[0];
    if (!one) return [say("谢谢。")];
    return a.answer === "own" ? ownWill(one, turn) : takenBack(one, a.answer === "pressed", Number(a["reviewer"]), turn);
  });

function ownWill(one: Matter, turn: Turn): Effect[] {
  const change = { id: one.id, revision: one.revision, patch: { next_step: null, next_at: null }, events: [{ verb: "withdrawal_confirmed", by: turn.who.id }] };
  return [deed("matter.change", change), say(`好的，${one.no} 就按您的意思撤回。需要时随时再说。`, { matter: one.id })];
}

function takenBack(one: Matter, pressed: boolean, reviewer: number, turn: Turn): Effect[] {
  const owner = pressed ? reviewer : one.owner_id;
  const due = turn.calendar.addWorkingDays(turn.now, 5);
  const patch: Partial<Matter> = {
    state: "in_progress",
    owner_id: owner,
    result: null,
    closed_at: null,
    private: one.private || pressed,
    reopened: one.reopened + 1,
    next_step: "finish",
    next_at: due,
    due_at: due,
    rung: 0,
  };
  const verb = pressed ? "pressed" : "reopened";
  const name = turn.directory.person(owner).name;
  return [
    deed("matter.change", {
      id: one.id,
      revision: one.revision,
      patch,
      events: [{ verb, by: turn.who.id, data: { words: pressed ? "有人要求撤回" : "还想办" } }, ...(pressed ? [{ verb: "reopened", by: turn.who.id }] : [])],
    }),
    say(pressed ? `谢谢您如实说。${one.no} 已重新打开，改由${name}办理，不公开、不具名。` : `好的，${one.no} 已重新打开，由${name}继续办理。`, {
      matter: one.id,
    }),
    tell(
      owner,
      pressed ? `${one.no} 反映人说是被要求撤回的，已重新打开并转给您，请保密办理：${short(one.detail)}` : `${one.no} 反映人还想办，已重新打开，请继续办理。`,
      { matter: one.id },
    ),
  ];
}
