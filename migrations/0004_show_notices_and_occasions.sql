-- The views of notices and occasions, empty until now, show what there is.
create or replace view story.notice as
select split_part(n.text, E'\n', 1) as title, n.state, n.version,
  (select count(*) from public.receipt r where r.notice_id = n.id)::int as expected,
  (select count(*) from public.receipt r where r.notice_id = n.id and r.state = 'confirmed')::int as confirmed
from public.notice n;
--> statement-breakpoint
create or replace view story.receipt as
select split_part(n.text, E'\n', 1) as notice, p.name as person, r.state, r.version, r.evidence
from public.receipt r
join public.notice n on n.id = r.notice_id
join public.person p on p.id = r.person_id;
--> statement-breakpoint
create or replace view story.smiley as
select p.name as elder, s.on_date, s.state, s.stage from public.smiley s join public.person p on p.id = s.elder_id;
--> statement-breakpoint
create or replace view story.checkin as
select t.name as team, p.name as household, c.on_date, c.state
from public.checkin c
join public.organisation t on t.id = c.team_id
join public.person p on p.id = c.elder_id;
--> statement-breakpoint
create or replace view story.occasion as
select o.kind, c.name as chain, o.on_date, h.name as host, o.state, o.provisional
from public.occasion o
left join public.organisation c on c.id = o.organisation_id
left join public.organisation h on h.id = o.host_id;

--> statement-breakpoint
-- The one place that says whether a condition holds of a fact: true, false, or null where the fact is missing or of
-- another kind. Only immutable functions inside, so that the planner can look through it.
create function public.policy_holds(fact jsonb, test text, value jsonb) returns boolean language sql immutable parallel safe as $$
  select case
    when fact is null or jsonb_typeof(fact) = 'null' then null
    when test = 'has' then fact @> value
    when test = 'is' then fact = value or (jsonb_typeof(fact) = 'array' and jsonb_typeof(value) <> 'array' and fact @> value)
    when test = 'in' and jsonb_typeof(fact) = 'array'
      then jsonb_path_exists(jsonb_set(jsonb_set('{"fact": 0, "value": 0}', '{fact}', fact), '{value}', value), '$.value[*] ? (@ == $.fact[*])')
    when test = 'in' then value @> fact
    when jsonb_typeof(fact) <> jsonb_typeof(value) or jsonb_typeof(value) not in ('number', 'string') then null
    when test = '>=' then fact >= value
    when test = '<=' then fact <= value
    when test = '>' then fact > value
    when test = '<' then fact < value
  end
$$;
--> statement-breakpoint
-- One policy, one enterprise: the verdict and the number of the condition that decides it, the first that fails, else
-- the first whose fact is missing. `said` are facts that stand in no table yet.
create function public.policy_verdict(policy bigint, enterprise bigint, said jsonb) returns table (verdict text, decided_by int)
language sql stable parallel safe as $$
  select case when d.failing is not null then 'fails' when d.missing is not null then 'unknown' else 'fits' end, coalesce(d.failing, d.missing)
  from (
    select min(c.n) filter (where not t.met) as failing, min(c.n) filter (where t.met is null) as missing
    from public.policy_condition c
    left join public.enterprise_fact f on f.organisation_id = enterprise and f.fact = c.fact
    cross join lateral (select public.policy_holds(coalesce(said -> c.fact, f.value), c.test, c.value) <> c.excludes as met) t
    where c.policy_id = policy) d
$$;
--> statement-breakpoint
-- Many policies, many enterprises: who fits each, and of whom something is missing. Policies say the same things of the
-- same facts, so each different condition is tested once an enterprise; the answers are bits, an enterprise a place.
-- Without conditions everybody fits.
create function public.policy_fitting(policies bigint[], enterprises bigint[]) returns table (policy_id bigint, fitting bigint[], missing bigint[])
language sql stable as $$
  with enterprise as materialized (
    select o.id, (row_number() over (order by o.id))::int - 1 as at from public.organisation o where o.kind = 'enterprise' and o.id = any(enterprises)
  ), condition as materialized (
    select c.policy_id, c.excludes, c.fact, c.test, c.value, dense_rank() over (order by c.fact, c.test, c.value) as same
    from public.policy_condition c where c.policy_id = any(policies)
  ), tested as materialized (
    select c.same, b.holds::varbit as holds, b.fails::varbit as fails
    from (select distinct same, fact, test, value from condition) c cross join lateral (
      select string_agg(case when met then '1' else '0' end, '') as holds, string_agg(case when met is false then '1' else '0' end, '') as fails
      from (
        select public.policy_holds(f.value, c.test, c.value) as met
        from enterprise e left join public.enterprise_fact f on f.organisation_id = e.id and f.fact = c.fact order by e.at) m) b
  ), verdict as materialized (
    select c.policy_id, bit_and(case when c.excludes then t.fails else t.holds end) as fits, bit_or(case when c.excludes then t.holds else t.fails end) as fails
    from condition c join tested t using (same) group by c.policy_id
  ), sets as materialized (
    select policy_id, fits, ~(fits | fails) as missing from verdict
  )
  select p.id, coalesce(l.fitting, '{}'), coalesce(l.missing, '{}')
  from unnest(policies) as p(id) left join sets v on v.policy_id = p.id cross join lateral (
    select array_agg(e.id) filter (where v.fits is null or get_bit(v.fits, e.at) = 1) as fitting,
      array_agg(e.id) filter (where get_bit(v.missing, e.at) = 1) as missing
    from enterprise e) l
$$;
--> statement-breakpoint
create or replace view story.policy_match as
select p.title as policy, o.name as organisation, v.verdict, case when v.verdict = 'unknown' then c.fact end as missing
from public.policy p
cross join public.organisation o
cross join lateral public.policy_verdict(p.id, o.id, '{}') v
left join public.policy_condition c on c.policy_id = p.id and c.n = v.decided_by
where p.state = 'current' and o.kind = 'enterprise';
