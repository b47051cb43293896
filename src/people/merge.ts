import type { Query } from "../db/connect.ts";
import { type Before, type Merging, type Moved, moving, type Parting, placeOf, restoring, returning, type SaidBy, type Tie } from "./refers.ts";

type Done<V> = readonly { value: V; who: number | null }[];
/** Why two are taken for one: a code was said, a question was answered, somebody who may said so. */
export type How = "code" | "answered" | "commanded";
export type Tied = { newcomer: number; person: number; account?: number | null; invitation: number | null; how: How; evidence: readonly string[] };

/** Makes one person of two, and two of one again. Everything that names a person is moved by what the modules say of their
 *  tables, a statement a column, and what was moved is kept with the merge. */
export function mergeDeeds(parts: readonly Merging[], saidBy: SaidBy) {
  return {
    "person.tie": async (sql: Query, done: Done<Tied>, now: number): Promise<void> => {
      const ties = await begun(sql, done, now);
      const whole = ties.filter((each) => each.account === null);
      const record = new Map(ties.map((each) => [each.merge, { merge: each.merge, moved: {} as Moved, before: {} as Before }]));
      await accounts(sql, ties, record, now);
      if (whole.length) await moveAll(sql, parts, whole, record);
      await sql`
        update person_merge p set moved = r.moved, before = p.before || r.before
        from json_to_recordset(${JSON.stringify([...record.values()])}::text::json) as r(merge bigint, moved jsonb, before jsonb) where p.id = r.merge`;
      await sql`update person set state = 'merged' where id = any(${whole.map((each) => each.from)}::bigint[])`;
      await renew(sql);
    },
    /** Everything goes back to where it was; said again, nothing more happens. */
    "person.untie": async (sql: Query, done: Done<{ merge: number }>, now: number): Promise<void> => {
      const undone = await claimed(sql, done, now);
      if (!undone.length) return;
      const asked = undone.map((each) => ({ merge: each.merge, person: each.into, accounts: each.moved["account.person_id"] ?? [] }));
      const said = new Map((await saidBy(sql, asked)).map((each) => [each.merge, each.heard]));
      await returnAll(sql, parts, undone);
      const partings: Parting[] = undone.map((each) => ({ ...each, heard: said.get(each.merge) ?? [] }));
      await partAll(sql, parts, partings);
      await sql`
        update person p set state = m.before ->> 'state' from person_merge m
        where m.id = any(${undone.map((each) => each.merge)}::bigint[]) and m.account_id is null and p.id = m.from_id and p.state = 'merged'`;
      await renew(sql);
    },
  };
}

const renew = async (sql: Query): Promise<void> => {
  await sql`update town set revision = revision + 1`;
};

/** Writes down the merges of this batch; one of somebody who is merged already is left out. */
async function begun(sql: Query, done: Done<Tied>, now: number): Promise<Tie[]> {
  const rows = JSON.stringify(done.map(({ value, who }) => ({ ...value, by: value.how === "code" ? null : who })));
  return sql<Tie[]>`
    with given as (
      select * from json_to_recordset(${rows}::text::json)
        as r(newcomer bigint, person bigint, account bigint, invitation bigint, how text, evidence jsonb, by bigint)
    ), used as (update invitation i set used_at = ${now}::timestamptz from given g where i.id = g.invitation
    ), made as (
      insert into person_merge (from_id, into_id, account_id, how, evidence, before, merged_at, merged_by_id)
      select g.newcomer, g.person, g.account, g.how, g.evidence, jsonb_build_object('state', f.state), ${now}::timestamptz, g.by
      from given g join person f on f.id = g.newcomer join person p on p.id = g.person
      where g.newcomer <> g.person and f.state <> 'merged' and p.state <> 'merged' order by 1 on conflict do nothing returning *
    )
    select m.id as merge, m.from_id as "from", m.into_id as "into", m.account_id as account, f.id as room_from, o.id as room_into
    from made m join room f on f.person_id = m.from_id join room o on o.person_id = m.into_id order by m.id`;
}

type Record = ReadonlyMap<number, { merge: number; moved: Moved; before: Before }>;

/** The accounts change hands. Whatever else the person had on the same channel is kept, and nothing more is said to it. */
async function accounts(sql: Query, ties: readonly Tie[], record: Record, now: number): Promise<void> {
  const rows = await sql<{ merge: number; moved: number[]; replaced: number[] }[]>`
    with ties as (select * from json_to_recordset(${JSON.stringify(ties)}::text::json) as r(merge bigint, "from" bigint, "into" bigint, account bigint)),
    moved as (
      update account a set person_id = m."into" from ties m
      where a.person_id = m."from" and a.kind = 'user' and (m.account is null or a.id = m.account) returning m.merge, a.id, a.channel
    ), replaced as (
      update account a set replaced_at = ${now}::timestamptz from ties m
      where a.person_id = m."into" and a.kind = 'user' and a.replaced_at is null
        and exists (select 1 from moved v where v.merge = m.merge and v.channel = a.channel) returning m.merge, a.id
    )
    select merge, coalesce((select jsonb_agg(id order by id) from moved where moved.merge = ties.merge), '[]') as moved,
      coalesce((select jsonb_agg(id order by id) from replaced where replaced.merge = ties.merge), '[]') as replaced from ties`;
  for (const each of rows) {
    const one = record.get(each.merge);
    if (one) Object.assign(one, { moved: { "account.person_id": each.moved }, before: { replaced: each.replaced } });
  }
}

async function moveAll(sql: Query, parts: readonly Merging[], ties: readonly Tie[], record: Record): Promise<void> {
  const given = JSON.stringify(ties);
  for (const part of parts)
    for (const each of (await part.merged?.(sql, ties)) ?? []) {
      const before = record.get(each.merge)?.before;
      if (before && each.kept.length) before.kept = { ...before.kept, [each.name]: each.kept };
    }
  for (const refers of parts.flatMap((each) => each.refers ?? []))
    for (const { merge, ids, out } of await sql.unsafe<{ merge: number; ids: number[]; out: unknown[] }[]>(moving(refers), [given])) {
      const one = record.get(merge);
      if (one && ids.length) one.moved[placeOf(refers)] = ids;
      if (one && out.length) one.before.out = { ...one.before.out, [refers.table]: out };
    }
}

type Undone = Tie & { merged_at: number; moved: Moved; before: Before };

/** Takes the merges to undo. Those of somebody who was merged further stand until that is undone, too. */
async function claimed(sql: Query, done: Done<{ merge: number }>, now: number): Promise<Undone[]> {
  const rows = JSON.stringify(done.map(({ value, who }) => ({ ...value, by: who })));
  return sql<Undone[]>`
    with undone as (
      update person_merge m set undone_at = ${now}::timestamptz, undone_by_id = r.by
      from json_to_recordset(${rows}::text::json) as r(merge bigint, by bigint)
      where m.id = r.merge and m.undone_at is null and exists (select 1 from person p where p.id = m.into_id and p.state <> 'merged') returning m.*
    )
    select m.id as merge, m.from_id as "from", m.into_id as "into", m.account_id as account, f.id as room_from, o.id as room_into,
      m.merged_at, m.moved, m.before
    from undone m join room f on f.person_id = m.from_id join room o on o.person_id = m.into_id order by m.id`;
}

async function returnAll(sql: Query, parts: readonly Merging[], undone: readonly Undone[]): Promise<void> {
  const given = JSON.stringify(undone);
  await sql`
    with ties as (select * from json_to_recordset(${given}::text::json) as r("from" bigint, "into" bigint, moved jsonb, before jsonb)),
    back as (
      update account a set person_id = m."from" from ties m, jsonb_array_elements_text(m.moved -> 'account.person_id') i(id)
      where a.id = i.id::bigint and a.person_id = m."into"
    )
    update account a set replaced_at = null from ties m, jsonb_array_elements_text(m.before -> 'replaced') i(id)
    where a.id = i.id::bigint and a.person_id = m."into"`;
  const refers = parts.flatMap((each) => each.refers ?? []).toReversed();
  for (const each of refers) {
    await sql.unsafe(returning(each), [given]);
    if (each.once) await sql.unsafe(restoring(each), [given]);
  }
}

async function partAll(sql: Query, parts: readonly Merging[], partings: readonly Parting[]): Promise<void> {
  for (const each of parts) await each.parted?.(sql, partings);
}
