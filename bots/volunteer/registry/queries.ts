import type { Query as Sql } from "../../../src/db/connect.ts";
import type { Vault } from "../../../src/db/seal.ts";
import { ERASED } from "../../../src/people/index.ts";
import { inOrder, query } from "../../../src/flow/index.ts";

/** An elder with who answers for them, and whether they are away today. */
export type Elder = {
  person: number;
  name: string;
  team: number;
  volunteer: number | null;
  backup: number | null;
  /** 3号楼2单元 */
  home: string | null;
  /** Minutes of the day. */
  window_from: number | null;
  window_until: number | null;
  contacts: { person: number; relation: string | null }[];
  /** The last day away; `open` while nobody said until when; null at home. */
  away: string | null;
};

/** The elders of a volunteer (paired or backup), of a team, one elder, or all whom somebody answers for in whatever role;
 *  `on` is the day in question. */
export type EldersBy = { by: "volunteer" | "backup" | "team" | "person" | "responder"; value: number; on: string };
export const eldersBy = query<Elder[]>("elder.by");

/** A home as it is stored, beside the elder's own key. */
export type SealedHome = { name: string; home_sealed: Uint8Array | null; home_key: Uint8Array | null };
type Row = Omit<Elder, "home"> & SealedHome & { n: number };

/** `w.away` of the elder `e` on the day `a."on"`: the last day they are away then, `open` without one, null at home. */
export const awayThen = (sql: Sql) => sql`
  left join lateral (
    select coalesce(b.until_on::text, 'open') as away from absence b
    where b.person_id = e.person_id and b.ended_at is null and b.from_on <= a."on" and (b.until_on is null or b.until_on >= a."on")
    order by b.id desc limit 1) w on true`;

/** Where each of these elders lives, as it was sealed with their name and by their key. */
export const withHomes = <R extends SealedHome>(rows: readonly R[], personOf: (row: R) => number, vault: Vault) =>
  rows.map((row) => {
    const { home_sealed, home_key, ...one } = row;
    const key = { person: personOf(row), wrapped: home_key };
    const opened = home_sealed && vault.open({ table: "elder", row: row.name, column: "home_sealed" }, home_sealed, key);
    return { ...one, home: opened && (opened.ok ? opened.text : ERASED) };
  });

/** Each way of asking by its own index: a million elders make no difference. */
const WHICH = {
  volunteer: (sql: Sql) => sql`e.volunteer_id = a.value`,
  backup: (sql: Sql) => sql`e.backup_id = a.value`,
  team: (sql: Sql) => sql`e.team_id = a.value`,
  person: (sql: Sql) => sql`e.person_id = a.value`,
  responder: (sql: Sql) => sql`e.person_id in (
    select person_id from elder where volunteer_id = a.value
    union all select person_id from elder where backup_id = a.value
    union all select person_id from elder where contacts @> jsonb_build_array(jsonb_build_object('person', a.value))
    union all select t.person_id from role r join elder t on t.team_id = r.organisation_id where r.person_id = a.value and r.kind in ('leader', 'community'))`,
};

async function readElders(sql: Sql, args: readonly EldersBy[], vault: Vault): Promise<Elder[][]> {
  const kinds = [...new Set(args.map((each) => each.by))];
  const answers = await Promise.all(
    kinds.map((by) => {
      const asked = JSON.stringify(args.flatMap(({ value, on, ...each }, n) => (each.by === by ? [{ n, value, on }] : [])));
      return sql<Row[]>`
        select a.n, e.person_id as person, p.name, e.team_id as team, e.volunteer_id as volunteer, e.backup_id as backup, e.home_sealed, k.wrapped as home_key,
          e.window_from, e.window_until, e.contacts, w.away
        from json_to_recordset(${asked}::text::json) as a(n int, value bigint, "on" date)
        join elder e on ${WHICH[by](sql)}
        join person p on p.id = e.person_id left join person_key k on k.person_id = e.person_id
        ${awayThen(sql)}
        order by a.n, e.person_id`;
    }),
  );
  return inOrder<Elder>(
    args,
    withHomes(answers.flat(), (one) => one.person, vault),
  );
}

export const looks = { [eldersBy.name]: readElders };
