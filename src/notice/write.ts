import type { Query } from "../db/connect.ts";
import { after, type Clock } from "../matter/index.ts";
import { rosterOf } from "./audience.ts";
import type { Confirmation, Correction, NewNotice, Notice, NoticeKind, Withdrawal } from "./kind.ts";
import { sendNotices } from "./send.ts";
import { askApproval, speakAgain } from "./speak.ts";

type Done<V> = readonly { value: V; who: number | null; heard: number | null }[];
const values = <V>(done: Done<V>): V[] => done.map((each) => each.value);
const moment = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : new Date(at).toISOString());

/** A larger roster goes out at the next tick: whoever spoke must not wait for it. */
const AT_ONCE = 1000;

/** What conversations and the clock may do with notices; each is written once per batch. `moment` is now, as notices see it. */
export const noticeDeeds = (kinds: ReadonlyMap<string, NoticeKind>, clock: () => Clock) => ({
  "notice.open": (sql: Query, done: Done<NewNotice>) => openNotices(sql, values(done), kinds, clock()),
  "notice.approve": (sql: Query, done: Done<{ notice: number; by: number }>) => approve(sql, values(done), kinds, clock()),
  "notice.correct": (sql: Query, done: Done<Correction>) => correct(sql, values(done), clock()),
  "notice.withdraw": (sql: Query, done: Done<Withdrawal>) => withdraw(sql, values(done), clock()),
  "notice.confirm": (sql: Query, done: Done<Confirmation>) => confirm(sql, values(done), clock()),
});

async function openNotices(sql: Query, notices: readonly NewNotice[], kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<void> {
  const rows = notices.map(({ asks: _asks, ...each }, n) => ({
    n,
    ...each,
    state: each.state === "sent" ? "approved" : each.state,
    planned: moment(each.at),
    step: each.state === "draft" ? "approve" : "send",
    next: each.state === "draft" ? moment(after(clock.now, clock.limits.receipt_remind, clock)) : moment(each.at ?? clock.now),
  }));
  const made = await sql<(Notice & { n: number })[]>`
    with given as (
      select *, nextval('notice_id_seq') as id from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, kind text, author bigint, text text,
        state text, audience jsonb, confirms boolean, approver bigint, about text, repeats text, planned timestamptz, step text, next timestamptz)
    ), made as (
      insert into notice (id, kind, author_id, text, state, audience, confirms, approver_id, about, repeats, made_at, planned_at, next_step, next_at)
      overriding system value
      select id, kind, author, text, state, audience, confirms, approver, about, repeats, ${clock.now}::timestamptz, planned, step, next from given order by n
      returning *
    ), versions as (
      insert into notice_version (notice_id, version, text, by_id, at) select id, 1, text, author_id, ${clock.now}::timestamptz from made
    )
    select m.*, g.n from made m join given g on g.id = m.id order by g.n`;
  const drafts = made.flatMap(({ n, id, state, approver_id }) => {
    const text = notices[n]?.asks;
    return state === "draft" && approver_id !== null && text ? [{ notice: id, approver: approver_id, text }] : [];
  });
  if (drafts.length) await askApproval(sql, drafts, clock);
  await sendSmall(sql, made, kinds, clock);
}

async function sendSmall(sql: Query, notices: readonly Notice[], kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<void> {
  const due = notices.filter((each) => each.next_step === "send" && each.next_at !== null && each.next_at <= clock.now);
  const small = due.filter((each) => rosterOf(each.audience, clock.directory, each.author_id).length <= AT_ONCE);
  if (small.length) await sendNotices(sql, small, kinds, clock);
}

/** The second person's word. What was to be said meanwhile is said now. */
async function approve(sql: Query, list: readonly { notice: number; by: number }[], kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<void> {
  const approved = await sql<Notice[]>`
    update notice n set state = 'approved', approver_id = r.by, approved_at = ${clock.now}::timestamptz, revision = n.revision + 1, next_step = 'send',
      next_at = greatest(planned_at, ${clock.now}::timestamptz)
    from json_to_recordset(${JSON.stringify(list)}::text::json) as r(notice bigint, by bigint) where n.id = r.notice and n.state = 'draft' returning n.*`;
  await sendSmall(sql, approved, kinds, clock);
}

/** A correction is a version of its own. A material one makes everybody who confirmed expected again; of those that
 *  repeat, the one that stands ready is corrected with it. */
async function correct(sql: Query, list: readonly Correction[], clock: Clock): Promise<void> {
  const rows = JSON.stringify(list);
  const remind = after(clock.now, clock.limits.receipt_remind, clock);
  const changed = await sql<{ id: number; state: string }[]>`
    with given as (select * from json_to_recordset(${rows}::text::json) as r(notice bigint, by bigint, text text, change text, material boolean)),
    changed as (
      update notice n set text = r.text, version = n.version + 1, revision = n.revision + 1,
        asked_at = case when n.state = 'sent' and r.material then ${clock.now}::timestamptz else n.asked_at end,
        next_step = case when n.state = 'sent' and r.material and n.confirms then 'remind' else n.next_step end,
        next_at = case when n.state = 'sent' and r.material and n.confirms then ${remind}::timestamptz else n.next_at end
      from given r where n.id = r.notice and n.state <> 'withdrawn' returning n.id, n.state, n.version, r.by, r.text, r.change, r.material
    ), voided as (
      update receipt t set state = 'expected' from changed c where t.notice_id = c.id and c.material and t.state = 'confirmed'
    ), later as (
      update notice n set text = r.text from given r join notice o on o.id = r.notice
      where n.parent_id = coalesce(o.parent_id, o.id) and n.state = 'approved' and n.id <> r.notice
    ), versions as (
      insert into notice_version (notice_id, version, text, changed, material, by_id, at)
      select id, version, text, change, material, by, ${clock.now}::timestamptz from changed
    )
    select id, state from changed`;
  const sent = new Set(changed.filter((each) => each.state === "sent").map((each) => each.id));
  const spoken = list.filter((each) => sent.has(each.notice));
  if (spoken.length)
    await speakAgain(
      sql,
      spoken.map(({ notice, says, material }) => ({ notice, text: says, asks: material, takesBack: false })),
      clock,
    );
}

/** Taken back: whoever heard it is told; what repeats does not come again. */
async function withdraw(sql: Query, list: readonly Withdrawal[], clock: Clock): Promise<void> {
  const withdrawn = await sql<{ id: number; says: string }[]>`
    with given as (select * from json_to_recordset(${JSON.stringify(list)}::text::json) as r(notice bigint, about text, reason text, text text)),
    meant as (
      select distinct on (n.id) n.id, coalesce(n.parent_id, n.id) as root, n.repeats,
        coalesce(g.text, '通知“' || split_part(n.text, E'\n', 1) || '”已撤回' || coalesce('（' || g.reason || '）', '') || '，请不要再按它办。') as says
      from notice n join given g on n.id = g.notice or n.about = g.about where n.state <> 'withdrawn' order by n.id
    ), later as (
      select n.id from notice n join meant m on m.repeats is not null and n.parent_id = m.root where n.state = 'approved'
    ), changed as (
      update notice n set state = 'withdrawn', withdrawn_at = ${clock.now}::timestamptz, next_step = null, next_at = null, revision = n.revision + 1
      where n.id in (select id from meant union select id from later)
    )
    select id, says from meant`;
  if (withdrawn.length)
    await speakAgain(
      sql,
      withdrawn.map(({ id, says }) => ({ notice: id, text: says, asks: false, takesBack: true })),
      clock,
    );
}

/** A receipt counts once, for the version that stands; what was confirmed before stays as it was. */
async function confirm(sql: Query, list: readonly Confirmation[], { now }: Clock): Promise<void> {
  const rows = list.flatMap(({ people, at, ...each }) => people.map((person) => ({ ...each, person, at: new Date(at).toISOString() })));
  await sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(notice bigint, person bigint, evidence text, at timestamptz, remark text)
    ), confirmed as (
      update receipt t set state = 'confirmed', version = n.version, evidence = r.evidence, confirmed_at = r.at, remark = coalesce(r.remark, t.remark), failure = null
      from given r join notice n on n.id = r.notice
      where t.notice_id = r.notice and t.person_id = r.person and t.state in ('expected', 'unreachable')
    )
    update expectation e set closed_at = ${now}::timestamptz from given r
    where e.about = 'notice ' || r.notice and e.person_id = r.person and e.flow = 'notice.receipt' and e.closed_at is null`;
}
