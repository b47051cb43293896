import type { Query as Sql } from "../../../src/db/connect.ts";
import type { Vault } from "../../../src/db/seal.ts";
import { query } from "../../../src/flow/index.ts";

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

/** The elders of a volunteer (paired or backup), of a team, or one elder; `on` is the day in question. */
export type EldersBy = { by: "volunteer" | "backup" | "team" | "person"; value: number; on: string };
export const eldersBy = query<Elder[]>("elder.by");

type Row = Omit<Elder, "home"> & { n: number; home_sealed: Uint8Array | null };

async function readElders(sql: Sql, args: readonly EldersBy[], vault: Vault): Promise<Elder[][]> {
  const asked = JSON.stringify(args.map((each, n) => ({ n, ...each })));
  const rows = await sql<Row[]>`
    select a.n, e.person_id as person, p.name, e.team_id as team, e.volunteer_id as volunteer, e.backup_id as backup, e.home_sealed,
      e.window_from, e.window_until, e.contacts, w.away
    from jsonb_to_recordset(${asked}::text::jsonb) as a(n int, by text, value bigint, "on" date)
    join elder e on case a.by when 'volunteer' then e.volunteer_id when 'backup' then e.backup_id when 'team' then e.team_id else e.person_id end = a.value
    join person p on p.id = e.person_id
    left join lateral (
      select coalesce(b.until_on::text, 'open') as away from absence b
      where b.person_id = e.person_id and b.ended_at is null and b.from_on <= a."on" and (b.until_on is null or b.until_on >= a."on")
      order by b.id desc limit 1) w on true
    order by a.n, e.person_id`;
  const found: Elder[][] = args.map(() => []);
  for (const { n, home_sealed, ...one } of rows) {
    const home = home_sealed && vault.open({ table: "elder", row: one.name, column: "home_sealed" }, home_sealed);
    found[n]?.push({ ...one, home });
  }
  return found;
}

export const looks = { [eldersBy.name]: readElders };
