import type { Tx } from "../db/connect.ts";
import type { Effect, Holes } from "../flow/index.ts";
import { type Change, changeMatters, type NewMatter, openMatters } from "../matter/index.ts";
import { addDeed, type Deeds, taken, writeDeeds } from "./deeds.ts";
import { filled, type NewLine, placeOf, posted, writeLines } from "./say.ts";
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
  const changes = taken<Change>(deeds, "matter.change").map(({ value }) => value);
  await changeMatters(tx, changes, now);
  let next = 0;
  const lines = fallen.flatMap((each) => {
    const own = each.effects.some((effect) => effect.effect === "deed" && effect.deed === "matter.open") ? opened[next] : undefined;
    next += each.effects.filter((effect) => effect.effect === "deed" && effect.deed === "matter.open").length;
    return fallenLines(world, each, { no: own?.no ?? each.no ?? "", id: own?.id ?? each.matter }, now);
  });
  await writeDeeds(world, tx, deeds, now);
  await writeLines(tx, lines, now);
}

function fallenLines(world: World, { effects }: Fallen, holes: Holes & { id?: number | undefined }, now: number): NewLine[] {
  return effects.flatMap((effect): NewLine[] => {
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
        text: typeof effect.text === "function" ? effect.text(holes) : effect.text,
        buttons: filled(effect.buttons ?? [], holes),
        not_before: effect.emergency ? now : world.calendar().quietEnd(now),
        ...(effect.expects ? { expects: { ...effect.expects, matter } } : {}),
      },
    ];
  });
}
