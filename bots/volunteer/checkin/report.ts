import { begin, deed, type Effect, flow, type Flow, handOver, say } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { eldersBy } from "../registry/queries.ts";
import { returned } from "../smiley/pause.ts";
import { alarmsOf } from "../smiley/queries.ts";
import { alarmed, vouchers, vouchFor } from "../smiley/vouch.ts";
import { answered } from "./answer.ts";
import { conditionOf } from "./condition.ts";
import type { Household } from "./household.ts";
import { morningOf } from "./queries.ts";
import { replyAsk, reportAsk, WORDLESS, shownBy, worded } from "./question.ts";
import type { Reading } from "./reading.ts";
import { readReport } from "./reading.ts";
import { type Charge, type Question, type Reply, settle, type Settled } from "./settle.ts";

/** What may be asked about one report; who is still not clear then says it anew. */
type Asked = { morning: Household[]; said?: Reading; first?: Reply; second?: Reply };

/** In a team's group only that team's households are spoken of, whatever others somebody looks after. */
function chargeOf(morning: readonly Household[], { who, room, directory }: Turn): Charge {
  const here = room.kind === "group" ? directory.organisation(room.organisation_id) : undefined;
  const team = here?.kind === "team" ? morning.filter((each) => each.team === here.id) : morning;
  return {
    mine: team.filter((each) => each.volunteer === who.id),
    team,
    leads: team.some((each) => directory.holds(who.id, "leader", each.team)),
    responder: (one) => (one.volunteer === null ? undefined : directory.people.get(one.volunteer)?.name),
  };
}

const settled = ({ morning, said, first, second }: Asked, turn: Turn, upTo: number): Settled | undefined =>
  said &&
  settle(
    said,
    chargeOf(morning, turn),
    [first, second].slice(0, upTo).flatMap((each) => each ?? []),
  );

/** What is to be asked after so many replies. */
function questionAfter(a: Asked, turn: Turn, replies: number): Question | undefined {
  const found = settled(a, turn, replies);
  return found && "question" in found ? found.question : undefined;
}

const asked = (a: Asked, turn: Turn, replies: number): Question => questionAfter(a, turn, replies) ?? { asks: "still", among: [] };

/** A volunteer says how their households are this morning: on the prompt in the team's group, or privately. What does not
 *  fit is asked before any of it counts. */
export const reportCheckin: Flow<Turn> = flow<Turn>("checkin.report")
  .opensOn([], { understands: "checkin.report" })
  .look("morning", morningOf, (_, { who, calendar, saidAt }) => ({ person: who.id, on: calendar.dateOf(saidAt) }))
  .know("said", ({ text, morning }, turn) => {
    const reading = text && morning.length ? readReport(text, chargeOf(morning, turn).team, turn) : undefined;
    return reading && { value: reading };
  })
  .askIf(
    ({ morning }, turn) => concerned(morning, turn),
    "said",
    ({ morning }, turn) => reportAsk(chargeOf(morning, turn), turn, turn.media),
    "请说说各家情况，例如“都好”“刘阿姨没人应”“都好，就3号楼那户没人应”。",
    { spot: false },
  )
  .askIf(
    (a, turn) => questionAfter(a, turn, 0) !== undefined,
    "first",
    (a, turn) => replyAsk(asked(a, turn, 0), chargeOf(a.morning, turn), turn),
    (a, turn) => worded(asked(a, turn, 0)),
    { spot: false, shows: (a, turn) => shownBy(asked(a, turn, 0)) },
  )
  .askIf(
    (a, turn) => a.first !== undefined && questionAfter(a, turn, 1) !== undefined,
    "second",
    (a, turn) => replyAsk(asked(a, turn, 1), chargeOf(a.morning, turn), turn),
    (a, turn) => worded(asked(a, turn, 1)),
    { spot: false, shows: (a, turn) => shownBy(asked(a, turn, 1)) },
  )
  .look("elders", eldersBy, vouchers)
  .look("alarms", alarmsOf, alarmed)
  .ends((a, turn) => {
    // Said privately that an elder is back: that is heard, and answered, by whoever waits for their mornings.
    const back = turn.room.kind === "direct" ? returned(a.elders, turn)?.person : undefined;
    if (!a.said) return back === undefined ? without(a.text, turn) : [];
    const found = settled(a, turn, 2);
    if (!found || "question" in found) return [say("还是没弄清楚，这句先不记。请一户一户说，例如“刘阿姨没人应”，再说“其他都好”。")];
    if ("refused" in found) return back !== undefined && speaksOnlyOf(back, a.said) ? [] : [say(found.refused)];
    const charge = chargeOf(a.morning, turn);
    if ("media" in found) return wordless(found.media, charge, turn);
    // Whoever is reported safe has been vouched for: their morning smiley is waited for no longer.
    const safe = [...found.known].flatMap(([person, { state }]) => (state === "safe" ? [{ person }] : []));
    return [...answered(found.known, charge.mine, charge.team, a.text, turn, back), ...vouchFor(safe, a, turn)];
  });

const speaksOnlyOf = (elder: number, { told, excluded }: Reading): boolean => [...told, ...excluded].every((each) => each.among.includes(elder));

/** A picture or a voice alone is kept, and its sender asked once whether all are well: `都平安` then is an answer like any. */
function wordless(media: "picture" | "voice", { mine }: Charge, { calendar, saidAt }: Turn): Effect[] {
  const waiting = mine.filter((each) => each.state !== "absent" && each.words === null);
  const asks =
    media === "picture"
      ? "照片收到，已留存。各家都平安吗？请回复“都平安”，或说哪一户有情况。"
      : "语音收到，已留存，可我听不了。请用一句话说，例如“都好”，或说哪一户有情况。";
  return [...waiting.map((each) => deed("checkin.report", { elder: each.elder, on: calendar.dateOf(saidAt), state: null, words: WORDLESS[media] })), say(asks)];
}

const concerned = (morning: readonly Household[], { who, directory }: Turn): boolean =>
  morning.some((each) => each.volunteer === who.id || directory.holds(who.id, "volunteer", each.team) || directory.holds(who.id, "leader", each.team));

/** Said before the prompt, or by somebody who is asked nothing. */
function without(text: string, turn: Turn): Effect[] {
  const { who, directory } = turn;
  // That an elder is not well, or does not answer the door, is told whatever the hour.
  const condition = conditionOf(text, turn);
  if (condition && ["concern", "missing"].includes(condition.state)) return [begin(condition.urgent ? "elder.emergency" : "elder.unwell", text)];
  if (directory.holds(who.id, "volunteer")) return [say("今天没有等您回报的签到；提示发到群里以后，回一句就行，例如“都好”。")];
  // An elder who says 都好 says it of themselves: that is heard, and answered, by the morning smiley.
  if (directory.holds(who.id, "elder")) return [];
  return [handOver("报平安，但今天没有要报的住户")];
}
