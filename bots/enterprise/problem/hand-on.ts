import { date } from "../../../src/flow/asks/date.ts";
import { button, deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import { type Clock, isOpen, type Matter, mattersBy, reassign, refused } from "../../../src/matter/index.ts";
import type { Directory, Person, Turn } from "../../../src/people/index.ts";
import { tellRaisers } from "./owner.ts";
import { ladderOf, ownerFor, titled } from "./owners.ts";
import { aboutMatter, chosen, notFound } from "./pick.ts";
import { gist, raiserName } from "./words-of.ts";

const open = (one: Matter) => one.kind === "problem" && isOpen(one);

/** Whose name the sentence gives, the speaker's own aside. */
function namedIn(words: string, turn: Turn): Person | undefined {
  const found = [...turn.directory.people.values()].filter((each) => each.id !== turn.who.id && words.includes(each.name));
  return found.toSorted((a, b) => b.name.length - a.name.length)[0];
}

const mayAssign = (one: Matter, turn: Turn): boolean =>
  turn.directory.isTown(turn.who.id, "secretary") ||
  ladderOf(turn.directory, one)
    .slice(1)
    .some((each) => each.id === turn.who.id);

/** `氟硅-0042 换吴律师办`: somebody above replaces the owner. */
export const assignMatter: Flow<Turn> = aboutMatter("matter.assign", ["换人"], "owner", open, { intents: ["matter.assign"] }).ends((a, turn) => {
  const one = chosen(a, turn, open);
  if (!one) return notFound(a.facts["no"], "要换哪一件？请带上编号，例如“氟硅-0042 换吴律师办”。");
  if (!mayAssign(one, turn)) return [say(`${one.no} 换人要由经办人的上级或秘书来定。`, { matter: one.id })];
  const to = namedIn(a.text, turn);
  if (!to) return [say(`${one.no} 换给谁？请说姓名，例如“${one.no} 换吴律师办”。`, { matter: one.id })];
  const moved = handOn(one, to, `${turn.who.name}安排`, turn.who.id, turn);
  if (!moved.length) return [say(`${one.no} 已经由${to.name}办理。`, { matter: one.id })];
  return [
    say(`${one.no} 已改由${titled(turn.directory, to)}办理。`, { matter: one.id }),
    ...moved,
    ...tellRaisers(one, `${one.no} 改由${titled(turn.directory, to)}办理。`, turn),
  ];
});

/** A matter changes hands: no bounce is counted, the clock runs on, both owners are told. */
export function handOn(one: Matter, to: Person, reason: string, by: number | null, clock: Clock & { directory: Directory }): Effect[] {
  const result = reassign(one, by, to.id, reason, clock);
  if (refused(result)) return [];
  const due = clock.calendar.print(result.patch.due_at ?? one.due_at);
  return [
    deed("matter.change", result),
    tell(to.id, `新事项 ${one.no}：${raiserName(clock.directory, one)}反映，${gist(one)}。${reason}，由您接办。时限${due}。`, {
      matter: one.id,
      recap: true,
      buttons: one.state === "new" ? [button("接单", "matter.accept", one.no)] : [button("办结", "matter.done", one.no)],
    }),
    ...(by === one.owner_id ? [] : [tell(one.owner_id, `${one.no} 已改由${to.name}办理（${reason}）。`, { matter: one.id })]),
  ];
}

/** `我请假到下周三，由李专员代`: an owner's open matters and new ones go to whoever stands in. Begun by the leave of whoever
 *  serves in no team. */
export const awayOwner: Flow<Turn> = flow<Turn>("owner.leave")
  .ask("on", date(), "请假到哪一天？例如“到下周三”。", { fact: "on" })
  .look("mine", mattersBy, (_, { who }) => ({ by: "owner", value: who.id }))
  .ends((a, turn) => {
    const { directory, who, calendar } = turn;
    const until = calendar.startOfWork(String(a.on));
    if (until <= turn.now) return [say("这个日子已经过去了，请说一个以后的日子。")];
    const deputy = namedIn(a.text, turn);
    const away = { ...who, away_until: until };
    const moved = a.mine.filter(open).flatMap((one) => {
      const to = deputy ?? ownerFor(directory, { enterprise: one.organisation_id, chain: one.chain_id }, one.lane ?? "other", turn.now, [away.id]);
      return to && to.id !== who.id ? handOn(one, to, `${who.name}请假`, who.id, turn) : [];
    });
    const count = moved.filter((each) => each.effect === "deed").length;
    return [
      deed("person.away", { person: who.id, until, deputy: deputy?.id ?? null }),
      say(`好的，记下您请假到${calendar.print(until)}${deputy ? `，由${deputy.name}代办` : ""}。${count ? `手上${count}件已转交。` : ""}`),
      ...moved,
    ];
  });
