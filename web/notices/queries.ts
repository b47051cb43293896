import type { Sql } from "../../src/db/connect.ts";

const MOST_NOTICES = 30;
const MOST_RECEIPTS = 300;

export type NoticeRow = {
  id: number;
  kind: string;
  title: string;
  state: string;
  version: number;
  confirms: boolean;
  author: string;
  approver: string | null;
  approved_at: number | null;
  made_at: number;
  sent_at: number | null;
  withdrawn_at: number | null;
  repeats: string | null;
  next_step: string | null;
  next_at: number | null;
  /** All on the roster as it was frozen: nobody falls out of the denominator. */
  roster: number;
  confirmed: number;
  unreachable: number;
  gone: number;
};

export type ReceiptRow = {
  person: string;
  state: string;
  version: number | null;
  evidence: string | null;
  confirmed_at: number | null;
  room: string;
  kind: string;
  remark: string | null;
  failure: string | null;
};

export type VersionRow = { version: number; changed: string | null; material: boolean; by: string; at: number };
export type NoticeStory = { notice: NoticeRow & { text: string }; versions: VersionRow[]; receipts: ReceiptRow[] };

const columns = (sql: Sql) => sql`
  n.id, n.kind, split_part(n.text, E'\n', 1) as title, n.state, n.version, n.confirms, a.name as author, b.name as approver, n.approved_at, n.made_at,
  n.sent_at, n.withdrawn_at, n.repeats, n.next_step, n.next_at, r.roster, r.confirmed, r.unreachable, r.gone`;
const sources = (sql: Sql) => sql`
  join person a on a.id = n.author_id left join person b on b.id = n.approver_id
  left join lateral (
    select count(*)::int as roster, count(*) filter (where c.state = 'confirmed')::int as confirmed,
      count(*) filter (where c.state = 'unreachable')::int as unreachable, count(*) filter (where c.state = 'left')::int as gone
    from receipt c where c.notice_id = n.id) r on true`;

/** The newest notices. */
export async function listNotices(sql: Sql): Promise<{ total: number; notices: NoticeRow[] }> {
  const [[count], notices] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total from notice`,
    sql<NoticeRow[]>`
      select ${columns(sql)} from (select * from notice order by id desc limit ${MOST_NOTICES}) n ${sources(sql)} order by n.id desc`,
  ]);
  return { total: count?.total ?? 0, notices };
}

/** One notice with its versions and its ledger, those missing first. */
export async function noticeStory(sql: Sql, id: number): Promise<NoticeStory | undefined> {
  const [[notice], versions, receipts] = await Promise.all([
    sql<(NoticeRow & { text: string })[]>`select ${columns(sql)}, n.text from notice n ${sources(sql)} where n.id = ${id}`,
    sql<VersionRow[]>`
      select v.version, v.changed, v.material, p.name as by, v.at from notice_version v join person p on p.id = v.by_id
      where v.notice_id = ${id} order by v.version`,
    sql<ReceiptRow[]>`
      select p.name as person, r.state, r.version, r.evidence, r.confirmed_at, o.name as room, o.kind, r.remark, r.failure
      from receipt r join person p on p.id = r.person_id join room o on o.id = r.room_id where r.notice_id = ${id}
      order by array_position(array['expected', 'unreachable', 'confirmed', 'left'], r.state), r.confirmed_at desc nulls last, p.id limit ${MOST_RECEIPTS}`,
  ]);
  return notice && { notice, versions, receipts };
}
