import { fallDueQueue, fallDueSessions, type World } from "../conversation/index.ts";
import { fallDueMatters, fallDueOccasions } from "./fall-due.ts";
import { fallDueNotices } from "./notices.ts";
import { planOccasions } from "./plan.ts";
import { replaceOwners } from "./replace-owners.ts";
import { forgetBystanders } from "./forget.ts";

/** Does everything due up to `now`, in chunks: any number of processes may tick. Returns how much was done. */
export async function tick(world: World, now: number): Promise<number> {
  const today = world.calendar().dateOf(now);
  const [town] = await world.sql<{ revision: number; replaced: boolean; forgotten: boolean }[]>`
    select revision, exists (select 1 from firing where rule = 'replace-owners' and slot = revision::text) as replaced,
      exists (select 1 from firing where rule = 'forget-bystanders' and slot = ${today}) as forgotten from town`;
  await world.refresh(world.sql, town?.revision ?? 0);
  let total = town?.replaced ? 0 : await replaceOwners(world, now);
  for (;;) {
    const due = await anythingDue(world, now);
    let done = 0;
    if (due.rules) done += await planOccasions(world, now);
    if (due.sessions) done += await fallDueSessions(world, now);
    if (due.queue) done += await fallDueQueue(world, now);
    if (due.matters) done += await fallDueMatters(world, now);
    if (due.steps) done += await fallDueOccasions(world, now);
    if (due.notices) done += await fallDueNotices(world, now);
    total += done;
    if (!done) break;
  }
  if (!town?.forgotten) await forgetBystanders(world, now);
  return total;
}

type Dues = Record<"rules" | "sessions" | "queue" | "matters" | "steps" | "notices", boolean>;

/** An idle tick asks one question: what has nothing due is not begun. */
async function anythingDue({ sql }: World, now: number): Promise<Dues> {
  const [due] = await sql<[Dues]>`
    select exists (select 1 from occasion_rule where next_at <= ${now}::timestamptz) as rules,
      exists (select 1 from conversation where due_at <= ${now}::timestamptz) as sessions,
      exists (select 1 from queue_clock where due_at <= ${now}::timestamptz) as queue,
      exists (select 1 from matter where next_at <= ${now}::timestamptz) as matters,
      exists (select 1 from occasion_step where done_at is null and due_at <= ${now}::timestamptz) as steps,
      exists (select 1 from notice where next_at <= ${now}::timestamptz) as notices`;
  return due;
}

/** When the next thing falls due for a tick; undefined when nothing waits. */
export async function nextDue(world: World): Promise<number | undefined> {
  const [row] = await world.sql<[{ at: number | null }]>`
    select min(at) as at from (
      select min(due_at) as at from conversation where due_at is not null
      union all select min(due_at) from queue_clock
      union all select min(next_at) from matter where next_at is not null
      union all select min(next_at) from occasion_rule where next_at is not null
      union all select min(due_at) from occasion_step where done_at is null
      union all select min(next_at) from notice where next_at is not null
    ) as dues`;
  return row.at ?? undefined;
}
