import assert from "node:assert/strict";
import { after, test } from "node:test";
import { scratch } from "../db/scratch.ts";

const server = await scratch();
after(() => server.close());

const HOLDS: [fact: unknown, is: string, value: unknown, holds: boolean | null][] = [
  [80, "<=", 300, true],
  [301, "<=", 300, false],
  [0.03, ">=", 0.03, true],
  [0.03, ">", 0.03, false],
  ["2015-03-01", "<=", "2023-12-15", true],
  ["2024-03-01", "<", "2023-12-15", false],
  ["桓台", "in", ["桓台", "张店"], true],
  ["淄川", "in", ["桓台", "张店"], false],
  [["氟树脂", "氟橡胶"], "in", ["氟橡胶", "有机硅"], true],
  [["氟树脂"], "in", ["有机硅"], false],
  [["高新技术企业"], "has", "高新技术企业", true],
  [[], "has", "高新技术企业", false],
  ["高新技术企业", "has", "高新技术企业", true],
  [true, "is", true, true],
  [["高新技术企业"], "is", "高新技术企业", true],
  [null, "is", true, null],
  [null, "in", ["桓台"], null],
  ["八十", ">=", 50, null],
];
test("a condition holds, does not, or cannot be told", async () => {
  const database = await server.database();
  const rows = await database.sql<{ holds: boolean | null }[]>`
    select policy_holds(r.fact, r."is", r.value) as holds
    from jsonb_to_recordset(${JSON.stringify(HOLDS.map(([fact, is, value], n) => ({ n, fact, is, value })))}::text::jsonb)
      as r(n int, fact jsonb, "is" text, value jsonb) order by n`;
  for (const [n, [fact, is, value, holds]] of HOLDS.entries()) assert.equal(rows[n]?.holds, holds, `${JSON.stringify(fact)} ${is} ${JSON.stringify(value)}`);
  await database.drop();
});

test("many pairs at once come out as each pair by itself", async () => {
  const database = await server.database();
  const { sql } = database;
  await sql.unsafe(`
    insert into organisation (key, kind, name) select 'enterprise ' || n, 'enterprise', '企业' || n from generate_series(1, 60) n;
    insert into enterprise_fact (organisation_id, fact, value, known_on)
    select o.id, f.fact, f.value, '2026-11-01' from organisation o cross join lateral (values
      (1, 'employees', to_jsonb(o.id * 37 % 500)), (2, 'district', to_jsonb((array['桓台', '张店', '淄川'])[1 + o.id % 3])),
      (3, 'tags', to_jsonb((array['高新技术企业', '失信被执行人'])[1 + o.id % 3 : 2]))) f(n, fact, value) where (o.id + f.n) % 4 <> 0;
    insert into policy (title, state, made_at) select '政策' || n, 'current', '2026-11-01' from generate_series(1, 40) n;
    insert into policy_condition (policy_id, n, fact, test, value, excludes)
    select p.id, c.n, c.fact, c.test, c.value, c.n = 4 from policy p cross join lateral (values
      (1, 'employees', '>=', to_jsonb(p.id * 10)), (2, 'district', 'in', '["桓台", "张店"]'::jsonb), (3, 'tags', 'has', '"高新技术企业"'::jsonb),
      (4, 'tags', 'has', '"失信被执行人"'::jsonb), (5, 'exports', '>', '5'::jsonb)) c(n, fact, test, value) where p.id % (c.n + 2) = 0`);
  const [found] = await sql<[{ pairs: number; differ: number; fit: number; missing: number }]>`
    with many as (select * from policy_fitting((select array_agg(id) from policy), (select array_agg(id) from organisation))),
    pair as (
      select v.verdict, case when o.id = any(m.fitting) then 'fits' when o.id = any(m.missing) then 'unknown' else 'fails' end as among_many
      from many m cross join organisation o cross join lateral policy_verdict(m.policy_id, o.id, '{}') v)
    select count(*)::int as pairs, count(*) filter (where verdict <> among_many)::int as differ, count(*) filter (where verdict = 'fits')::int as fit,
      count(*) filter (where verdict = 'unknown')::int as missing from pair`;
  assert.equal(found.pairs, 2400);
  assert.equal(found.differ, 0);
  assert.ok(found.fit > 100 && found.missing > 100, JSON.stringify(found));
  await database.drop();
});
