import type { Calendar } from "../calendar/working-time.ts";
import type { Sql } from "../db/connect.ts";

const NAMES: Record<string, string> = {
  theme_day: "主题党日",
  digest: "政策汇总",
  checkin: "每日巡查",
  smiley: "晨间问候",
  policy_window: "政策截止",
  policy_rematch: "政策对照",
  policy_case: "申报跟进",
  leave: "请假",
};
const nameOf = (kind: string): string => NAMES[kind] ?? kind;

type Month = { month: string; kind: string; count: number; moved: number };
type Said = { month: string; groups: number; people: number };
type Hosted = { chain: string; on_date: string; host: string; was: string | null };

/** What a secretary reads of the year: how much of each kind in each month, what moved, and each chain's rota. */
export async function yearTable(sql: Sql, { from, to }: { from: string; to: string }, calendar: Calendar): Promise<string> {
  const [months, said, hosted] = await Promise.all([
    sql<Month[]>`
      select to_char(on_date, 'YYYY-MM') as month, kind, (count(*) filter (where state <> 'moved'))::int as count, (count(*) filter (where state = 'moved'))::int as moved
      from occasion where on_date between ${from}::date and ${to}::date group by 1, 2 order by 1, 2`,
    sql<Said[]>`
      select to_char(l.made_at, 'YYYY-MM') as month, (count(*) filter (where o.kind = 'group'))::int as groups, (count(*) filter (where o.kind = 'direct'))::int as people
      from line l join room o on o.id = l.room_id group by 1 order by 1`,
    sql<Hosted[]>`
      select c.name as chain, o.on_date::text, h.name as host, (
        select b.on_date::text from occasion b where b.rule_id = o.rule_id and b.slot = o.slot and b.state = 'moved' order by b.revision desc limit 1) as was
      from occasion o join organisation c on c.id = o.organisation_id join organisation h on h.id = o.host_id
      where o.state in ('planned', 'held') and o.on_date between ${from}::date and ${to}::date order by c.name, o.on_date`,
  ]);
  const kinds = [...new Set(months.map((each) => each.kind))].toSorted();
  const heads = ["月份", ...kinds.map(nameOf), "改期", "群里说", "私下说"];
  const names = [...new Set([...months, ...said].map((each) => each.month))].toSorted();
  const body = names.map((month) => {
    const own = months.filter((each) => each.month === month);
    const lines = said.find((each) => each.month === month);
    const counts = kinds.map((kind) => own.find((each) => each.kind === kind)?.count ?? 0);
    return [month, ...[...counts, own.reduce((sum, each) => sum + each.moved, 0), lines?.groups ?? 0, lines?.people ?? 0].map(String)];
  });
  const rota = [...Map.groupBy(hosted, (each) => each.chain)].flatMap(([chain, list]) => [
    "",
    `${chain}轮值`,
    ...list.map(
      (each) => `  ${each.on_date.slice(0, 4)}年${calendar.printDate(each.on_date)}  ${each.host}${each.was ? `（原定${calendar.printDate(each.was)}）` : ""}`,
    ),
  ]);
  return [`${from} 至 ${to} 日程一览`, "", ...aligned([heads, ...body]), ...rota, ""].join("\n");
}

/** Chinese takes two places. */
const width = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\p{Script=Han}（）：]/u.test(sign) ? 2 : 1), 0);

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => width(row[at] ?? ""))));
  return rows.map((row) => row.map((cell, at) => " ".repeat((widths[at] ?? 0) - width(cell)) + cell).join("  "));
}
