import type { Query as Sql } from "../db/connect.ts";
import { inOrder, numbered, query } from "../flow/index.ts";
import type { Notice } from "./kind.ts";

/** At most so many notices are offered to choose from, so many names listed. */
const MOST = 12;
const MOST_NAMED = 200;
/** In a spreadsheet, which has a million rows. */
const MOST_LISTED = 100_000;

/** A person's line in a roster, with its notice. */
export type Receipt = Notice & { receipt: string; room: number };
/** One line of a ledger. */
export type LedgerRow = {
  person: number;
  room: number;
  state: string;
  version: number | null;
  evidence: string | null;
  confirmed_at: number | null;
  remark: string | null;
  failure: string | null;
};
/** Who has confirmed: counted over the whole roster, named as far as a message can. */
export type Ledger = {
  total: number;
  confirmed: number;
  /** Within an hour and a day of the asking. */
  hour: number;
  day: number;
  /** Those who have not confirmed come first. */
  rows: LedgerRow[];
  /** Groups it could not be said in. */
  failed: { room: string; failure: string }[];
  /** Members who came after the sending: on no roster. */
  joined: number[];
};

export const noticeById = query<Notice | undefined>("notice.id");
export const noticesFor = query<Notice[]>("notice.for");
export const receiptsOf = query<Receipt[]>("receipt.of");
export const ledgerOf = query<Ledger>("receipt.ledger");

async function readById(sql: Sql, args: readonly { id: number | null }[]): Promise<(Notice | undefined)[]> {
  const rows = await sql<Notice[]>`select * from notice where id = any(${args.flatMap((each) => each.id ?? [])}::bigint[])`;
  return args.map(({ id }) => rows.find((each) => each.id === id));
}

/** Notices somebody wrote, all of the town, or those whose roster names one of these people; the newest first. */
type NoticesFor = { author: number; everything: boolean; people: readonly number[]; since: number };
async function readFor(sql: Sql, args: readonly NoticesFor[]): Promise<Notice[][]> {
  const rows = await sql<(Notice & { n: number })[]>`
    select a.n, x.* from json_to_recordset(${numbered(args)}::text::json) as a(n int, author bigint, everything boolean, people jsonb, since float8)
    cross join lateral (
      select * from notice o where o.made_at >= to_timestamp(a.since / 1000.0) and (o.author_id = a.author or a.everything or exists (
        select 1 from receipt t where t.notice_id = o.id and t.person_id in (select value::bigint from jsonb_array_elements_text(a.people))))
      order by coalesce(o.sent_at, o.made_at) desc, o.id desc limit ${MOST}) x
    order by a.n, coalesce(x.sent_at, x.made_at) desc, x.id desc`;
  return inOrder(args, rows);
}

/** What somebody was told, in one room or anywhere; the newest first. */
async function readReceipts(sql: Sql, args: readonly { person: number; room: number | null; since: number }[]): Promise<Receipt[][]> {
  const rows = await sql<(Receipt & { n: number })[]>`
    select a.n, x.* from json_to_recordset(${numbered(args)}::text::json) as a(n int, person bigint, room bigint, since float8)
    cross join lateral (
      select o.*, t.state as receipt, t.room_id as room from receipt t join notice o on o.id = t.notice_id
      where t.person_id = a.person and o.sent_at >= to_timestamp(a.since / 1000.0)
        and (a.room is null or t.room_id = a.room or exists (select 1 from line l where l.notice_id = o.id and l.room_id = a.room))
      order by o.sent_at desc, o.id desc limit ${MOST}) x
    order by a.n, x.sent_at desc, x.id desc`;
  return inOrder(args, rows);
}

const NONE: Ledger = { total: 0, confirmed: 0, hour: 0, day: 0, rows: [], failed: [], joined: [] };

/** `whole`: as many rows as a spreadsheet takes; else as a message does. */
type LedgerOf = { notice: number | null; people: readonly number[] | null; whole: boolean };
async function readLedgers(sql: Sql, args: readonly LedgerOf[]): Promise<Ledger[]> {
  const rows = await sql<(Ledger & { n: number })[]>`
    with asked as (
      select a.*, o.asked_at, o.sent_at from json_to_recordset(${numbered(args)}::text::json) as a(n int, notice bigint, people jsonb, whole boolean) join notice o on o.id = a.notice
    ), mine as (
      select a.n, a.asked_at, a.whole, t.*, row_number() over (partition by a.n order by t.state = 'confirmed', t.id) as place from asked a
      join receipt t on t.notice_id = a.notice
      where a.people is null or jsonb_typeof(a.people) = 'null' or t.person_id in (select value::bigint from jsonb_array_elements_text(a.people))
    )
    select a.n, c.*, coalesce(f.failed, '[]') as failed, coalesce(j.joined, '[]') as joined from asked a
    cross join lateral (
      select count(*)::int as total, (count(*) filter (where state = 'confirmed'))::int as confirmed,
        (count(*) filter (where state = 'confirmed' and confirmed_at <= m.asked_at + interval '1 hour'))::int as hour,
        (count(*) filter (where state = 'confirmed' and confirmed_at <= m.asked_at + interval '1 day'))::int as day,
        coalesce(jsonb_agg(jsonb_build_object('person', person_id, 'room', room_id, 'state', state, 'version', version, 'evidence', evidence,
          'confirmed_at', extract(epoch from confirmed_at) * 1000, 'remark', remark, 'failure', failure) order by place)
          filter (where place <= case when whole then ${MOST_LISTED}::int else ${MOST_NAMED}::int end), '[]') as rows
      from mine m where m.n = a.n) c
    cross join lateral (
      select jsonb_agg(distinct jsonb_build_object('room', o.name, 'failure', l.failure)) as failed from line l join room o on o.id = l.room_id
      where l.notice_id = a.notice and l.state = 'failed' and o.kind = 'group') f
    cross join lateral (
      select jsonb_agg(distinct m.person_id) as joined from line l join membership m on m.room_id = l.room_id
      where l.notice_id = a.notice and m.left_at is null and m.joined_at >= a.sent_at
        and not exists (select 1 from receipt t where t.notice_id = a.notice and t.person_id = m.person_id)) j`;
  return inOrder(args, rows).map(([one]) => one ?? NONE);
}

export const noticeQueries = { [noticeById.name]: readById, [noticesFor.name]: readFor, [receiptsOf.name]: readReceipts, [ledgerOf.name]: readLedgers };
