import { deed, type Effect, flow, type Flow, say } from "../../../src/flow/index.ts";
import type { Matter } from "../../../src/matter/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { type Elder, eldersBy } from "../registry/queries.ts";
import { KIN, meantBy } from "../registry/which.ts";
import { factsOf, settle } from "./alarm.ts";
import { actOf } from "./answers.ts";
import { isElder, ofSelf, teamsOf } from "./pause.ts";
import { morningAt } from "./presence.ts";
import { alarmsOf } from "./queries.ts";
import { greeting, timeOf } from "./words-of.ts";

/** Somebody says of an elder that they are well: from another telephone, or having seen them. */
const isVouching = (text: string): boolean => actOf(text) === "safe";

export const mayVouch = (turn: Turn, text: string): boolean =>
  !ofSelf(turn, text) && ["volunteer", "contact", "leader", "community"].some((role) => turn.directory.holds(turn.who.id, role)) && isVouching(text);

/** Named, or called mother by her son; `挺好的` alone speaks of nobody. */
const spokenOf = (text: string, elders: readonly Elder[], turn: Turn): Elder[] =>
  KIN.test(text) || elders.some((each) => text.includes(each.name)) ? meantBy(text, elders, turn) : [];

/** What must be known to vouch for somebody: whom the speaker answers for, and what is open about them. */
export const vouchers = (_: unknown, turn: Turn) => ({ by: "responder", value: turn.who.id, on: turn.calendar.dateOf(turn.now) });
export const alarmed = (_: unknown, turn: Turn) => ({ person: turn.who.id, teams: teamsOf(turn) });
type Vouchee = Pick<Elder, "person">;
type Vouched = { text: string; elders: readonly Elder[]; alarms: readonly Matter[] };

/** Their word counts as a report, with who said it and how. Whoever was asked to go there answers by another way. */
export const vouch = flow<Turn>("smiley.vouch")
  .look("elders", eldersBy, vouchers)
  .look("alarms", alarmsOf, alarmed)
  .ends((a, turn) => {
    const meant = heardOf(a, turn);
    const family = meant.filter((each) => each.contacts.some((one) => one.person === turn.who.id));
    return [
      ...settled(meant, a, turn),
      ...(family.length && turn.room.kind === "direct" ? [say(`好的，记下了：${family.map((each) => each.name).join("、")}平安。谢谢您告诉我。`)] : []),
    ];
  });

/** Of whom these very words say it. */
function heardOf({ elders, alarms }: Pick<Vouched, "elders" | "alarms">, turn: Turn): Elder[] {
  const meant = mayVouch(turn, turn.text) ? spokenOf(turn.text, elders, turn) : [];
  const answers = (one: Matter): boolean => turn.room.kind === "direct" && (factsOf(one).told.includes(turn.who.id) || one.owner_id === turn.who.id);
  return openOf(meant, alarms).some(answers) ? [] : meant;
}

/** A report that somebody is well, whatever words it was made of. Those whom this message vouches for by itself are heard
 *  of already. */
export function vouchFor(safe: readonly Vouchee[], said: Vouched, turn: Turn): Effect[] {
  const heard = heardOf(said, turn).map((each) => each.person);
  return settled(
    safe.filter((each) => !heard.includes(each.person)),
    said,
    turn,
  );
}

const openOf = (meant: readonly Vouchee[], alarms: readonly Matter[]): Matter[] =>
  alarms.filter((one) => one.kind === "smiley" && meant.some((each) => each.person === one.raiser_id));

function settled(meant: readonly Vouchee[], { text, alarms }: Vouched, turn: Turn): Effect[] {
  const on = morningAt(turn);
  const signs = meant.map((each) => deed("smiley.sign", { elder: each.person, on, at: turn.saidAt, by: turn.who.id, words: text.slice(0, 200) }));
  return [...(on === undefined ? [] : signs), ...openOf(meant, alarms).flatMap((one) => reported(one, text, turn))];
}

function reported(one: Matter, text: string, { who, now, calendar, directory }: Turn): Effect[] {
  const { name } = directory.person(one.raiser_id);
  const words = `${text.includes(name) ? "" : `${name}平安，`}${who.name}${timeOf(now, calendar)}说“${text.slice(0, 60)}”。谢谢您。`;
  return settle(one, { by: who.id, verb: "reported", words, state: "all_clear" }, now);
}

/** 早, said to the bot: what an elder says is heard and answered as a sign, what family says of one as a report. */
const hello = flow<Turn>("smiley.hello")
  .opensOn([], { understands: "smiley" })
  .ends(({ text }, turn) => {
    const heard = isElder(turn) || (turn.directory.holds(turn.who.id, "contact") && KIN.test(text) && isVouching(text));
    return heard || turn.room.kind === "group" ? [] : [say(`${turn.who.display}，${greeting(turn.now, turn.calendar)}！`)];
  });

export const vouching: readonly Flow<Turn>[] = [hello];
