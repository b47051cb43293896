import { choice } from "../../../src/flow/asks/choice.ts";
import { begin, deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Matter } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { askUntil } from "../registry/absence.ts";
import { type AlarmKind, askOn, changed, climb, factsOf, KINDS, settle } from "./alarm.ts";
import { type Act, actOf, responderWords } from "./answers.ts";
import { teamsOf } from "./pause.ts";
import { alarmsOf } from "./queries.ts";
import { timeOf, wall } from "./words-of.ts";

const mine = (_: unknown, turn: Turn) => ({ person: turn.who.id, teams: teamsOf(turn) });

/** Those somebody was told of, and the one they name or press, if they do. */
function meant(alarms: readonly Matter[], turn: Turn, text: string, no?: unknown): Matter[] {
  const told = alarms.filter((each) => factsOf(each).told.includes(turn.who.id) || each.owner_id === turn.who.id);
  const named = told.filter((each) =>
    no === undefined ? text.includes(turn.directory.person(each.raiser_id).name) || text.includes(each.no) : each.no === no,
  );
  return named.length || no !== undefined ? named : told;
}

/** Whom an answer may be about: going can be said of all, a report only of one whom the speaker went to see. */
function candidates(alarms: readonly Matter[], act: Act, turn: Turn, text: string): Matter[] {
  const list = meant(alarms, turn, text);
  if (act === "accept" || act === "received" || act === "decline")
    return list.filter((each) => each.state === "new").length ? list.filter((each) => each.state === "new") : list;
  const going = list.filter((each) => each.owner_id === turn.who.id && each.state === "accepted");
  return going.length ? going : list;
}
const one = (act: Act): boolean => act !== "accept" && act !== "received" && act !== "decline";

type Part = { one: Matter; said: string };

/** `刘阿姨平安，张大爷没人应`: what is said of each whom it names, when it names several. */
function parts(said: string, list: readonly Matter[], turn: Turn): Part[] {
  const found = new Map<Matter, string[]>();
  let current: Matter[] = [];
  for (const clause of said.split(/[，,；;。\n]/u)) {
    const named = list.filter((each) => clause.includes(turn.directory.person(each.raiser_id).name));
    if (named.length) current = named;
    for (const each of current) found.set(each, [...(found.get(each) ?? []), clause]);
  }
  return found.size > 1 ? [...found].map(([each, clauses]) => ({ one: each, said: clauses.join("，") })) : [];
}

const ALL = "都是";
const which = (list: readonly Matter[], turn: Turn) =>
  choice(
    Object.fromEntries([...list.map((each) => [each.no, [turn.directory.person(each.raiser_id).name]]), [ALL, [ALL, "都", "都平安"]]]) as Record<
      string,
      string[]
    >,
  );

type Heard = { text: string; alarms: Matter[]; said: string };

/** Whoever was asked to see after an elder answers, in their own chat. */
const respond = flow<Turn>("alarm.respond")
  .look("alarms", alarmsOf, mine)
  .ask("said", responderWords(), "能去请回“接单”，去不了请回“去不了”；见到人了请说一声“平安”。", { spot: false })
  .askIf(
    (a, turn) => several(a as unknown as Heard, turn),
    "which",
    (a, turn) => which(candidates(a.alarms, actOf(String(a.said)) ?? "safe", turn, String(a.said)), turn),
    (a, turn) => {
      const names = candidates(a.alarms, actOf(String(a.said)) ?? "safe", turn, String(a.said)).map(
        (each, n) => `${n + 1} ${turn.directory.person(each.raiser_id).name}`,
      );
      return `您说的是哪一位？${names.join(" ")} ${names.length + 1} ${ALL}`;
    },
    { spot: false },
  )
  .ends((a, turn) => {
    const said = String(a.said);
    const act = actOf(said) ?? "received";
    const list = candidates(a.alarms, act, turn, said);
    const each = parts(said, list, turn);
    if (each.length) return each.flatMap((part) => answered(part.one, actOf(part.said) ?? "received", part.said, turn));
    const chosen = a.which === undefined || a.which === ALL ? list : list.filter((each) => each.no === a.which);
    if (!chosen.length) return [say("这件事已经有结果了，谢谢您。")];
    return chosen.flatMap((matter) => answered(matter, act, said, turn));
  });

const several = ({ alarms, said }: Heard, turn: Turn): boolean => {
  const act = actOf(said);
  const list = candidates(alarms, act ?? "safe", turn, said);
  return act !== undefined && one(act) && list.length > 1 && !parts(said, list, turn).length;
};

/** By a button, or said to the bot in the group: 接单, 我去看看. */
const accept = (kind: AlarmKind): Flow<Turn> =>
  flow<Turn>(`${kind}.accept`)
    .opensOn([], { understands: [`${kind}.accept`, "service.accept"] })
    .look("alarms", alarmsOf, mine)
    .ends((a, turn) => {
      const list = meant(a.alarms, turn, a.text, a.facts["no"]);
      if (list.length) return list.flatMap((each) => answered(each, "accept", a.text || "接单", turn));
      return a.facts["no"] === undefined ? [begin("unserved", a.text)] : [say("这件事已经有结果了，谢谢您。")];
    });

const decline = flow<Turn>("alarm.decline")
  .opensOn([], { understands: "alarm.decline" })
  .look("alarms", alarmsOf, mine)
  .ends((a, turn) => {
    const list = meant(a.alarms, turn, a.text, a.facts["no"]);
    return list.length ? list.flatMap((each) => answered(each, "decline", "去不了", turn)) : [say("这件事已经有结果了，谢谢您。")];
  });

function answered(one: Matter, act: Act, words: string, turn: Turn): Effect[] {
  switch (act) {
    case "accept":
      return accepted(one, turn);
    case "decline":
      return one.owner_id === turn.who.id ? passedOn(one, "declined", `${turn.who.name}去不了`, turn) : [here(one, "知道了，已经请别人去看了。", turn)];
    case "trouble":
      return passedOn(one, "not_found", `${turn.who.name}说“${words}”`, turn);
    case "received":
      return [here(one, `${one.no}：您能去看看吗？能去请回“接单”，去不了请回“去不了”。`, turn)];
    case "safe":
      return reported(one, words, "all_clear", turn);
    case "away":
      return [...reported(one, words, "absent", turn), ...absent(one, words, turn)];
    case "hospital":
      return [...reported(one, words, "all_clear", turn), ...absent(one, "住院", turn)];
  }
}

/** The answer where it was said; in their own chat, more may follow. */
const here = (one: Matter, words: string, turn: Turn): Effect =>
  turn.room.kind === "direct" ? askOn(one, turn.who.id, words, false) : say(words, { matter: one.id });

function accepted(one: Matter, turn: Turn): Effect[] {
  const { who, directory, now, limits } = turn;
  const name = directory.person(one.raiser_id).name;
  if (one.state === "accepted")
    return [
      here(
        one,
        one.owner_id === who.id
          ? `${one.no} 已经由您去看，见到${name}了请回“平安”。`
          : `${one.no} 已由${directory.person(one.owner_id).name}接单，您不用再去，谢谢。`,
        turn,
      ),
    ];
  const due = now + wall(limits.smiley_report);
  const facts = factsOf(one);
  const told = [...new Set([...facts.told, who.id])];
  const patch = {
    state: "accepted",
    owner_id: who.id,
    next_step: "finish",
    next_at: due,
    due_at: due,
    facts: { ...one.facts, told, since: now, chased: false },
  };
  const words = `${one.no} 已接单，辛苦您去看看${name}。见到人请回“平安”，送医院、敲门没人应也请说一声，${timeOf(due, turn.calendar)}前等您消息。`;
  return [
    deed("matter.change", changed(one, patch, { verb: "accepted", by: who.id })),
    here(one, words, turn),
    ...facts.told
      .filter((each) => each !== who.id)
      .map((each) => tell(each, `${one.no}：${name}那里由${who.name}去看，您不用再去，有消息我告诉您。`, { matter: one.id, emergency: true })),
  ];
}

/** Cannot go, or went and found nobody: the next one is asked at once. */
function passedOn(one: Matter, verb: "declined" | "not_found", words: string, turn: Turn): Effect[] {
  const { change, effects, rung } = climb(one, { verb, by: turn.who.id, words }, turn);
  const more = verb === "not_found" ? `请您先别走，再敲敲门、问问邻居；情况紧急就拨打110、120。` : "";
  return [
    deed("matter.change", { ...change, events: change.events.map((each) => (each.verb === verb ? { ...each, data: { words } } : each)) }),
    here(one, `${one.no} 知道了，已请${rung.person.name}去看。${more}`, turn),
    ...effects,
  ];
}

/** A responder's report ends it. */
function reported(one: Matter, words: string, state: "all_clear" | "absent", turn: Turn): Effect[] {
  const name = turn.directory.person(one.raiser_id).name;
  const said = words.includes(name) ? words : `${name}：${words}`;
  return [
    say(`${one.no} 已记下：${said.replace(/[。！!]+$/u, "")}。谢谢您，已告诉大家不用再找。`, { matter: one.id }),
    ...settle(
      one,
      {
        by: turn.who.id,
        verb: "reported",
        words: `${turn.who.name}${timeOf(turn.now, turn.calendar)}回报，${said.replace(/[。！!]+$/u, "")}。谢谢您。`,
        state,
      },
      turn.now,
    ),
  ];
}

/** In hospital or with family, tomorrow's window must not alarm again. */
function absent(one: Matter, reason: string, { who, now, calendar, directory }: Turn): Effect[] {
  const from = calendar.dateOf(now);
  const name = directory.person(one.raiser_id).name;
  return [
    deed("elder.absent", { person: one.raiser_id, from, until: null, reason, by: who.id }),
    askUntil(who.id, { id: one.raiser_id, from, reason }, `${name}不在家，这几天早上就不等平安了。大概哪天回来？说个日子就行，说不准可以不说。`, false),
  ];
}

export const responders: readonly Flow<Turn>[] = [respond, decline, ...KINDS.map(accept)];
