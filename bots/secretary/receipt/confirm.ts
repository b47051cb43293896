import type { Listen } from "../../../src/conversation/index.ts";
import { deed, type Effect, flow, type Flow, handOver, keep, say, tell } from "../../../src/flow/index.ts";
import { type Confirmation, type Notice, noticeById, type Receipt, receiptsOf, titleOf } from "../../../src/notice/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { KNOWN_MS } from "../announce/pick.ts";
import { type Answer, isOurs, noticeAsk, readAnswer } from "./answer.ts";
import { answerQuestion } from "./question.ts";

const MOST_EVIDENCE = 100;

/** A word of somebody who was asked to confirm. In a group a receipt gets no answer. Of several open notices a bare 收到
 *  confirms the one said last in that room, and the next one the one before. */
export const noticeReceipt: Flow<Turn> = flow<Turn>("notice.receipt")
  .ask("answer", (a, turn) => noticeAsk(turn, a["quoted"] === true), "看到请回复“收到”。", { spot: false })
  .look("one", noticeById, (a) => ({ id: Number(a["notice"] ?? 0) }))
  .ends(({ one, answer, text }, turn) => (one ? taken(one, answer, text, turn) : []));

/** The same said to the bot of one's own accord, or by the button under a notice. */
export const receipt: Flow<Turn> = flow<Turn>("receipt")
  .opensOn([], { understands: "receipt" })
  .look("told", receiptsOf, (_, { who, now }) => ({ person: who.id, room: null, since: now - KNOWN_MS }))
  .ends((a, turn) => {
    const pressed = typeof a.facts["no"] === "string" && /^\d+$/u.test(a.facts["no"]) && !a.text ? Number(a.facts["no"]) : undefined;
    const wanted = pressed ?? turn.notice;
    const read = noticeAsk(turn, true).read(a.text || "收到", { now: turn.now, zone: turn.calendar.zone });
    const answer: Answer = read.ok && (read.value.says === "receipt" || read.value.says === "for") ? read.value : { says: "receipt", remark: null };
    const open = a.told.filter((each) => each.state === "sent" && each.confirms && (each.receipt === "expected" || each.receipt === "unreachable"));
    const here = open.find((each) => each.room === turn.room.id);
    // Whoever has confirmed for themselves may still do so for a colleague.
    const done = answer.says === "for" ? a.told.find((each) => each.state === "sent" && each.confirms) : undefined;
    const one = wanted === undefined ? (here ?? open[0] ?? done) : open.find((each) => each.id === wanted);
    if (!one) return alone(turn, nothingOpen(a.told, wanted));
    const others = open.filter((each) => each.id !== one.id && answer.says === "receipt");
    return [
      ...taken(one, answer, a.text || "按钮", turn),
      ...(others.length && wanted === undefined ? alone(turn, `（确认的是“${titleOf(one)}”；还有“${titleOf(others[0] as Receipt)}”等您确认。）`) : []),
    ];
  });

/** Said in a group by somebody who confirmed before: 王总替我们收到. */
const onBehalfLater: Flow<Turn> = flow<Turn>("receipt.later")
  .look("told", receiptsOf, (_, { who, room, now }) => ({ person: who.id, room: room.id, since: now - KNOWN_MS }))
  .ends(({ told, text }, turn) => {
    const open = told.some((each) => each.state === "sent" && each.receipt === "expected");
    const one = told.find((each) => each.state === "sent" && each.confirms);
    const answer = readAnswer(text.trim(), false, []);
    return open || !one || answer?.says !== "for" ? [] : onBehalf(one, answer.whom, text, turn);
  });

export const hearsOnBehalf: Listen = {
  hears: ({ room }, text) => room.kind === "group" && readAnswer(text.trim(), false, [])?.says === "for",
  flow: onBehalfLater,
};

function nothingOpen(told: readonly Receipt[], wanted: number | undefined): string {
  const last = wanted === undefined ? told.find((each) => each.confirms) : told.find((each) => each.id === wanted);
  if (!last) return wanted === undefined ? "好的，有事随时叫我。" : "您不在这条通知的名单里，不用确认，谢谢。";
  if (last.state === "withdrawn") return `“${titleOf(last)}”已经撤回了，不用确认，谢谢。`;
  if (last.receipt === "left") return `您已经离开“${titleOf(last)}”的名单，不用再确认了；要是还归您管，请告诉发通知的人。`;
  return last.receipt === "confirmed" ? "您已经确认过了，谢谢。" : "好的，有事随时叫我。";
}

/** A group is spared. */
const alone = ({ room }: Turn, words: string): Effect[] => (room.kind === "direct" ? [say(words)] : []);

function taken(one: Notice, answer: Answer, words: string, turn: Turn): Effect[] {
  if (one.state !== "sent") return alone(turn, `“${titleOf(one)}”已经撤回了，不用确认，谢谢。`);
  const author = turn.directory.person(one.author_id);
  switch (answer.says) {
    case "question":
      return [keep(), ...answerQuestion(one, words, turn)];
    case "words":
      return [keep(), handOver(`对通知“${titleOf(one)}”说的`, { to: one.author_id, words: (keeper) => `已转给${keeper}；看到通知请回复“收到”。` })];
    case "for":
      return onBehalf(one, answer.whom, words, turn);
    case "receipt":
      return [
        confirmed(one, [turn.who.id], words, turn, answer.remark),
        ...alone(turn, answer.remark === null ? "已记下，谢谢。" : `已记下，您说的已转给${author.name}。`),
        ...passedOn(one, answer.remark, turn),
      ];
  }
}

const passedOn = (one: Notice, remark: string | null, { who }: Turn): Effect[] =>
  remark === null || one.author_id === who.id ? [] : [tell(one.author_id, `${who.name}收到了“${titleOf(one)}”，并说：${remark}`)];

/** One for the colleagues of the same house; the leader for a team. For anybody else it counts for nobody but the speaker. */
function onBehalf(one: Notice, whom: string, words: string, turn: Turn): Effect[] {
  const { who, directory } = turn;
  const colleagues = colleaguesOf(turn);
  const named = [...directory.people.values()].find((each) => each.name === whom || each.display === whom || each.aliases.includes(whom));
  const evidence = `${who.name}：${words}`;
  if (isOurs(whom)) return [confirmed(one, [...colleagues, who.id], evidence, turn), ...alone(turn, "已记下，谢谢。")];
  if (named && !colleagues.includes(named.id) && named.id !== who.id)
    return [
      confirmed(one, [who.id], words, turn),
      tell(who.id, `${named.name}不是您单位的，不能代他确认，请他自己回复“收到”；您自己的已记下。`, { unasked: false }),
    ];
  if (named) return [confirmed(one, [named.id, who.id], evidence, turn), ...alone(turn, "已记下，谢谢。")];
  return [confirmed(one, [who.id], evidence, turn, words), ...alone(turn, "已记下，谢谢。"), ...passedOn(one, words, turn)];
}

function colleaguesOf({ who, directory }: Turn): number[] {
  const houses = directory.homes(who.id).flatMap((each) => directory.holding(each.id, "member"));
  const led = directory
    .roles(who.id)
    .flatMap((each) => (each.kind === "leader" && directory.organisation(each.organisation_id)?.kind === "team" ? [each] : []));
  return [...houses, ...led.flatMap((each) => directory.holding(each.organisation_id, "volunteer"))].map((each) => each.id);
}

const confirmed = (one: Notice, people: readonly number[], words: string, turn: Turn, remark: string | null = null) =>
  deed("notice.confirm", { notice: one.id, people: [...new Set(people)], evidence: evidenceOf(words, turn), at: turn.saidAt, remark } satisfies Confirmation);

/** What confirmed it: the words, else the sticker or picture that was sent. */
function evidenceOf(words: string, { media }: Turn): string {
  const sent = media.find((each) => each.kind !== "voice");
  return (words || (sent ? `[${sent.name}]` : "收到")).slice(0, MOST_EVIDENCE);
}
