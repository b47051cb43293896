import type { Query } from "../db/connect.ts";
import type { NewNotice } from "./kind.ts";

type Done<V> = readonly { value: V; who: number | null; heard: number | null }[];

/** What conversations and the clock may do with notices; each is written once per batch. Those that are sent at once are
 *  due at once: the next tick sends them. */
export const noticeDeeds = {
  "notice.open": (sql: Query, done: Done<NewNotice>, now: number) =>
    openNotices(
      sql,
      done.map((each) => each.value),
      now,
    ),
  /** Taken back, all that stand about a thing: `says` goes wherever they were said. */
  "notice.withdraw": (sql: Query, done: Done<{ about: string; says: string }>, now: number) =>
    withdrawNotices(
      sql,
      done.map((each) => each.value),
      now,
    ),
};

async function withdrawNotices(sql: Query, list: readonly { about: string; says: string }[], now: number): Promise<void> {
  await sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(list)}::text::jsonb) as r(about text, says text)),
    meant as (select n.id, g.says from notice n join given g on g.about = n.about where n.state <> 'withdrawn'),
    changed as (
      update notice set state = 'withdrawn', withdrawn_at = ${now}::timestamptz, next_step = null, next_at = null, revision = revision + 1
      where id in (select id from meant)
    )
    insert into line (room_id, person_id, class, repeatable, text, not_before, made_at)
    select distinct t.room_id, o.person_id, 'due', o.kind = 'direct', m.says, ${now}::timestamptz, ${now}::timestamptz
    from meant m join receipt t on t.notice_id = m.id join room o on o.id = t.room_id`;
}

async function openNotices(sql: Query, notices: readonly NewNotice[], now: number): Promise<void> {
  const rows = notices.map((each) => ({
    ...each,
    state: each.state === "sent" ? "approved" : each.state,
    at: each.state === "draft" ? null : new Date(each.at ?? now).toISOString(),
  }));
  await sql`
    with made as (
      insert into notice (kind, author_id, text, state, audience, confirms, approver_id, about, repeats, parent_id, made_at, next_step, next_at)
      select kind, author, text, state, audience, confirms, approver, about, repeats, parent, ${now}::timestamptz, case when at is null then null else 'send' end, at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(kind text, author bigint, text text, state text, audience jsonb, confirms boolean,
        approver bigint, about text, repeats text, parent bigint, at timestamptz)
      returning id, text, author_id
    )
    insert into notice_version (notice_id, version, text, by_id, at) select id, 1, text, author_id, ${now}::timestamptz from made`;
}
