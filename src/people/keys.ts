import { appendAudit, OPERATOR } from "../audit/index.ts";
import type { Query, Sql } from "../db/connect.ts";
import type { PersonKey, Vault } from "../db/seal.ts";

/** As a statement takes bytes, by `decode(…, 'hex')`. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** The keys of these people, made where they had none. One that was destroyed stays so. */
export async function personKeys(sql: Query, vault: Vault, people: readonly number[]): Promise<ReadonlyMap<number, PersonKey>> {
  const lacking = await sql<{ id: number }[]>`
    select id from unnest(${[...people]}::bigint[]) as r(id) where not exists (select 1 from person_key k where k.person_id = r.id)`;
  const made = lacking.map(({ id }) => ({ id, wrapped: hex(vault.newKey(id)) }));
  // Two at once may make one: whoever came first stands, and is read.
  if (made.length)
    await sql`
      insert into person_key (person_id, wrapped)
      select id, decode(wrapped, 'hex') from json_to_recordset(${JSON.stringify(made)}::text::json) as r(id bigint, wrapped text) order by id
      on conflict do nothing`;
  const keys = await sql<PersonKey[]>`select person_id as person, wrapped from person_key where person_id = any(${[...people]}::bigint[])`;
  return new Map(keys.map((each) => [each.person, each]));
}

/** What is sealed for one person at one place. */
export type OfPerson = { person: number; table: string; row: string; column: string; text: string };

/** Sealed by their keys, in the order given: hex for a statement. Nothing where the key was destroyed. */
export async function sealFor(sql: Query, vault: Vault, given: readonly OfPerson[]): Promise<(string | null)[]> {
  if (!given.length) return [];
  const keys = await personKeys(sql, vault, [...new Set(given.map((each) => each.person))]);
  return given.map(({ person, text, ...place }) => {
    const key = keys.get(person);
    return key?.wrapped ? hex(vault.seal(place, text, key)) : null;
  });
}

/** Rows sealed anew in one go. */
const MOST = 5000;

/** Which column of which table is sealed, whose rows they are and under which name each was sealed. */
export type SealedColumn = { table: string; column: string; person: string; row: "id" | "name" };

/** All of these columns, a chunk a transaction: nobody waits long for a row. Answers how many rows. */
export async function resealAll(sql: Sql, vault: Vault, columns: readonly SealedColumn[], now: number): Promise<number> {
  let rows = 0;
  for (const column of columns) for (let done = MOST; done === MOST; rows += done) done = await sql.begin((tx) => reseal(tx, vault, column, now));
  return rows;
}

/** Seals by people's own keys what the town's key sealed before they had any; answers how many rows, at most 5000. */
async function reseal(sql: Query, vault: Vault, { table, column, person, row }: SealedColumn, now: number): Promise<number> {
  const old = await sql<{ id: number; row: string; sealed: Uint8Array }[]>`
    select p.id, p.${sql(row)}::text as row, t.${sql(column)} as sealed from ${sql(table)} t join person p on p.id = t.${sql(person)}
    where get_byte(t.${sql(column)}, 0) = 1 order by p.id limit ${MOST} for update of t`;
  const opened = old.flatMap((each): OfPerson[] => {
    const found = vault.open({ table, row: each.row, column }, each.sealed);
    return found.ok ? [{ person: each.id, table, row: each.row, column, text: found.text }] : [];
  });
  const sealed = await sealFor(sql, vault, opened);
  const rows = JSON.stringify(opened.map((each, n) => ({ id: each.person, sealed: sealed[n] })));
  if (opened.length)
    await sql`
      update ${sql(table)} t set ${sql(column)} = decode(r.sealed, 'hex')
      from json_to_recordset(${rows}::text::json) as r(id bigint, sealed text) where t.${sql(person)} = r.id`;
  if (opened.length) await appendAudit(sql, [{ by: OPERATOR, what: "reseal", about: `${table}.${column}`, details: { rows: opened.length } }], now);
  return opened.length;
}
