import type { Query } from "../../../src/db/connect.ts";

/** One condition on one fact, with the clause that says so. An exclusion must not hold. */
export type Condition = { fact: string; test: string; value: unknown; clause: string | null; excludes: boolean };

/** A policy as a town file or a pasted text says it. Days are `YYYY-MM-DD`, the cap is in yuan. */
export type Draft = {
  title: string;
  issuer: string | null;
  number: string | null;
  level: string | null;
  opens_on: string | null;
  closes_on: string | null;
  benefit: string | null;
  cap_yuan: number | null;
  materials: readonly string[];
  contact: string | null;
  supersedes: string | null;
  conditions: readonly Condition[];
};

export type Kept = { id: number; title: string; version: number; closes_on: string | null };

/** Writes policies with their conditions. Without a version it is the next of its title, in place of a draft there may
 *  be. The same version again is the same policy: what was over stays over, unless its window is another one. */
export async function keepPolicies(sql: Query, given: readonly (Draft & { version?: number })[], state: "current" | "draft", now: number): Promise<Kept[]> {
  if (!given.length) return [];
  const rows = JSON.stringify(given.map((each, n) => ({ n, ...each, version: each.version ?? null })));
  const kept = await sql<Kept[]>`
    insert into policy (title, version, issuer, number, level, opens_on, closes_on, benefit, cap_yuan, materials, contact, supersedes, state, made_at)
    select r.title, coalesce(r.version,
        (select case when p.state = 'draft' then p.version else p.version + 1 end from policy p where p.title = r.title order by p.version desc limit 1), 1),
      r.issuer, r.number, r.level, r.opens_on, r.closes_on, r.benefit, r.cap_yuan, r.materials, r.contact, r.supersedes, ${state}, ${now}::timestamptz
    from json_to_recordset(${rows}::text::json) as r(n int, title text, version int, issuer text, number text, level text, opens_on date, closes_on date,
      benefit text, cap_yuan bigint, materials jsonb, contact text, supersedes text)
    order by r.n
    on conflict (title, version) do update set issuer = excluded.issuer, number = excluded.number, level = excluded.level, opens_on = excluded.opens_on,
      closes_on = excluded.closes_on, benefit = excluded.benefit, cap_yuan = excluded.cap_yuan, materials = excluded.materials, contact = excluded.contact,
      supersedes = excluded.supersedes,
      state = case when policy.state = 'expired' and policy.closes_on is not distinct from excluded.closes_on then 'expired' else excluded.state end
    returning id, title, version, closes_on::text`;
  const conditions = JSON.stringify(
    kept.flatMap(({ id, title, version }) =>
      (given.find((each) => each.title === title && (each.version ?? version) === version)?.conditions ?? []).map((each, at) => ({ id, n: at + 1, ...each })),
    ),
  );
  await sql`delete from policy_condition where policy_id = any(${kept.map((each) => each.id)}::bigint[])`;
  await sql`
    insert into policy_condition (policy_id, n, fact, test, value, clause, excludes)
    select id, n, fact, test, value, clause, excludes
    from json_to_recordset(${conditions}::text::json) as r(id bigint, n int, fact text, test text, value jsonb, clause text, excludes boolean) order by id, n`;
  return kept;
}

/** A newer version of a title, or a policy that names it, takes a policy's place. */
export async function settleStates(sql: Query): Promise<void> {
  await sql`
    update policy p set state = 'superseded'
    where p.state in ('current', 'expired') and exists (
      select 1 from policy q where q.state <> 'draft' and q.title = p.title and q.version > p.version
      union all select 1 from policy q where q.state <> 'draft' and q.supersedes = p.title and q.title <> p.title)`;
}
