import { type World, writeFallen } from "../conversation/index.ts";
import { claimRules, planRules } from "../occasion/index.ts";
import { momentOf } from "./moment.ts";

/** Once a day, and whenever a rule or the calendar changed: the dates ahead are made, and those that moved are said. */
export async function planOccasions(world: World, now: number): Promise<number> {
  const count = await world.sql.begin(async (tx) => {
    const rules = await claimRules(tx, now);
    if (!rules.length) return 0;
    world.crash("plans claimed");
    const effects = await planRules(tx, rules, world.occasions, momentOf(world, now));
    await writeFallen(world, tx, [{ effects }], now);
    world.crash("plans written");
    return rules.length;
  });
  if (count) world.crash("plans committed");
  return count;
}
