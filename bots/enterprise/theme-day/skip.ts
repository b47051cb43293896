import { type Effect, type Flow, say } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { aboutRota, mine } from "./find.ts";
import { groupKnows, hostAsked, hostIsAsked } from "./remind.ts";
import { type Assigned, changed, factsFor, replaced, skip } from "./turns.ts";
import { expecting, postToChain, settled, tellHost, tellOthers } from "./whose.ts";
import { dayOf, hostOf, session } from "./words-of.ts";

/** 这期我们轮空: to the end of the round; the others of it move up, and are told. */
export const skipRota: Flow<Turn> = aboutRota("rota.skip", ["轮空"]).ends((a, turn) => {
  const found = mine(a.rota, a, turn);
  if (found.say !== undefined) return [say(found.say)];
  const { one, ahead, enterprise } = found;
  const assigned = skip(one, ahead);
  const last = assigned?.at(-1);
  if (!assigned || !last)
    return [say(`轮值名单里没有别的企业可以顺延，${dayOf(one, turn)}这一期还是由${enterprise.name}承办；确实办不了，请联系产业链党委书记。`)];
  const [first, ...rest] = assigned as [Assigned, ...Assigned[]];
  const next = turn.directory.organisation(first.host)?.name ?? "";
  const done = `${dayOf(one, turn)}这一期${enterprise.name}轮空，由${next}承办；${enterprise.name}改到${dayOf(last.slot, turn)}承办。`;
  return [
    replaced(first),
    ...rest.map(changed),
    ...assigned.map(({ slot }) => settled(slot, "host")),
    say(`好的，${done}`),
    ...tellOthers(enterprise.id, `${turn.who.name}说的：${done}`, turn),
    ...assigned.slice(0, -1).flatMap((each) => tellMovedUp(each, assigned, enterprise.name, turn)),
    ...(groupKnows(one, turn) ? postToChain(one.organisation_id, turn.directory, `${dayOf(one, turn)}的主题党日改由${next}承办。`) : []),
  ];
});

/** Whose turn comes earlier, from when to when, and what is needed of them if it is close. */
function tellMovedUp(each: Assigned, assigned: readonly Assigned[], skipper: string, turn: Turn): Effect[] {
  const after: Occasion = { ...each.slot, host_id: each.host, facts: factsFor(each) };
  const before = assigned.find((other) => other.slot.host_id === each.host)?.slot;
  const words = `${skipper}轮空，${hostOf(after, turn.directory)}承办的主题党日提前到${dayOf(after, turn)}（${session(after)}）${before ? `，原来是${dayOf(before, turn)}` : ""}。`;
  if (!hostIsAsked(after, turn)) return tellHost(each.host, turn.directory, words);
  return tellHost(each.host, turn.directory, `${words}${hostAsked(after, turn)}`, { expects: expecting("rota.host", after, "host") });
}
