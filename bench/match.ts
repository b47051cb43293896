import { connect, type Sql } from "../src/db/connect.ts";
import { migrate } from "../src/db/migrate.ts";
import { startServer } from "../src/db/server.ts";
import { dataFolder } from "../test/running/program.ts";
import { compare, type Result } from "./measure.ts";

const ENTERPRISES = 10_000;
const POLICIES = 2_000;
/** Fewer than elsewhere: each is 40 million verdicts. */
const ROUNDS = 3;
/** Ours may take twice as long as the peer. */
const FLOOR = 0.5;

/** How each policy came out, in one line, and how many fit in all: both sides must say the same. */
type Found = { fitting: number; missing: number; checksum: string };

/** Who fits which policy, 20 million pairs: `policy_fitting`, which reads conditions and facts as they are stored, against
 *  bare SQL on two tables made for it beforehand, a typed column a fact. Both answer, policy by policy, the list of those
 *  that fit and of those of which something is missing. */
export async function match(): Promise<Result[]> {
  const folder = await dataFolder();
  const server = await startServer(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  try {
    await admin`create database town`;
    const sql = connect({ socket: server.socket, database: "town" }, { max: 1 });
    await migrate(sql);
    await fill(sql);
    const rounds: { ours: number; peer: number }[] = [];
    let found: Found | undefined;
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = await timed(() => matched(sql));
      const peer = await timed(() => bare(sql));
      if (JSON.stringify(ours.found) !== JSON.stringify(peer.found)) throw new Error(`${JSON.stringify(ours.found)} is not ${JSON.stringify(peer.found)}`);
      found = ours.found;
      rounds.push({ ours: ours.ms, peer: peer.ms });
    }
    await sql.end();
    const notes = { pairs: ENTERPRISES * POLICIES, fit: found?.fitting ?? 0, "a fact missing": found?.missing ?? 0 };
    return [compare("match", "ms", "less is better", rounds, FLOOR, notes)];
  } finally {
    await admin.end();
    await server.stop();
    await folder.remove();
  }
}

async function timed(run: () => Promise<Found>): Promise<{ ms: number; found: Found }> {
  const began = performance.now();
  const found = await run();
  return { ms: performance.now() - began, found };
}

/** A library as cities have it: policies differ in their thresholds, districts and qualifications; a third excludes
 *  somebody. Of each enterprise one fact in eleven is not known. */
async function fill(sql: Sql): Promise<void> {
  await sql.unsafe(`
    insert into organisation (key, kind, name) select 'enterprise ' || n, 'enterprise', '企业' || n from generate_series(1, ${ENTERPRISES}) n;
    insert into enterprise_fact (organisation_id, fact, value, known_on)
    select o.id, f.fact, f.value, '2026-11-01' from organisation o cross join lateral (values
      (1, 'employees', to_jsonb(5 + o.id * 37 % 900)), (2, 'revenue_yuan', to_jsonb(1000000 * (1 + o.id * 53 % 400))),
      (3, 'rd_ratio', to_jsonb(round((o.id * 13 % 90)::numeric / 1000, 3))), (4, 'registered_on', to_jsonb((date '2004-01-01' + (o.id * 11 % 8000)::int)::text)),
      (5, 'district', to_jsonb((array['桓台', '张店', '淄川', '周村', '临淄', '高青', '沂源', '博山'])[1 + o.id % 8])),
      (6, 'tags', to_jsonb((array['高新技术企业', '专精特新', '绿色工厂', '失信被执行人'])[1 + o.id % 5 : 1 + o.id * 7 % 4]))
    ) f(n, fact, value) where (o.id + f.n) % 11 <> 0;
    insert into policy (title, state, made_at) select '政策' || n, 'current', '2026-11-01' from generate_series(1, ${POLICIES}) n;
    insert into policy_condition (policy_id, n, fact, test, value, clause, excludes)
    select p.id, c.n, c.fact, c.test, c.value, '第' || c.n || '条', c.n = 6 from policy p cross join lateral (values
      (1, 'employees', '<=', to_jsonb(100 * (1 + p.id % 8)), p.id % 2 = 0), (2, 'revenue_yuan', '>=', to_jsonb(5000000 * (p.id % 20)), p.id % 3 = 0),
      (3, 'rd_ratio', '>=', to_jsonb(round((p.id % 60)::numeric / 1000, 3)), true), (4, 'registered_on', '<=', to_jsonb((2023 - p.id % 10)::text || '-12-31'), p.id % 4 = 1),
      (5, 'district', 'in', to_jsonb((array['桓台', '张店', '淄川', '周村', '临淄', '高青', '沂源', '博山'])[1 + p.id % 5 : 4 + p.id % 5]), p.id % 5 <> 0),
      (6, 'tags', 'has', to_jsonb((array['失信被执行人', '绿色工厂'])[1 + p.id % 2]), p.id % 3 = 1)
    ) c(n, fact, test, value, used) where c.used;
    create table flat_enterprise as select o.id, max(value::int) filter (where fact = 'employees') as employees, max(value::bigint) filter (where fact = 'revenue_yuan') as revenue,
      max(value::numeric) filter (where fact = 'rd_ratio') as rd, max((value #>> '{}')::date) filter (where fact = 'registered_on') as registered,
      max(value #>> '{}') filter (where fact = 'district') as district, max(array(select jsonb_array_elements_text(value))) filter (where fact = 'tags') as tags
      from organisation o join enterprise_fact f on f.organisation_id = o.id group by o.id;
    create table flat_policy as select p.id, max(value::int) filter (where fact = 'employees') as employees, max(value::bigint) filter (where fact = 'revenue_yuan') as revenue,
      max(value::numeric) filter (where fact = 'rd_ratio') as rd, max((value #>> '{}')::date) filter (where fact = 'registered_on') as registered,
      max(array(select jsonb_array_elements_text(value))) filter (where fact = 'district') as districts, max(value #>> '{}') filter (where fact = 'tags') as excluded
      from policy p join policy_condition c on c.policy_id = p.id group by p.id;
    analyze`);
}

async function matched(sql: Sql): Promise<Found> {
  const [found] = await sql<[Found]>`
    select sum(cardinality(fitting))::int as fitting, sum(cardinality(missing))::int as missing,
      md5(string_agg(policy_id || ' ' || cardinality(missing) || ' ' || (select sum(id) from unnest(fitting) as f(id)), ',' order by policy_id)) as checksum
    from policy_fitting((select array_agg(id) from policy), (select array_agg(id) from organisation))`;
  return found;
}

async function bare(sql: Sql): Promise<Found> {
  const [found] = await sql<[Found]>`
    select sum(cardinality(fitting))::int as fitting, sum(cardinality(missing))::int as missing,
      md5(string_agg(m.id || ' ' || cardinality(missing) || ' ' || (select sum(id) from unnest(fitting) as f(id)), ',' order by m.id)) as checksum
    from (
      select p.id, coalesce(array_agg(e.id) filter (where v.met), '{}') as fitting,
        coalesce(array_agg(e.id) filter (where v.met is null), '{}') as missing
      from flat_policy p cross join flat_enterprise e cross join lateral (
        select (p.employees is null or e.employees <= p.employees) and (p.revenue is null or e.revenue >= p.revenue) and (p.rd is null or e.rd >= p.rd)
          and (p.registered is null or e.registered <= p.registered) and (p.districts is null or e.district = any(p.districts))
          and (p.excluded is null or not p.excluded = any(e.tags)) as met offset 0) v
      group by p.id) m`;
  return found;
}
