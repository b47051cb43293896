import type { Sql } from "../src/db/connect.ts";

/** Rows in the tables that turns write, a turn. */
export async function rowsWritten(sql: Sql, turns: number): Promise<string> {
  const [rows] = await sql`
    select (select count(*) from seen)::int as seen, (select count(*) from heard)::int as heard, (select count(*) from turn)::int as turn,
      (select count(*) from conversation)::int as conversation, (select count(*) from line)::int as line, (select count(*) from matter)::int as matter,
      (select count(*) from matter_event)::int as matter_event`;
  return Object.entries(rows ?? {})
    .map(([table, count]) => `${table} ${(Number(count) / turns).toFixed(2)}`)
    .join(", ");
}
