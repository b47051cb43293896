import { createHash } from "node:crypto";
import type { Query } from "../db/connect.ts";

type What = "import" | "backup" | "restore" | "erase" | "reseal" | "look" | "role" | "merge" | "unmerge" | "exception";
/** A deed to be kept for good: by whom, what, to what. `details` are counts and codes, nothing personal. */
export type Audited = { by: string; what: What; about: string; details?: Readonly<Record<string, string | number | boolean | null>> };
/** The one at the keyboard: commands know no more of them. */
export const OPERATOR = "operator";

export type Link = Audited & { at: number; previous: string };
/** Before the first row. */
export const BEGINNING = "0".repeat(64);

/** What a row's hash covers, spelled in one way only. */
export function hashOf({ at, by, what, about, details = {}, previous }: Link): string {
  const sorted = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([new Date(at).toISOString(), by, what, about, sorted, previous]))
    .digest("hex");
}

/** Appends to the chain, in the transaction of the deed. Who appends waits for whoever did before to commit: call it last. */
export async function appendAudit(sql: Query, deeds: readonly Audited[], at: number): Promise<void> {
  if (!deeds.length) return;
  await sql`select pg_advisory_xact_lock(hashtext('lianxin audit'))`;
  const [last] = await sql<{ hash: string }[]>`select hash from audit order by id desc limit 1`;
  let previous = last?.hash ?? BEGINNING;
  const rows = deeds.map(({ details = {}, ...deed }, n) => {
    const link = { ...deed, details, at, previous };
    previous = hashOf(link);
    return { ...link, n, hash: previous };
  });
  await sql`
    insert into audit (at, by, what, about, details, previous, hash)
    select ${at}::timestamptz, by, what, about, details, previous, hash
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, by text, what text, about text, details jsonb, previous text, hash text) order by n`;
}
