import type { Query as Sql } from "../../../src/db/connect.ts";
import type { Policy } from "./queries.ts";

/** A policy that stands, and the enterprises it fits; `missing` are those of which something must be asked first. */
export type Standing = Policy & { made_at: number; fitting: number[]; missing: number[] };

/** Current policies whose window is not over, against these enterprises. */
export async function standingPolicies(sql: Sql, only: readonly number[] | undefined, enterprises: readonly number[], today: string): Promise<Standing[]> {
  return sql<Standing[]>`
    with standing as (
      select * from policy p where p.state = 'current' and coalesce(p.closes_on >= ${today}::date, true)
        and coalesce(p.id = any(${only ? [...only] : null}::bigint[]), true))
    select p.id as policy, p.title, p.version, p.issuer, p.number, p.opens_on, p.closes_on, p.benefit, p.materials, p.contact, p.made_at, f.fitting, f.missing
    from standing p join policy_fitting((select coalesce(array_agg(id), '{}') from standing), ${[...enterprises]}::bigint[]) f on f.policy_id = p.id
    order by p.closes_on nulls last, p.id`;
}

/** What became of these policies at each enterprise. */
export type Been = { policy: number; organisation: number; told: string | null; noticed_at: number | null; stage: string | null };

export async function casesOfPolicies(sql: Sql, policies: readonly number[]): Promise<Been[]> {
  return sql<Been[]>`
    select policy_id as policy, organisation_id as organisation, told, noticed_at, stage from policy_case where policy_id = any(${[...policies]}::bigint[])`;
}
