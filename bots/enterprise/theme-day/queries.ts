import type { Query as Sql } from "../../../src/db/connect.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";

/** Somebody's word about one theme day. */
export type Guest = { person: number; organisation: number | null; answer: string | null; count: number; came_at: number | null; made_up_at: number | null };
export type Guests = readonly Guest[];

/** A chain's theme days as they stand, from a day on, the oldest first. */
export const rotaOf = query<Occasion[]>("theme_day.rota");
/** What became of an occasion's slot, whoever hosts it by now, with the guests' words. */
export const standing = query<{ occasion: Occasion; guests: Guests } | undefined>("theme_day.standing");
/** Sums per chain: slots due, held, person-times, enterprises absent and made up. */
export const totalsOf = query<Totals[]>("theme_day.totals");
export type Totals = { chain: number; due: number; held: number; times: number; absent: number; made_up: number };

async function readRotas(sql: Sql, args: readonly { chain: number | null; from: string }[]): Promise<Occasion[][]> {
  const rows = await sql<(Occasion & { n: number })[]>`
    select a.n, o.*, o.on_date::text from json_to_recordset(${numbered(args)}::text::json) as a(n int, chain bigint, "from" date)
    join occasion o on o.organisation_id = a.chain and o.kind = 'theme_day' and o.on_date >= a."from" and o.state <> 'moved'
    where not exists (select 1 from occasion l where l.rule_id = o.rule_id and l.slot = o.slot and l.revision > o.revision)
    order by a.n, o.on_date, o.id`;
  return inOrder(args, rows);
}

async function readStanding(sql: Sql, args: readonly { occasion: number }[]): Promise<({ occasion: Occasion; guests: Guests } | undefined)[]> {
  const rows = await sql<(Occasion & { n: number })[]>`
    select distinct on (a.n) a.n, l.*, l.on_date::text from json_to_recordset(${numbered(args)}::text::json) as a(n int, occasion bigint)
    join occasion o on o.id = a.occasion join occasion l on l.rule_id = o.rule_id and l.slot = o.slot order by a.n, l.revision desc`;
  const guests = await readGuests(
    sql,
    rows.map((each) => ({ occasion: each.id })),
  );
  const found = new Map(rows.map((occasion, at) => [occasion.n, { occasion, guests: guests[at] ?? [] }]));
  return args.map((_, n) => found.get(n));
}

export async function readGuests(sql: Sql, args: readonly { occasion: number }[]): Promise<Guests[]> {
  const rows = await sql<(Guest & { n: number })[]>`
    select a.n, t.person_id as person, t.organisation_id as organisation, t.answer, t.count, t.came_at, t.made_up_at
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, occasion bigint)
    join attendance t on t.occasion_id = a.occasion order by a.n, t.id`;
  return inOrder(args, rows);
}

/** An enterprise counts once: what one of them said for all, or how many signed in themselves, whichever is more. */
async function readTotals(sql: Sql, args: readonly { chains: number[]; from: string; until: string }[]): Promise<Totals[][]> {
  const rows = await sql<(Totals & { n: number })[]>`
    with given as (
      select a.n, c.value::bigint as chain, a."from", a.until
      from json_to_recordset(${numbered(args)}::text::json) as a(n int, chains jsonb, "from" date, until date) cross join jsonb_array_elements_text(a.chains) c
    ), slots as (
      select g.n, g.chain, o.id, o.state, o.host_id from given g
      join occasion o on o.organisation_id = g.chain and o.kind = 'theme_day' and o.on_date between g."from" and g.until and o.state <> 'moved'
      where not exists (select 1 from occasion l where l.rule_id = o.rule_id and l.slot = o.slot and l.revision > o.revision)
    ), homes as (
      select s.n, s.chain, s.id, t.organisation_id, greatest(coalesce(max(t.count) filter (where t.came_at is not null), 0),
          count(*) filter (where t.came_at is not null)) as times, bool_or(t.made_up_at is not null) as made_up
      from slots s join attendance t on t.occasion_id = s.id where s.state = 'held' and t.organisation_id is not null group by 1, 2, 3, 4
      union all
      select s.n, s.chain, s.id, null, count(*), false from slots s join attendance t on t.occasion_id = s.id
      where s.state = 'held' and t.organisation_id is null and t.came_at is not null group by 1, 2, 3
    ), sums as (select n, chain, sum(times)::int as times, (count(*) filter (where made_up))::int as made_up from homes group by 1, 2),
    absent as (
      select s.n, s.chain, count(*)::int as absent from slots s
      join organisation e on e.parent_id = s.chain and e.kind = 'enterprise' and e.id <> s.host_id
      where s.state = 'held' and not exists (
        select 1 from homes h where h.n = s.n and h.id = s.id and h.organisation_id = e.id and h.times > 0) group by 1, 2)
    select g.n, g.chain, (count(s.id))::int as due, (count(s.id) filter (where s.state = 'held'))::int as held, coalesce(max(u.times), 0)::int as times,
      coalesce(max(b.absent), 0)::int as absent, coalesce(max(u.made_up), 0)::int as made_up
    from given g left join slots s using (n, chain) left join sums u using (n, chain) left join absent b using (n, chain)
    group by g.n, g.chain order by g.n, g.chain`;
  return inOrder(args, rows);
}

export const looks = { [rotaOf.name]: readRotas, [standing.name]: readStanding, [totalsOf.name]: readTotals };
