import type { Sql } from "../../src/db/connect.ts";
import type { Scratch } from "../../src/db/scratch.ts";

/** What the database answers to an open matter that nothing will ever wake: the name of the constraint that refused it.
 *  A matter with a next due time goes in before, so that nothing else can be what is wrong. */
export async function openMatterWithoutDue(server: Scratch): Promise<[string, unknown][]> {
  const { sql, drop } = await server.database();
  try {
    const [owner] = await sql<{ id: number }[]>`insert into person (name, display) values ('钱经理', '钱经理') returning id`;
    const matter = (no: string, next: string | null) => sql`
      insert into matter (no, kind, state, owner_id, raiser_id, detail, opened_at, due_at, next_step, next_at)
      values (${no}, 'problem', 'new', ${owner?.id ?? 0}, ${owner?.id ?? 0}, '热水器坏了', now(), now(), 'accept', ${next}::timestamptz)`;
    await matter("甲-0001", "2026-11-23 09:00+08");
    return [
      ["an open matter inserted without a next due time", await refusal(matter("甲-0002", null))],
      ["an open matter updated to have none", await refusal(sql`update matter set next_at = null where no = '甲-0001'`)],
      ["a closed matter reopened without one", await reopened(sql)],
    ];
  } finally {
    await drop();
  }
}

async function reopened(sql: Sql): Promise<unknown> {
  await sql`update matter set state = 'closed', next_at = null where no = '甲-0001'`;
  return refusal(sql`update matter set state = 'in_progress' where no = '甲-0001'`);
}

const refusal = (query: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(query).then(
    () => "nothing refused it",
    (error: unknown) => (error as { constraint_name?: string }).constraint_name ?? error,
  );
