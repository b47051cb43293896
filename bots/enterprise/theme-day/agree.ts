import { yesNo } from "../../../src/flow/asks/yes-no.ts";
import { deed, type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { standing } from "./queries.ts";
import { groupKnows, hostAsked, hostIsAsked } from "./remind.ts";
import { changed, factsFor, swap } from "./turns.ts";
import { expecting, hostPeople, maySpeakFor, postToChain, settled, tellHost } from "./whose.ts";
import { dayOf, hostOf } from "./words-of.ts";

/** Hosts exchange when the other side agrees and nothing changed meanwhile; all that is due follows the new hosts. */
export const agreeToSwap: Flow<Turn> = flow<Turn>("rota.swap.agree")
  .ask("agrees", yesNo(), "同意换吗？1 同意 2 不同意", { spot: false })
  .look("one", standing, (a) => ({ occasion: Number(a["mine"]) }))
  .look("other", standing, (a) => ({ occasion: Number(a["theirs"]) }))
  .ends((a, turn) => {
    const { directory, now } = turn;
    const [one, other] = [a.one?.occasion, a.other?.occasion];
    const closes = deed("expectation.close", { about: String(a["about"]) });
    const to = directory.organisation(other?.host_id);
    const unchanged = one?.host_id === a["from"] && other?.host_id === a["to"];
    if (!one || !other || !to || !unchanged || [one, other].some((each) => each.state !== "planned" || each.at <= now) || !maySpeakFor(turn, to))
      return [closes, say("轮值表在这期间有了变化，这次没有换；还要换请再说一次。")];
    if (a.agrees) return [closes, ...exchanged(one, other, turn)];
    const refused = `${to.name}不同意换，${dayOf(one, turn)}仍由${hostOf(one, directory)}承办。可以和别家换，或者说“这期轮空”。`;
    return [closes, say("好的，没有换，轮值表不变。"), ...tellHost(one.host_id, directory, refused)];
  });

function exchanged(one: Occasion, other: Occasion, turn: Turn): Effect[] {
  const { directory } = turn;
  const assigned = swap(one, other);
  const after = assigned.map((each): Occasion => ({ ...each.slot, host_id: each.host, facts: factsFor(each) }));
  const words = after.map((each) => `${dayOf(each, turn)}由${hostOf(each, directory)}承办`).join("，");
  const colleagues = hostPeople(other.host_id, directory).filter((each) => each.id !== turn.who.id);
  const asked = after.filter((each) => hostIsAsked(each, turn));
  return [
    ...assigned.map(changed),
    ...[one, other].map((each) => settled(each, "host")),
    say(`好的，换好了：${words}。`),
    ...tellHost(one.host_id, directory, `${hostOf(other, directory)}同意了，换好了：${words}。`),
    ...colleagues.map((each) => tell(each.id, `${turn.who.name}同意了换期，换好了：${words}。`)),
    ...asked.flatMap((each) => tellHost(each.host_id, directory, hostAsked(each, turn), { expects: expecting("rota.host", each, "host") })),
    ...(after.some((each) => groupKnows(each, turn)) ? postToChain(one.organisation_id, directory, `主题党日换了承办方：${words}。`) : []),
  ];
}
