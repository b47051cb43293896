import type { Sql } from "../../src/db/connect.ts";

/** Rows of one page: a year of a monthly rota, and what became of its changes. */
const MOST_ROWS = 80;

export type RotaRow = {
  on_date: string;
  at: number;
  /** planned · held · skipped · moved */
  state: string;
  provisional: boolean;
  host: string | null;
  session: string | null;
  topic: string | null;
  place: string | null;
  confirmed: boolean;
  /** What took the place of a row that was moved or skipped. */
  instead_on: string | null;
  instead_host: string | null;
  /** Person-times that said they come, and that came. */
  coming: number;
  came: number;
};

export type Rota = { rows: RotaRow[]; held: number; person_times: number };

/** A chain's rota from a day on, and what it comes to so far. */
export async function rotaOf(sql: Sql, chain: number, from: string): Promise<Rota> {
  const [rows, [totals]] = await Promise.all([
    sql<RotaRow[]>`
      select o.on_date, o.at, o.state, o.provisional, h.name as host, o.facts ->> 'session' as session, o.facts ->> 'topic' as topic,
        o.facts ->> 'place' as place, o.facts ->> 'confirmed_by' is not null as confirmed, b.on_date as instead_on, b.host as instead_host, a.coming, a.came
      from occasion o left join organisation h on h.id = o.host_id
      left join lateral (
        select x.on_date, y.name as host from occasion x left join organisation y on y.id = x.host_id
        where o.state in ('moved', 'skipped') and x.rule_id = o.rule_id and x.slot = o.slot and x.state in ('planned', 'held')
        order by x.revision desc, x.id desc limit 1) b on true
      left join lateral (
        select coalesce(sum(t.count) filter (where t.answer = 'yes'), 0)::int as coming, coalesce(sum(t.count) filter (where t.came_at is not null), 0)::int as came
        from attendance t where t.occasion_id = o.id) a on true
      where o.organisation_id = ${chain} and o.kind = 'theme_day' and o.on_date >= ${from}::date
      order by o.on_date, o.id limit ${MOST_ROWS}`,
    sql<{ held: number; person_times: number }[]>`
      select count(distinct o.id)::int as held, coalesce(sum(t.count) filter (where t.came_at is not null), 0)::int as person_times
      from occasion o left join attendance t on t.occasion_id = o.id
      where o.organisation_id = ${chain} and o.kind = 'theme_day' and o.state = 'held'`,
  ]);
  return { rows, held: totals?.held ?? 0, person_times: totals?.person_times ?? 0 };
}
