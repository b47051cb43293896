import type { Sql } from "../db/connect.ts";
import { BEGINNING, hashOf, type Link } from "./append.ts";

const MOST = 5000;

/** `broken` is the first row that does not follow from the one before; `last` is the hash up to which all do. Rows cut off at
 *  the end show only to who noted a later hash. */
export type Chain = { rows: number; last: string; broken?: { id: number; why: "changed" | "unlinked" } };

/** Follows the chain from its beginning. */
export async function verifyAudit(sql: Sql): Promise<Chain> {
  const chain: Chain = { rows: 0, last: BEGINNING };
  for await (const rows of sql<(Link & { id: number; hash: string })[]>`select * from audit order by id`.cursor(MOST))
    for (const row of rows) {
      const why = row.previous !== chain.last ? "unlinked" : hashOf(row) !== row.hash ? "changed" : undefined;
      if (why) return { ...chain, broken: { id: row.id, why } };
      chain.rows += 1;
      chain.last = row.hash;
    }
  return chain;
}
