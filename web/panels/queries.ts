import type { Sql } from "../../src/db/connect.ts";
import { eldersOn } from "../mornings/queries.ts";

const MOST_CHAINS = 60;

export type Chain = { id: number; name: string; code: string | null };
export type Firm = { id: number; name: string };

/** The chains that have enterprises, in the order of the town file. */
export async function listChains(sql: Sql): Promise<Chain[]> {
  return sql<Chain[]>`select id, name, code from organisation where kind = 'chain' order by id limit ${MOST_CHAINS}`;
}

/** The chain somebody belongs to, whatever they do there, and their enterprise. */
export async function belongingOf(sql: Sql, person: number | undefined): Promise<{ chain: number | null; firm: string | null; team: string | null }> {
  const [found] = await sql<{ chain: number | null; firm: string | null; team: string | null }[]>`
    select
      (select coalesce(case o.kind when 'chain' then o.id end, o.parent_id) from role r join organisation o on o.id = r.organisation_id
        where r.person_id = ${person ?? null} and o.kind <> 'team' order by r.position, r.id limit 1) as chain,
      (select o.name from role r join organisation o on o.id = r.organisation_id
        where r.person_id = ${person ?? null} and r.kind = 'member' and o.kind = 'enterprise' order by r.position, r.id limit 1) as firm,
      (select o.name from role r join organisation o on o.id = r.organisation_id
        where r.person_id = ${person ?? null} and o.kind = 'team' order by r.position, r.id limit 1) as team`;
  return found ?? { chain: null, firm: null, team: null };
}

/** One number for each panel, so that whichever is open, the others are seen to change. */
export type Glance = {
  matters: number;
  /** Households reported safe today, of those asked about. */
  safe: number;
  asked: number;
  /** The newest notice: confirmed, of its roster. */
  confirmed: number | null;
  roster: number | null;
  next_on: string | null;
  policies: number;
};

export async function glanceOf(sql: Sql, { on, chain }: { on: string; chain: number | undefined }): Promise<Glance> {
  const [found] = await sql<Glance[]>`
    select (select count(*)::int from matter) as matters, c.safe, c.asked, n.confirmed, n.roster,
      (select min(on_date) from occasion where organisation_id = ${chain ?? null} and kind = 'theme_day' and state = 'planned' and on_date >= ${on}::date) as next_on,
      (select count(*)::int from policy where state = 'current') as policies
    from (
      select count(*) filter (where checkin is not null and away is null)::int as asked, count(*) filter (where checkin = 'safe' and away is null)::int as safe
      from (${eldersOn(sql, on)}) e) c
    left join lateral (
      select count(*)::int as roster, count(*) filter (where r.state = 'confirmed')::int as confirmed from receipt r
      where r.notice_id = (select id from notice where state = 'sent' order by id desc limit 1)) n on true`;
  return found ?? { matters: 0, safe: 0, asked: 0, confirmed: null, roster: null, next_on: null, policies: 0 };
}
