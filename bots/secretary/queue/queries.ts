import type { Query as Sql } from "../../../src/db/connect.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";

export type Waiting = { id: number; person_id: number; who: string; text: string; state: string; said_at: number };
export const waitingFor = query<Waiting[]>("queue.waiting");

const MOST = 100;

async function readWaiting(sql: Sql, args: readonly { person: number; everything: boolean }[]): Promise<Waiting[][]> {
  const rows = await sql<(Waiting & { n: number })[]>`
    select a.n, h.id, h.person_id, p.name as who, coalesce(nullif(h.text, ''), '（附件）') as text, h.state, h.said_at
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, person bigint, everything boolean)
    cross join lateral (
      select * from heard where state in ('waiting', 'parked') and (a.everything or with_id = a.person) order by id limit ${MOST}) h
    join person p on p.id = h.person_id order by h.id`;
  return inOrder(args, rows);
}

export const looks = { [waitingFor.name]: readWaiting };

export const deeds = {
  "queue.settle": async (sql: Sql, values: readonly { value: { heard: number } }[]): Promise<void> => {
    await sql`
      with gone as (delete from queue_clock where heard_id = any(${values.map((each) => each.value.heard)}::bigint[]))
      update heard set state = 'done' where id = any(${values.map((each) => each.value.heard)}::bigint[])`;
  },
};
