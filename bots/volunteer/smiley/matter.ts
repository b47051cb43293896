import type { Query } from "../../../src/db/connect.ts";
import { type Effect, tell } from "../../../src/flow/index.ts";
import type { Clock, Fall, Matter, MatterKind } from "../../../src/matter/index.ts";
import { type AlarmKind, askOn, changed, climb, factsOf, KINDS, ladderOf, settle } from "./alarm.ts";
import { downMs, isUp, OUTAGE_MS, readUps, type Up } from "./up-time.ts";
import { wall } from "./words-of.ts";

const AGAIN_MS = 60_000;

/** What the clock of an alarm must know: when its owner could be reached, and what became of that morning meanwhile. */
type Known = { ups: readonly Up[]; channels: string[]; morning: string | null };

async function look(sql: Query, due: readonly Matter[]): Promise<Known[]> {
  const [ups, rows] = await Promise.all([
    readUps(sql, Math.min(...due.map((one) => factsOf(one).since))),
    sql<{ id: number; channels: string[]; morning: string | null }[]>`
      select m.id, array(select distinct a.channel from account a where a.person_id = m.owner_id) as channels,
        (select s.state from smiley s where s.elder_id = m.raiser_id and s.matter_id = m.id order by s.on_date desc limit 1) as morning
      from matter m where m.id = any(${due.map((one) => one.id)}::bigint[])`,
  ]);
  return due.map((one) => {
    const row = rows.find((each) => each.id === one.id);
    return { ups, channels: row?.channels ?? [], morning: row?.morning ?? null };
  });
}

/** By the wall clock, at night and on holidays too: a responder accepts within a quarter of an hour, else the next one is
 *  asked; whoever accepted reports within three, else they are asked, and then the next one is. An outage holds the
 *  ladder: only time in which the responder's channel was up counts. */
function falls(one: Matter, clock: Clock, known: unknown): Fall {
  const { ups, channels, morning } = known as Known;
  const over = settled(one, morning, clock);
  if (over) return over;
  const { since, chased } = factsOf(one);
  // In later rounds each has longer: what was set when they were asked.
  const limit = one.next_step === "accept" ? one.due_at - since : wall(!chased ? clock.limits.smiley_report : clock.limits.smiley_accept);
  const down = downMs(ups, channels, since, clock.now);
  const left = limit - (clock.now - since - down);
  if (down >= OUTAGE_MS && left > 0)
    return { change: changed(one, { next_at: clock.now + (isUp(ups, channels, clock.now) ? Math.max(left, AGAIN_MS) : AGAIN_MS) }), effects: [] };
  if (one.next_step !== "finish") return climb(one, { verb: "climbed", by: null }, clock);
  return chased ? unreported(one, clock) : askForReport(one, clock);
}

/** A word of somebody settled the morning while the ladder was at work. */
function settled(one: Matter, morning: string | null, clock: Clock): Fall | undefined {
  if (one.kind !== "smiley" || morning === null || morning === "alerted") return undefined;
  const name = clock.directory.person(one.raiser_id).name;
  const absent = morning === "absent";
  const ending = { by: null, verb: "heard_from", words: absent ? `${name}外出了，已有人说明。` : `${name}平安，已有消息。` } as const;
  return endOf(settle(one, { ...ending, state: absent ? "absent" : "all_clear" }, clock.now));
}

/** The clock writes a change by itself, beside what else is to be done. */
function endOf(effects: Effect[]): Fall {
  const at = effects.findIndex((each) => each.effect === "deed" && each.deed === "matter.change");
  const [change] = effects.splice(at, 1);
  return { change: (change as { value: unknown }).value as Fall["change"], effects };
}

function askForReport(one: Matter, clock: Clock): Fall {
  const next = clock.now + wall(clock.limits.smiley_accept);
  const name = clock.directory.person(one.raiser_id).name;
  return {
    change: changed(one, { next_at: next, facts: { ...one.facts, since: clock.now, chased: true } }, { verb: "report_asked", by: null }),
    effects: [askOn(one, one.owner_id, `${one.no}：见到${name}了吗？请回“平安”，或说说情况。再过一会儿没有回音，我就请下一位去。`)],
  };
}

function unreported(one: Matter, clock: Clock): Fall {
  const owner = clock.directory.person(one.owner_id).name;
  const { change, effects, rung } = climb(one, { verb: "unreported", by: null, words: `${owner}接单后一直没有回音` }, clock);
  const also =
    rung.person.id === one.owner_id
      ? []
      : [tell(one.owner_id, `${one.no}：没等到您的回音，已请${rung.person.name}去看。`, { matter: one.id, emergency: true })];
  return { change, effects: [...effects, ...also] };
}

/** The town replaced the owner: the next one is asked at once. */
const ownerGone = (one: Matter, clock: Clock): Effect[] => {
  const { change, effects } = climb(one, { verb: "climbed", by: null }, clock);
  return [{ effect: "deed", deed: "matter.change", value: change }, ...effects];
};

const nothing = (): Effect[] => [];
const alarm = (kind: AlarmKind): MatterKind => ({
  kind,
  ladder: (one, directory) => ladderOf(one, directory, one.opened_at).map((each) => each.person),
  caller: () => undefined,
  ownerGone,
  look,
  falls,
  says: { overdue: nothing, resumed: nothing, visit: nothing, call: nothing, offerUnreached: nothing, pressCheck: nothing, pressCall: nothing },
});

/** A missing sign in the morning; worrying words; an emergency: one ladder for all three. */
export const kinds: readonly MatterKind[] = KINDS.map(alarm);
