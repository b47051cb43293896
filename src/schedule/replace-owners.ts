import { type Fallen, type World, writeFallen } from "../conversation/index.ts";
import type { Query } from "../db/connect.ts";
import type { Matter } from "../matter/index.ts";
import { momentOf } from "./moment.ts";

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
  const count = await world.sql.begin(async (tx) => {
    const fired = await tx`
      insert into firing (rule, slot, fired_at, late) values ('replace-owners', ${String(world.directory().town.revision)}, ${now}::timestamptz, false)
      on conflict do nothing returning slot`;
    if (!fired.length) return 0;
    world.crash("owners claimed");
    const clock = momentOf(world, now);
    const gone = (await orphaned(tx)).map((one): Fallen => ({ matter: one.id, no: one.no, effects: world.kinds.get(one.kind)?.ownerGone(one, clock) ?? [] }));
    await writeFallen(world, tx, gone, now);
    world.crash("owners written");
    return gone.length;
  });
  if (count) world.crash("owners committed");
  return count;
}
