import type { Query } from "../../../src/db/connect.ts";

/** Among the server's advisory locks, those of teams' mornings. */
const MORNINGS = 20_640_730;

/** Until the transaction ends, no window of these elders' teams opens: what is said of an elder and the opening of their
 *  window come one after the other, so the opening need not look at every row for a conflict. */
export async function holdMornings(sql: Query, elders: readonly number[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock_shared(${MORNINGS}::int, t.team)
    from (select distinct team_id::int as team from elder where person_id = any(${[...elders]}::bigint[]) order by 1) t`;
}

/** The opening of these teams' windows waits for what is being said of their elders. */
export async function takeMornings(sql: Query, teams: readonly number[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${MORNINGS}::int, t.team) from (select distinct team from unnest(${[...teams]}::int[]) as g(team) order by 1) t`;
}
