import { fallDueSessions, type World } from "../conversation/index.ts";
import { fallDueMatters, fallDueOccasions } from "./fall-due.ts";
import { fallDueNotices } from "./notices.ts";
import { planOccasions } from "./plan.ts";
import { replaceOwners } from "./replace-owners.ts";
import { forgetBystanders } from "./forget.ts";

/** What a tick finds, in one question: most ticks find nothing to do. */
type Found = { revision: number; due: boolean; /** The people changed since owners were last looked at. */ people: boolean; /** A day began. */ day: boolean };

async function look(world: World, now: number): Promise<Found> {
  const at = world.sql`${now}::timestamptz`;
  const [found] = await world.sql<Found[]>`
    select revision,
      exists (select from conversation where due_at <= ${at}) or exists (select from matter where next_at <= ${at})
        or exists (select from occasion_rule where next_at <= ${at}) or exists (select from occasion_step where done_at is null and due_at <= ${at})
        or exists (select from notice where next_at <= ${at}) as due,
      not exists (select from firing where rule = 'replace-owners' and slot = revision::text) as people,
      not exists (select from firing where rule = 'forget-bystanders' and slot = ${world.calendar().dateOf(now)}) as day
    from town`;
  return found ?? { revision: 0, due: false, people: false, day: false };
}

/** Does everything due up to `now`, in chunks: any number of processes may tick. Returns how much was done. */
export async function tick(world: World, now: number): Promise<number> {
  const { revision, due, people, day } = await look(world, now);
  await world.refresh(world.sql, revision);
  let total = people ? await replaceOwners(world, now) : 0;
  for (let more = due || total > 0; more;) {
    const done =
      (await planOccasions(world, now)) +
      (await fallDueSessions(world, now)) +
      (await fallDueMatters(world, now)) +
      (await fallDueOccasions(world, now)) +
      (await fallDueNotices(world, now));
    total += done;
    more = done > 0;
  }
  return total + (day ? await forgetBystanders(world.sql, now, world.calendar()) : 0);
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
