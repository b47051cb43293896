import { type World, writeFallen } from "../conversation/index.ts";
import { fallDueNoticesIn } from "../notice/index.ts";
import { momentOf } from "./moment.ts";

/** Notices that are to be sent or chased now. */
export async function fallDueNotices(world: World, now: number): Promise<number> {
  const count = await world.sql.begin(async (tx) => {
    const due = await fallDueNoticesIn(tx, world.notices, momentOf(world, now));
    if (!due.count) return 0;
    world.crash("notices claimed");
    await writeFallen(world, tx, [{ effects: due.effects }], now);
    world.crash("notices written");
    return due.count;
  });
  if (count) world.crash("notices committed");
  return count;
}
