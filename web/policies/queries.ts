import type { Sql } from "../../src/db/connect.ts";

const MOST_POLICIES = 60;
const MOST_MATCHES = 3000;

export type PolicyRow = {
  title: string;
  version: number;
  issuer: string | null;
  number: string | null;
  opens_on: string | null;
  closes_on: string | null;
  benefit: string | null;
  /** draft · current · superseded · expired */
  state: string;
};

/** What a condition demands; of one that excludes, what must not be so. */
export type Condition = { fact: string; test: string; value: unknown; clause: string | null; excludes: boolean };

/** How one enterprise stands with one policy: fits · unknown · fails, the condition that decides it, and how far it is. */
export type MatchRow = {
  policy: string;
  organisation: string;
  verdict: string;
  condition: Condition | null;
  stage: string | null;
  /** Paid, else granted. */
  amount_yuan: number | null;
};
export type Policies = { policies: PolicyRow[]; matches: MatchRow[] };

/** The library's newest versions, those that can still be applied for first, and who of the chain fits each. */
export async function policiesOf(sql: Sql, chain: number): Promise<Policies> {
  const [policies, matches] = await Promise.all([
    sql<PolicyRow[]>`
      select * from (
        select distinct on (title) title, version, issuer, number, opens_on, closes_on, benefit, state from policy where state <> 'draft'
        order by title, version desc) p
      order by p.state = 'current' desc, p.closes_on nulls last, p.title limit ${MOST_POLICIES}`,
    sql<MatchRow[]>`
      select p.title as policy, e.name as organisation, v.verdict, k.stage, coalesce(k.paid_yuan, k.granted_yuan) as amount_yuan,
        case when c.n is not null then jsonb_build_object('fact', c.fact, 'test', c.test, 'value', c.value, 'clause', c.clause, 'excludes', c.excludes) end as condition
      from policy p cross join organisation e cross join lateral policy_verdict(p.id, e.id, '{}') v
      left join policy_condition c on c.policy_id = p.id and c.n = v.decided_by
      left join policy_case k on k.policy_id = p.id and k.organisation_id = e.id
      where p.state = 'current' and e.kind = 'enterprise' and e.parent_id = ${chain}
      order by p.id, e.id limit ${MOST_MATCHES}`,
  ]);
  return { policies, matches };
}
