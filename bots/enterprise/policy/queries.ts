import type { Query as Sql } from "../../../src/db/connect.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";
import type { Condition } from "./keep.ts";

/** A policy as it is said: days are `YYYY-MM-DD`. */
export type Policy = {
  policy: number;
  title: string;
  version: number;
  issuer: string | null;
  number: string | null;
  opens_on: string | null;
  closes_on: string | null;
  benefit: string | null;
  materials: string[];
  contact: string | null;
};

export type Verdict = "fits" | "fails" | "unknown";

/** The condition that decides a verdict, and what is known of its fact. */
export type Deciding = { verdict: Verdict; clause: (Condition & { known: unknown; options: unknown[] }) | null };

/** What one enterprise is told of one policy. */
export type Match = Policy &
  Deciding & {
    /** The window is over, or will be when the clock comes to it. */
    closed: boolean;
    stage: string | null;
  };

/** Every policy that stands, against one enterprise; without one, no verdict means anything. `said` are facts not yet written. */
export type MatchesFor = { enterprise: number | null; today: string; said?: Record<string, unknown> };
export const matchesFor = query<Match[]>("policy.matches");

async function readMatches(sql: Sql, args: readonly MatchesFor[]): Promise<Match[][]> {
  const asked = numbered(args.map((each) => ({ said: {}, ...each })));
  const rows = await sql<(Match & { n: number })[]>`
    with options as (
      select c.fact, jsonb_agg(distinct x.value) as options
      from policy_condition c join policy p on p.id = c.policy_id and p.state = 'current'
      cross join lateral jsonb_array_elements(case when jsonb_typeof(c.value) = 'array' then c.value else jsonb_build_array(c.value) end) x
      where c.test in ('has', 'is', 'in') group by c.fact)
    select a.n, p.id as policy, p.title, p.version, p.issuer, p.number, p.opens_on, p.closes_on, p.benefit, p.materials, p.contact, v.verdict,
      p.state = 'expired' or coalesce(p.closes_on < a.today, false) as closed, k.stage,
      case when c.n is null then null else jsonb_build_object('fact', c.fact, 'test', c.test, 'value', c.value, 'clause', c.clause, 'excludes', c.excludes,
        'known', coalesce(a.said -> c.fact, f.value), 'options', coalesce(o.options, '[]')) end as clause
    from json_to_recordset(${asked}::text::json) as a(n int, enterprise bigint, today date, said jsonb)
    cross join policy p
    cross join lateral policy_verdict(p.id, a.enterprise, a.said) v
    left join policy_condition c on c.policy_id = p.id and c.n = v.decided_by
    left join enterprise_fact f on f.organisation_id = a.enterprise and f.fact = c.fact
    left join options o on o.fact = c.fact
    left join policy_case k on k.policy_id = p.id and k.organisation_id = a.enterprise
    where p.state in ('current', 'expired')
    order by a.n, p.closes_on nulls last, p.id`;
  return inOrder(args, rows);
}

/** One enterprise's applications that are under way. */
export type Case = Pick<Policy, "policy" | "title"> & { organisation: number; stage: string; granted_yuan: number | null; paid_yuan: number | null };
export const casesOf = query<Case[]>("policy.cases");

async function readCases(sql: Sql, args: readonly { enterprise: number | null }[]): Promise<Case[][]> {
  const rows = await sql<Case[]>`
    select k.policy_id as policy, p.title, k.organisation_id as organisation, k.stage, k.granted_yuan, k.paid_yuan
    from policy_case k join policy p on p.id = k.policy_id
    where k.organisation_id = any(${args.flatMap((each) => each.enterprise ?? [])}::bigint[]) and k.stage is not null order by k.stage_at desc, k.id desc`;
  return args.map(({ enterprise }) => rows.filter((row) => row.organisation === enterprise));
}

/** How far policies got in some chains, or everywhere; every share has its whole beside it. */
export type Totals = {
  fits: number;
  noticed: number;
  opened: number;
  applied: number;
  granted: number;
  refused: number;
  paid: number;
  granted_yuan: number;
  paid_yuan: number;
};
export const totalsOf = query<Totals>("policy.totals");

async function readTotals(sql: Sql, args: readonly { chains: readonly number[] | null; enterprise: number | null }[]): Promise<Totals[]> {
  return sql<Totals[]>`
    with asked as (select * from json_to_recordset(${numbered(args)}::text::json) as a(n int, chains jsonb, enterprise bigint)),
    enterprise as (
      select a.n, o.id from asked a join organisation o on o.kind = 'enterprise'
        and case when a.enterprise is not null then o.id = a.enterprise when a.chains = 'null' or a.chains is null then true
          else a.chains @> to_jsonb(o.parent_id) end),
    fit as (
      select e.n, sum(cardinality(f.fitting))::int as fits
      from (select n, array_agg(id) as ids from enterprise group by n) e
      cross join lateral policy_fitting((select coalesce(array_agg(id), '{}') from policy where state = 'current'), e.ids) f group by e.n),
    gone as (
      select e.n, count(k.noticed_at)::int as noticed, count(k.stage)::int as opened,
        count(*) filter (where k.stage in ('applied', 'granted', 'refused', 'paid'))::int as applied,
        count(*) filter (where k.stage in ('granted', 'paid'))::int as granted, count(*) filter (where k.stage = 'refused')::int as refused,
        count(*) filter (where k.stage = 'paid')::int as paid, coalesce(sum(k.granted_yuan), 0) as granted_yuan, coalesce(sum(k.paid_yuan), 0) as paid_yuan
      from enterprise e join policy_case k on k.organisation_id = e.id group by e.n)
    select coalesce(fit.fits, 0) as fits, coalesce(noticed, 0) as noticed, coalesce(opened, 0) as opened, coalesce(applied, 0) as applied,
      coalesce(granted, 0) as granted, coalesce(refused, 0) as refused, coalesce(paid, 0) as paid,
      coalesce(granted_yuan, 0)::bigint as granted_yuan, coalesce(paid_yuan, 0)::bigint as paid_yuan
    from asked a left join fit on fit.n = a.n left join gone on gone.n = a.n order by a.n`;
}

/** The draft of that title; whether it would lead back to itself, and what it takes the place of. */
export type Kept = { id: number; version: number; closes_on: string | null; circular: boolean; replaces: string[] } | undefined;
export const draftOf = query<Kept>("policy.draft");

async function readDrafts(sql: Sql, args: readonly { title: string }[]): Promise<Kept[]> {
  const rows = await sql<(NonNullable<Kept> & { title: string })[]>`
    with recursive chain(title, next) as (
      select p.title, p.supersedes from policy p where p.title = any(${args.map((each) => each.title)}::text[]) and p.state = 'draft' and p.supersedes <> p.title
      union
      select c.title, q.supersedes from chain c join policy q on q.title = c.next and q.state <> 'draft' and q.supersedes is not null and q.supersedes <> q.title)
    select p.id, p.title, p.version, p.closes_on, exists (select 1 from chain c where c.title = p.title and c.next = p.title) as circular,
      array(select '《' || q.title || '》第' || q.version || '版' from policy q where q.state = 'current' and (q.title = p.title or q.title = p.supersedes)
        order by q.id) as replaces
    from policy p where p.state = 'draft' and p.title = any(${args.map((each) => each.title)}::text[])`;
  return args.map(({ title }) => rows.find((row) => row.title === title));
}

export const looks = {
  [matchesFor.name]: readMatches,
  [casesOf.name]: readCases,
  [totalsOf.name]: readTotals,
  [draftOf.name]: readDrafts,
};
