import type { Ask } from "../../../src/flow/index.ts";
import { choice } from "../../../src/flow/asks/choice.ts";
import { date } from "../../../src/flow/asks/date.ts";
import { begin, deed, type Effect, flow, type Flow, say } from "../../../src/flow/index.ts";
import type { Matter } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { askUntil, isBack } from "../registry/absence.ts";
import { type Elder, eldersBy } from "../registry/queries.ts";
import { spanOf } from "../registry/until.ts";
import { meantBy } from "../registry/which.ts";
import { settle } from "./alarm.ts";
import { alarmsOf } from "./queries.ts";

/** An elder is at home again. What is still to come (`下周才回来`) is no return. */
export const BACK = /(?<!才|再|能|没|没有|不|要|[日号周月底几天])(?:回来|回家|到家|出院)(?:了|啦)/u;

type Away = Pick<Elder, "person" | "name" | "team">;

export const isElder = ({ who, directory }: Turn): boolean => directory.holds(who.id, "elder");
/** What an elder says is of themselves, unless they look after others and name one. */
export const ofSelf = (turn: Turn, text: string): boolean =>
  isElder(turn) &&
  !turn.directory
    .roles(turn.who.id)
    .some(
      ({ kind, organisation_id }) =>
        kind !== "elder" && turn.directory.holding(organisation_id, "elder").some((one) => one.id !== turn.who.id && text.includes(one.name)),
    );
export const teamsOf = ({ who, directory }: Turn): number[] => directory.roles(who.id).map((each) => each.organisation_id);
const today = ({ now, calendar }: Turn): string => calendar.dateOf(now);

/** An absence in one word: kept at once, and until when is asked once if it was not said. */
function goesAway(elder: Away, text: string, alarms: readonly Matter[], turn: Turn): Effect[] {
  const { who, calendar, room } = turn;
  const span = spanOf(text, turn);
  const said = room.kind === "direct";
  if (span.wrong) return said ? [say(span.wrong)] : [];
  const self = elder.person === who.id;
  const subject = self ? "您" : elder.name;
  const from = span.from > today(turn) ? `从${calendar.printDate(span.from)}起` : "";
  const end = span.until === null ? "" : `，到${calendar.printDate(span.until)}`;
  const words = `好的，记下了：${subject}${from}外出${end}，这几天早上不再等${self ? "您的" : "老人的"}平安，回来了说一声就行。`;
  // Whoever says it of themselves has given a sign, and that ends the search already.
  const open = self ? [] : alarms.filter((each) => each.kind === "smiley" && each.raiser_id === elder.person && span.from <= today(turn));
  return [
    deed("elder.absent", { person: elder.person, from: span.from, until: span.until, reason: text.slice(0, 100), by: who.id }),
    ...open.flatMap((each) => settle(each, { by: who.id, verb: "reported", words: `${who.name}说“${text.slice(0, 60)}”。`, state: "absent" }, turn.now)),
    ...(span.until === null
      ? [askUntil(who.id, { id: elder.person, from: span.from, reason: text.slice(0, 100) }, `${words}大概哪天回来？说个日子就行，说不准可以不说。`, false)]
      : said
        ? [say(words)]
        : []),
  ];
}

function comesBack(elder: Away, turn: Turn): Effect[] {
  const words = elder.person === turn.who.id ? "欢迎回来！从明天起，早上我照常等您的平安。" : `好的，${elder.name}回来了，从明天起照常等老人的平安。`;
  return [...isBack(elder.person), ...(turn.room.kind === "direct" ? [say(words)] : [])];
}

const own = (_: unknown, turn: Turn) => ({ by: "person", value: turn.who.id, on: today(turn) });
const theirs = (_: unknown, turn: Turn) => ({ by: "responder", value: turn.who.id, on: today(turn) });
const alarms = (_: unknown, turn: Turn) => ({ person: turn.who.id, teams: teamsOf(turn) });

/** Whatever an elder says, in the group too, is heard: away, and back again. */
export const ownPause = flow<Turn>("elder.pause.own")
  .look("elders", eldersBy, own)
  .look("alarms", alarmsOf, alarms)
  .ends((a, turn) => a.elders.flatMap((each) => goesAway(each, a.text, a.alarms, turn)));

export const ownReturn = flow<Turn>("elder.back.own")
  .look("elders", eldersBy, own)
  .ends((a, turn) => a.elders.filter((each) => each.away !== null).flatMap((each) => comesBack(each, turn)));

const outside = ({ who, directory }: Turn): boolean => ["volunteer", "contact", "leader", "community"].some((role) => directory.holds(who.id, role));
export const mayReturn = (turn: Turn, text: string): boolean => !ofSelf(turn, text) && outside(turn) && BACK.test(text);

/** Of whom this message says it. In a group the elder must be named: people tell each other that somebody is back. */
export function returned(elders: readonly Elder[], turn: Turn): Elder | undefined {
  const away = elders.filter((each) => each.away !== null && (turn.room.kind === "direct" || turn.text.includes(each.name)));
  const [one, ...more] = mayReturn(turn, turn.text) ? meantBy(turn.text, away, turn) : [];
  return more.length ? undefined : one;
}

export const theirReturn = flow<Turn>("elder.back.told")
  .look("elders", eldersBy, theirs)
  .ends(({ elders }, turn) => {
    const one = returned(elders, turn);
    return one ? comesBack(one, turn) : [];
  });

const MOST_OFFERED = 9;
const offered = (text: string, elders: readonly Elder[], turn: Turn): Elder[] => {
  const meant = meantBy(text, elders, turn);
  return (meant.length ? meant : [...elders]).slice(0, MOST_OFFERED);
};

/** Family or the volunteer says it. What the elder says is heard already. */
const pause = flow<Turn>("elder.pause")
  .opensOn([], { understands: "checkin.pause" })
  .look("elders", eldersBy, theirs)
  .look("alarms", alarmsOf, alarms)
  .askIf(
    (a, turn) => !ofSelf(turn, a.text) && !BACK.test(a.text) && offered(a.text, a.elders, turn).length > 1,
    "which",
    (a, turn) => choice(Object.fromEntries(offered(a.text, a.elders, turn).map((each) => [String(each.person), [each.name]])) as Record<string, string[]>),
    (a, turn) =>
      `您说的是哪一位？${offered(a.text, a.elders, turn)
        .map((each, n) => `${n + 1} ${each.name}`)
        .join(" ")}`,
    { spot: false },
  )
  .ends((a, turn) => {
    if (ofSelf(turn, a.text) || (BACK.test(a.text) && a.elders.length)) return [];
    const list = offered(a.text, a.elders, turn);
    const one = a.which === undefined ? list[0] : list.find((each) => String(each.person) === a.which);
    return one ? goesAway(one, a.text, a.alarms, turn) : [begin("unserved", a.text)];
  });

/** Strict: only a day, or that nobody knows. A day on which the speaker themselves will not be there is no answer. */
const day = date();
const returning: Ask<string> = {
  ...day,
  kind: "return",
  read: (text, context) => {
    if (text.length > 20 || /[吗？?]|请假|销假/u.test(text)) return { ok: false, say: "" };
    if (/^(?:还)?(?:不知道|说不准|不清楚|没定|不一定|看情况|还没定)[。！!]?$/u.test(text.trim())) return { ok: true, value: "" };
    return day.read(text, context);
  },
};

const until = flow<Turn>("absence.until")
  .ask("on", returning, "大概哪天回来？说个日子就行，例如“周日”“12月20日”。", { spot: false })
  .ends((a, turn) => {
    const [elder, from] = [Number(a["elder"]), String(a["from"])];
    const on = String(a.on);
    if (!on) return [say("好的，定了再告诉我，过几天我再问。")];
    const again = (words: string) => askUntil(turn.who.id, { id: elder, from, reason: String(a["reason"]) }, words, false);
    if (on < today(turn)) return [again("这个日子已经过去了，请说以后的日子，例如“周日”；已经回来了请说“回来了”。")];
    return [
      deed("elder.absent", { person: elder, from, until: on, reason: String(a["reason"]), by: turn.who.id }),
      deed("expectation.close", { about: `absence ${elder}` }),
      say(`好的，记到${turn.calendar.printDate(on)}，第二天起照常等老人的平安。`),
    ];
  });

export const absences: readonly Flow<Turn>[] = [pause, until];
