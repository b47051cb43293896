import { answeredMatters, type Fallen, type World, writeFallen } from "../conversation/index.ts";
import type { Query } from "../db/connect.ts";
import { deed } from "../flow/index.ts";
import { after, claimDue, type Clock, fallDue, type Matter, type MatterKind, type NewMatter } from "../matter/index.ts";
import { fallDueSteps } from "../occasion/index.ts";
import { momentOf } from "./moment.ts";

/** Matters whose time has come, at most this many in one transaction. */
const MOST = 200;

/** Every due matter takes one step of its clock; what is to be said is written with it. */
export async function fallDueMatters(world: World, now: number): Promise<number> {
  const count = await world.sql.begin(async (tx) => {
    const due = await claimDue(tx, now, MOST);
    if (!due.length) return 0;
    world.crash("matters claimed");
    const clock = momentOf(world, now);
    const known = await lookUp(world, tx, due, clock);
    const falls = due.map((one): Fallen => {
      const kind = kindOf(world, one);
      const { change, effects, opens } = kind.falls?.(one, clock, known.get(one.id)) ?? fallDue(one, kind, clock);
      const call = opens ? [deed("matter.open", callFor(world, one, opens.owner, now))] : [];
      return { matter: one.id, no: one.no, effects: [deed("matter.change", change), ...call, ...effects] };
    });
    await answeredMatters(
      tx,
      due.map((one) => one.id),
      now,
    );
    await writeFallen(world, tx, falls, now);
    world.crash("matters written");
    return due.length;
  });
  if (count) world.crash("matters committed");
  return count;
}

function kindOf(world: World, one: Matter): MatterKind {
  const kind = world.kinds.get(one.kind);
  if (!kind) throw new Error(`no kind of matter is called ${one.kind}`);
  return kind;
}

/** What the kinds with a clock of their own must know of those that are due, by the matter's id. */
async function lookUp(world: World, tx: Query, due: readonly Matter[], clock: Clock): Promise<Map<number, unknown>> {
  const known = new Map<number, unknown>();
  for (const [kind, list] of Map.groupBy(due, (one) => kindOf(world, one))) {
    const rows = await kind.look?.(tx, list, clock);
    list.forEach((one, n) => known.set(one.id, rows?.[n]));
  }
  return known;
}

/** Every due step of an occasion is taken, once. */
export async function fallDueOccasions(world: World, now: number): Promise<number> {
  const count = await world.sql.begin(async (tx) => {
    const due = await fallDueSteps(tx, world.occasions, momentOf(world, now));
    if (!due.count) return 0;
    world.crash("occasions claimed");
    await writeFallen(world, tx, due.fallen, now);
    world.crash("occasions written");
    return due.count;
  });
  if (count) world.crash("occasions committed");
  return count;
}

/** Somebody must telephone: a matter of its own, with an owner and a due time. */
function callFor(world: World, one: Matter, owner: number, now: number): Omit<NewMatter, "heard_id"> {
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
  } as Omit<NewMatter, "heard_id">;
}
