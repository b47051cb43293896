import type { Query } from "../db/connect.ts";

/** Rows that name a person, or the direct room with them, in one column: when two people turn out to be one, they are moved. */
export type Refers = {
  table: string;
  column: string;
  /** The column holds the direct room with the person. */
  room?: true;
  /** The column by which a row is found again, beside the person; `id` unless the table has none. */
  key?: string;
  /** Other columns with which the person is unique: where both have a row, one is taken out, and put back when it is undone. */
  once?: readonly string[];
  /** Finds the rows where the column has no index: SQL that selects their `id`, over `m`: m."from", m."into", m.room_from, m.room_into. */
  via?: string;
};

/** Two people who are one, with the direct rooms with them. `account`: only this one changed hands. */
export type Tie = { merge: number; from: number; into: number; account: number | null; room_from: number; room_into: number };

/** Two people who are not one after all. `heard`: what was said meanwhile by the accounts that go back; `before`: what the
 *  module's own `merged` kept. */
export type Parting = Tie & { merged_at: number; heard: number[]; before: Before };

/** What a merge changed beside moving rows, as it was: by module, and rows taken out by table. */
export type Before = { state?: string; replaced?: number[]; out?: Record<string, unknown[]>; kept?: Record<string, unknown[]> };
export type Moved = Record<string, number[]>;

/** What a module does beside moving rows. `merged` runs before they are moved and answers with what it changed; `parted` after
 *  they were moved back: what came in meanwhile goes with the account it came by. */
export type Merging = {
  refers?: readonly Refers[];
  merged?: (sql: Query, ties: readonly Tie[]) => Promise<readonly { merge: number; name: string; kept: unknown[] }[]>;
  parted?: (sql: Query, partings: readonly Parting[]) => Promise<void>;
};

/** Finds, for each merge, what was said by these accounts as this person. */
export type SaidBy = (sql: Query, asked: readonly { merge: number; person: number; accounts: number[] }[]) => Promise<{ merge: number; heard: number[] }[]>;

export const placeOf = ({ table, column }: Refers): string => `${table}.${column}`;
const key = ({ key: own = "id" }: Refers): string => own;
/** The columns of the merge that a column of this kind holds. */
const ends = ({ room }: Refers): [from: string, into: string] => (room ? ["room_from", "room_into"] : ['"from"', '"into"']);

const TIES = `ties as (select * from jsonb_to_recordset($1::text::jsonb)
  as r(merge bigint, "from" bigint, "into" bigint, account bigint, room_from bigint, room_into bigint, moved jsonb, before jsonb))`;

/** One statement that moves the rows of one column, and takes out those that the other person has too. */
export function moving(each: Refers): string {
  const [from, into] = ends(each);
  const { table, column, once, via } = each;
  const theirs = `${via ? `ties m cross join lateral (${via}) f` : "ties m"}`;
  const found = `t.${column} = m.${from}${via ? ` and t.${key(each)} = f.id` : ""}`;
  const same = (once ?? []).map((one) => `o.${one} is not distinct from t.${one}`).join(" and ");
  const twice = once ? `exists (select 1 from ${table} o where o.${column} = m.${into} and ${same})` : "false";
  return `with ${TIES},
    gone as (delete from ${table} t using ${theirs} where ${found} and ${twice} returning m.merge, to_jsonb(t) as row),
    moved as (update ${table} t set ${column} = m.${into} from ${theirs} where ${found} and not ${twice} returning m.merge, t.${key(each)} as id)
    select merge, coalesce((select jsonb_agg(id order by id) from moved where moved.merge = ties.merge), '[]') as ids,
      coalesce((select jsonb_agg(row) from gone where gone.merge = ties.merge), '[]') as out from ties`;
}

/** And back: exactly those that were moved, if they still are where they were moved to. */
export function returning(each: Refers): string {
  const [from, into] = ends(each);
  return `with ${TIES}
    update ${each.table} t set ${each.column} = m.${from} from ties m, jsonb_array_elements_text(m.moved -> '${placeOf(each)}') i(id)
    where t.${key(each)} = i.id::bigint and t.${each.column} = m.${into}`;
}

/** Puts back what was taken out. */
export const restoring = ({ table }: Refers): string => `with ${TIES}
  insert into ${table} overriding system value
  select r.* from ties m cross join lateral jsonb_populate_recordset(null::${table}, m.before -> 'out' -> '${table}') r on conflict do nothing`;
