import { type Directory, type Person, present } from "../../../src/people/index.ts";

/** Whom is asked, in this order: their volunteer, the backup, the team leader, the community, family. */
export type Stage = "volunteer" | "backup" | "leader" | "community" | "contact";
export type Rung = { stage: Stage; person: Person };

/** Who answers for an elder. */
export type Charge = { elder: number; team: number; volunteer: number | null; backup: number | null; contacts: readonly number[] };

/** After the last rung it begins again with these: the volunteers have been asked, the offices must act. */
const OFFICES: ReadonlySet<Stage> = new Set(["leader", "community", "contact"]);

/** Everybody who may be asked now, each once. Whoever is away is passed over at once, or their deputy stands in; whoever
 *  wants no messages is passed over. Never nobody: if all are away, the leader is asked all the same, or the town's secretary. */
export function rungsOf(charge: Charge, directory: Directory, now: number): Rung[] {
  const all = everybody(charge, directory);
  const seen = new Set([charge.elder]);
  const found = all.flatMap(({ stage, person }): Rung[] => {
    const there = present(directory, person, now);
    if (!there || there.state === "stopped" || seen.has(there.id)) return [];
    seen.add(there.id);
    return [{ stage, person: there }];
  });
  if (found.length) return found;
  const last = all.find((each) => each.stage === "leader")?.person ?? directory.townPeople("secretary")[0] ?? all[0]?.person ?? directory.person(charge.elder);
  return [{ stage: "leader", person: last }];
}

function everybody({ team, volunteer, backup, contacts }: Charge, directory: Directory): Rung[] {
  const known = (stage: Stage, ids: readonly (number | null)[]): Rung[] =>
    ids.flatMap((id) => {
      const person = id === null ? undefined : directory.people.get(id);
      return person ? [{ stage, person }] : [];
    });
  const office = (stage: Stage): Rung[] => directory.holding(team, stage).map((person) => ({ stage, person }));
  return [...known("volunteer", [volunteer]), ...known("backup", [backup]), ...office("leader"), ...office("community"), ...known("contact", contacts)];
}

/** The next one who was not asked in this round; when all were, another round begins. */
export function nextRung(rungs: readonly Rung[], asked: readonly number[]): { rung: Rung; asked: number[]; again: boolean } {
  const fresh = rungs.find((each) => !asked.includes(each.person.id));
  if (fresh) return { rung: fresh, asked: [...asked, fresh.person.id], again: false };
  const again = rungs.find((each) => OFFICES.has(each.stage)) ?? (rungs[0] as Rung);
  const passed = rungs.slice(0, rungs.indexOf(again)).map((each) => each.person.id);
  return { rung: again, asked: [...passed, again.person.id], again: true };
}
