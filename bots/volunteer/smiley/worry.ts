import { choice } from "../../../src/flow/asks/choice.ts";
import { begin, deed, type Effect, flow, type Flow, handOver, say, tell } from "../../../src/flow/index.ts";
import { type Matter, mattersBy } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { type Elder, eldersBy } from "../registry/queries.ts";
import { meantBy } from "../registry/which.ts";
import { askOn, changed, factsOf, raise } from "./alarm.ts";
import { type Charge, type Rung, rungsOf } from "./ladder.ts";
import { ofSelf, teamsOf } from "./pause.ts";
import { alarmsOf } from "./queries.ts";
import { HOW, timeOf } from "./words-of.ts";

type Worry = "unwell" | "emergency";

const FIRE = /着火|起火|失火|火灾|冒(?:黑)?烟|爆炸/u;
const GAS = /煤气|燃气|天然气|液化气|煤烟|一氧化碳/u;
const CRIME = /持刀|动刀|打人|抢劫|砸门|撬门|闯进|跳楼|自杀|想不开|轻生/u;

/** Whom to call before anything else. */
function hotline(text: string): string {
  if (FIRE.test(text)) return "请先拨打119！人先到屋外。";
  if (GAS.test(text)) return "请先拨打120、119！先开窗、到屋外，不要开灯点火。";
  return CRIME.test(text) ? "请先拨打110！" : "请先拨打120！";
}

const chargeOf = (one: Elder): Charge => ({
  elder: one.person,
  team: one.team,
  volunteer: one.volunteer,
  backup: one.backup,
  contacts: one.contacts.map((each) => each.person),
});
const quoted = (text: string): string => `“${text.slice(0, 80)}”`;

/** Worrying words are told at once, in the words they were said in. The same again is told to whoever has it already. */
function worried(kind: Worry, elder: Elder, text: string, open: readonly Matter[], turn: Turn): Effect[] {
  const before = open.find((each) => each.raiser_id === elder.person && (each.kind === kind || each.kind === "emergency"));
  if (before) return again(before, elder, text, turn);
  const rungs = rungsOf(chargeOf(elder), turn.directory, turn.now);
  const others = rungs.filter((each) => each.person.id !== turn.who.id);
  const first = others[0] ?? (rungs[0] as Rung);
  // In an emergency everybody who may be near is told at once, not one after the other.
  const told = kind === "emergency" ? others.filter((each) => each === first || ["leader", "contact"].includes(each.stage)) : [first];
  const self = elder.person === turn.who.id;
  const detail = `${self ? "" : `${turn.who.name}说`}${elder.name}${self ? "说" : "："}${quoted(text)}（${timeOf(turn.saidAt, turn.calendar)}）`;
  const ids = [...told.map((each) => each.person.id), ...(self ? [] : [turn.who.id])];
  const on = turn.calendar.dateOf(turn.now);
  const { open: opening, asks } = raise({ kind, charge: chargeOf(elder), on, detail, first, told: ids }, turn);
  const head = kind === "emergency" ? "紧急 " : "";
  return [
    opening,
    reply(kind, elder, told, text, asks.expects, turn),
    ...told.filter((each) => each.person.id !== turn.who.id).map((each) => tell(each.person.id, ({ no }) => `${head}${no}：${detail}。${HOW[kind]}`, asks)),
  ];
}

function reply(
  kind: Worry,
  elder: Elder,
  told: readonly Rung[],
  text: string,
  expects: NonNullable<Parameters<typeof tell>[2]>["expects"],
  turn: Turn,
): Effect {
  const names = told.map((each) => each.person.name).join("、");
  const self = elder.person === turn.who.id;
  if (kind === "emergency") return answer(`${hotline(text)}已通知${names}，马上联系${self ? "您" : elder.name}。`, true);
  return answer(
    self ? `${turn.who.display}，记下了，已告诉${names}来联系您。要是越来越难受，请马上拨打120。` : `好的，${elder.name}的情况已告诉${names}。要紧就拨打120。`,
    false,
  );
  function answer(words: string, emergency: boolean): Effect {
    // In the group only danger is answered; the elder hears the rest in their own chat.
    const here = turn.room.kind === "direct" || emergency;
    if (here && (self || turn.room.kind === "group")) return say(words, { emergency });
    return tell(turn.who.id, words, { unasked: false, emergency, ...(self || !expects ? {} : { expects }) });
  }
}

/** Whoever says it again is told, as the others are, when it is over. */
function again(one: Matter, elder: Elder, text: string, turn: Turn): Effect[] {
  const { told } = factsOf(one);
  const more = turn.who.id === elder.person || told.includes(turn.who.id) ? {} : { facts: { ...one.facts, told: [...told, turn.who.id] } };
  const owner = turn.directory.person(one.owner_id).name;
  const urgent = one.kind === "emergency";
  const words = `${urgent ? hotline(text) : ""}记下了，已再告诉${owner}。`;
  return [
    deed("matter.change", changed(one, more, { verb: "supplemented", by: turn.who.id, data: { words: text } })),
    ...(turn.room.kind === "direct" || urgent ? [say(words, { matter: one.id, emergency: urgent })] : []),
    ...(one.owner_id === turn.who.id ? [] : [askOn(one, one.owner_id, `${one.no}：${elder.name}又有消息：${quoted(text)}。`)]),
  ];
}

const own = (_: unknown, turn: Turn) => ({ by: "person", value: turn.who.id, on: turn.calendar.dateOf(turn.now) });
const raised = (_: unknown, turn: Turn) => ({ by: "raiser", value: turn.who.id });

/** What an elder says of themselves is heard wherever they say it. */
const ownWorry = (kind: Worry): Flow<Turn> =>
  flow<Turn>(`elder.${kind}.own`)
    .look("elders", eldersBy, own)
    .look("open", mattersBy, raised)
    .ends((a, turn) => a.elders.flatMap((each) => worried(kind, each, a.text, a.open, turn)));
export const ownUnwell = ownWorry("unwell");
export const ownEmergency = ownWorry("emergency");

const theirs = (_: unknown, turn: Turn) => ({ by: "responder", value: turn.who.id, on: turn.calendar.dateOf(turn.now) });
const alarms = (_: unknown, turn: Turn) => ({ person: turn.who.id, teams: teamsOf(turn) });
const MOST_OFFERED = 9;

/** Family or a volunteer says it to the bot. */
const theirWorry = (kind: Worry, intent: string): Flow<Turn> => {
  const offered = (text: string, elders: readonly Elder[], turn: Turn): Elder[] => {
    const meant = meantBy(text, elders, turn);
    return (meant.length ? meant : [...elders]).slice(0, MOST_OFFERED);
  };
  return flow<Turn>(`elder.${kind}`)
    .opensOn([], { understands: intent })
    .look("elders", eldersBy, theirs)
    .look("open", alarmsOf, alarms)
    .askIf(
      (a, turn) => !ofSelf(turn, a.text) && offered(a.text, a.elders, turn).length > 1,
      "which",
      (a, turn) => choice(Object.fromEntries(offered(a.text, a.elders, turn).map((each) => [String(each.person), [each.name]])) as Record<string, string[]>),
      (a, turn) =>
        `${kind === "emergency" ? hotline(a.text) : ""}您说的是哪一位？${offered(a.text, a.elders, turn)
          .map((each, n) => `${n + 1} ${each.name}`)
          .join(" ")}`,
      { spot: false },
    )
    .ends((a, turn) => {
      if (ofSelf(turn, a.text)) return [];
      const list = offered(a.text, a.elders, turn);
      const one = a.which === undefined ? list[0] : list.find((each) => String(each.person) === a.which);
      if (one) return worried(kind, one, a.text, a.open, turn);
      return kind === "emergency" ? [say(hotline(a.text), { emergency: true }), handOver("紧急情况")] : [begin("unserved", a.text)];
    });
};

export const worries: readonly Flow<Turn>[] = [theirWorry("unwell", "checkin.unwell"), theirWorry("emergency", "emergency")];
