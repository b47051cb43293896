import { answeredMatters, filled, type NewLine, placeOf, type World, writeLines } from "../conversation/index.ts";
import type { Effect, Tell } from "../flow/index.ts";
import { after, changeMatters, claimDue, fallDue, type Matter, type NewMatter, openMatters } from "../matter/index.ts";

/** Matters whose time has come, at most this many in one transaction. */
const MOST = 200;

/** Every due matter takes one step of its clock; what is to be said is written with it. */
export async function fallDueMatters(world: World, now: number): Promise<number> {
  const count = await world.sql.begin(async (tx) => {
    const due = await claimDue(tx, now, MOST);
    if (!due.length) return 0;
    const clock = { now, calendar: world.calendar(), limits: world.limits(), directory: world.directory() };
    const falls = due.map((one) => {
      const kind = world.kinds.get(one.kind);
      if (!kind) throw new Error(`no kind of matter is called ${one.kind}`);
      return { one, fall: fallDue(one, kind, clock) };
    });
    world.crash("tick before writes");
    await changeMatters(
      tx,
      falls.map(({ fall }) => fall.change),
      now,
    );
    await answeredMatters(
      tx,
      due.map((one) => one.id),
      now,
    );
    const calls = falls.flatMap(({ one, fall }) => (fall.opens ? [callFor(world, one, fall.opens.owner, now)] : []));
    const numbers = await openMatters(tx, calls);
    let call = 0;
    const lines = falls.flatMap(({ one, fall }) => linesOf(world, one, fall.effects, fall.opens ? (numbers[call++]?.no ?? one.no) : one.no, now));
    await writeLines(tx, lines, now);
    world.crash("tick before commit");
    return due.length;
  });
  world.crash("tick after commit");
  return count;
}

/** Somebody must telephone: a matter of its own, with an owner and a due time. */
function callFor(world: World, one: Matter, owner: number, now: number): NewMatter {
  const due = after(now, world.limits().call, { calendar: world.calendar() });
  return {
    series: one.no.slice(0, one.no.lastIndexOf("-")),
    kind: "call",
    lane: one.lane,
    owner_id: owner,
    raiser_id: one.raiser_id,
    organisation_id: one.organisation_id,
    chain_id: one.chain_id,
    room_id: null,
    parent_id: one.id,
    detail: one.detail,
    facts: {},
    private: one.private,
    opened_at: now,
    due_at: due,
    next_step: "accept",
    next_at: due,
    heard_id: null,
  };
}

/** What the clock has to say about one matter, privately. */
export function linesOf(world: World, one: Matter, effects: readonly Effect[], no: string, now: number): NewLine[] {
  return effects
    .filter((effect): effect is Tell => effect.effect === "tell")
    .map((effect) => ({
      room_id: placeOf(world, effect.person).id,
      person_id: effect.person,
      turn_id: null,
      matter_id: effect.matter ?? one.id,
      class: effect.emergency ? "emergency" : "due",
      text: typeof effect.text === "function" ? effect.text({ no }) : effect.text,
      buttons: filled(effect.buttons ?? [], { no }),
      not_before: effect.emergency ? now : world.calendar().quietEnd(now),
      ...(effect.expects ? { expects: { ...effect.expects, matter: one.id } } : {}),
    }));
}
