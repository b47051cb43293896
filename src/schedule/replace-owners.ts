import { type World, writeLines } from "../conversation/index.ts";
import type { Query } from "../db/connect.ts";
import type { Deed } from "../flow/index.ts";
import { type Change, changeMatters, type Matter } from "../matter/index.ts";
import { linesOf } from "./fall-due.ts";

/** Open matters whose owner holds no office any more in the chain, its enterprises, or the town. */
const orphaned = (sql: Query) => sql<Matter[]>`
  select m.*, array(select c.person_id from co_reporter c where c.matter_id = m.id order by 1)::int[] as colleagues
  from matter m
  where m.state in ('new', 'accepted', 'in_progress', 'done')
    and not exists (select 1 from role r where r.person_id = m.owner_id and r.organisation_id in (m.chain_id, m.organisation_id) and r.kind <> 'member')
    and not exists (select 1 from town_role t where t.person_id = m.owner_id)
  order by m.id for update skip locked`;

/** Each time the people of the town changed, once: matters of those who no longer answer for them change hands. */
export async function replaceOwners(world: World, now: number): Promise<number> {
  return world.sql.begin(async (tx) => {
    const fired = await tx`
      insert into firing (rule, slot, fired_at, late) values ('replace-owners', ${String(world.directory().town.revision)}, ${now}::timestamptz, false)
      on conflict do nothing returning slot`;
    if (!fired.length) return 0;
    const clock = { now, calendar: world.calendar(), limits: world.limits(), directory: world.directory() };
    const gone = (await orphaned(tx)).map((one) => ({ one, effects: world.kinds.get(one.kind)?.ownerGone(one, clock) ?? [] }));
    const changes = gone.flatMap(({ effects }) =>
      effects.filter((each): each is Deed => each.effect === "deed" && each.deed === "matter.change").map((each) => each.value as Change),
    );
    await changeMatters(tx, changes, now);
    await writeLines(
      tx,
      gone.flatMap(({ one, effects }) => linesOf(world, one, effects, one.no, now)),
      now,
    );
    return changes.length;
  });
}
