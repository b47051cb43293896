import type { Tx } from "../db/connect.ts";
import type { Effect, Holes } from "../flow/index.ts";
import { type Change, changeMatters, type NewMatter, openMatters } from "../matter/index.ts";
import { addDeed, type Deeds, taken, writeDeeds } from "./deeds.ts";
import { recapped } from "./recap.ts";
import { type NewLine, placeOf, posted, shown, writeLines } from "./say.ts";
import type { World } from "./world.ts";

/** What fell due of one thing, of itself: nobody said it. */
export type Fallen = { effects: readonly Effect[]; matter?: number; no?: string };

/** Everything that fell due at one moment, each kind of effect in one statement. A `say` has nobody to say it to. */
export async function writeFallen(world: World, tx: Tx, fallen: readonly Fallen[], now: number): Promise<void> {
  const deeds: Deeds = new Map();
  for (const { effects } of fallen)
    for (const effect of effects) {
      if (effect.effect !== "deed") continue;
      addDeed(deeds, effect, null, null);
    }
  const opening = taken<Omit<NewMatter, "heard_id">>(deeds, "matter.open").map(({ value }) => ({ ...value, heard_id: null }));
  const opened = await openMatters(tx, opening);
  const lines = await recapped(world, tx, linesOf(world, fallen, opened, now), now);
  const changes = taken<Change>(deeds, "matter.change").map(({ value }) => value);
  await changeMatters(tx, changes, now);
  await writeDeeds(world, tx, deeds, now);
  await writeLines(tx, lines, now);
}

/** What is said of one thing; after a matter is opened, what is said is about that one. */
function linesOf(world: World, fallen: readonly Fallen[], opened: readonly { id: number; no: string }[], now: number): NewLine[] {
  let next = 0;
  return fallen.flatMap(({ effects, matter, no }) => {
    let holes: About = { no: no ?? "", id: matter };
    return effects.flatMap((effect) => {
      if (effect.effect === "deed" && effect.deed === "matter.open") holes = opened[next++] ?? holes;
      return lineOf(world, effect, holes, now);
    });
  });
}

type About = Holes & { id?: number | undefined };

function lineOf(world: World, effect: Effect, holes: About, now: number): NewLine[] {
  if (effect.effect === "post") return [posted(world, effect, null, holes, now)];
  if (effect.effect !== "tell") return [];
  const matter = effect.matter ?? holes.id ?? null;
  return [
    {
      room_id: placeOf(world, effect.person).id,
      person_id: effect.person,
      turn_id: null,
      matter_id: matter,
      class: effect.emergency ? "emergency" : "due",
      ...shown(effect, holes),
      not_before: effect.emergency ? now : world.calendar().quietEnd(now),
      ...(effect.recap ? { recap: true } : {}),
      ...(effect.expects ? { expects: { ...effect.expects, matter } } : {}),
    },
  ];
}
