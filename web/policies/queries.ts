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

/** How one enterprise stands with one policy: fits · unknown · fails, what is not known, and how far it is. */
export type MatchRow = { policy: string; organisation: string; verdict: string; missing: string | null; stage: string | null; amount_yuan: number | null };
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
      select m.policy, m.organisation, m.verdict, m.missing, c.stage, c.amount_yuan
      from story.policy_match m join organisation e on e.name = m.organisation and e.kind = 'enterprise' and e.parent_id = ${chain}
      left join lateral (
        select k.stage, k.amount_yuan from policy_case k join policy p on p.id = k.policy_id
        where k.organisation_id = e.id and p.title = m.policy order by p.version desc limit 1) c on true
      order by m.policy, e.id limit ${MOST_MATCHES}`,
  ]);
  return { policies, matches };
}
