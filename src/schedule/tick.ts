import { fallDueSessions, type World } from "../conversation/index.ts";
import { fallDueMatters, fallDueOccasions } from "./fall-due.ts";
import { fallDueNotices } from "./notices.ts";
import { planOccasions } from "./plan.ts";
import { replaceOwners } from "./replace-owners.ts";
import { forgetBystanders } from "./forget.ts";

/** Does everything due up to `now`, in chunks: any number of processes may tick. Returns how much was done. */
export async function tick(world: World, now: number): Promise<number> {
  const [town] = await world.sql<{ revision: number }[]>`select revision from town`;
  await world.refresh(world.sql, town?.revision ?? 0);
  let total = await replaceOwners(world, now);
  for (;;) {
    const done =
      (await planOccasions(world, now)) +
      (await fallDueSessions(world, now)) +
      (await fallDueMatters(world, now)) +
      (await fallDueOccasions(world, now)) +
      (await fallDueNotices(world, now));
    total += done;
    if (!done) break;
  }
  await forgetBystanders(world, now);
  return total;
}

/** When the next thing falls due; undefined when nothing waits. */
export async function nextDue(world: World): Promise<number | undefined> {
  const [row] = await world.sql<[{ at: number | null }]>`
    select min(at) as at from (
      select min(due_at) as at from conversation where due_at is not null
      union all select min(next_at) from matter where next_at is not null
      union all select min(next_at) from occasion_rule where next_at is not null
      union all select min(due_at) from occasion_step where done_at is null
      union all select min(next_at) from notice where next_at is not null
      union all select min(not_before) from line where state = 'queued'
    ) as dues`;
  return row.at ?? undefined;
}
