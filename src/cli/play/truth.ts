import type { Sql } from "../../db/connect.ts";
import { type Bound, parameters } from "./pattern.ts";

const BOOLEAN = 16;
const TIMESTAMPTZ = 1184;

/** Reads a `?` line's question in the views of the schema `story`; answers as text. */
export async function truth(sql: Sql, question: string, bound: Bound, zone: string): Promise<string> {
  const { query, values } = parameters(statementOf(question), bound);
  const result = await sql.begin("read only", async (tx) => {
    await tx`set local search_path to story, public`;
    await tx`select set_config('TimeZone', ${zone}, true)`;
    return tx.unsafe(query, values).raw();
  });
  const rows = result as unknown as (Uint8Array | null)[][] & { columns: { type: number }[] };
  if (!rows.length) return "none";
  if (rows.length > 1) throw new Error(`${rows.length} rows answer “${question}”`);
  const [cell] = rows[0] ?? [];
  if (cell === null || cell === undefined) return "null";
  const text = Buffer.from(cell).toString("utf8");
  const type = rows.columns[0]?.type;
  if (type === BOOLEAN) return text === "t" ? "true" : "false";
  return type === TIMESTAMPTZ ? text.slice(0, 16) : text;
}

function statementOf(question: string): string {
  if (/^select\s/iu.test(question)) return question;
  const counted = /^count\((\w+)\)(?:\s+where\s+([\s\S]+))?$/iu.exec(question);
  if (counted) return `select count(*) from story.${counted[1]}${counted[2] ? ` where ${counted[2]}` : ""}`;
  const [, view, column, where] = /^(\w+)\.(\w+)(?:\s+where\s+([\s\S]+))?$/iu.exec(question) ?? [];
  if (!view || !column) throw new Error(`“${question}” is no question: VIEW.COLUMN [where …], count(VIEW) [where …], or select …`);
  return `select ${column} from story.${view}${where ? ` where ${where}` : ""}`;
}
