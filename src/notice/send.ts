import type { Query } from "../db/connect.ts";
import { after, type Clock } from "../matter/index.ts";
import { alsoHeard, rosterOf } from "./audience.ts";
import type { Notice, NoticeKind } from "./kind.ts";
import { nextRepeat } from "./repeats.ts";
import { speak } from "./speak.ts";

/** More than this behind its time, it was held up while the program was away: it is said once, and said to be late. */
const LATE_MS = 10 * 60_000;

/** Sends notices: the roster is frozen, each group and each person outside them gets one line, and each may confirm. */
export async function sendNotices(sql: Query, notices: readonly Notice[], kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<void> {
  const spoken = notices.map((one) => {
    const roster = rosterOf(one.audience, clock.directory, one.author_id);
    return { notice: one.id, text: textOf(one, kinds, clock), confirms: one.confirms, roster, also: alsoHeard(roster, one.audience, clock.directory) };
  });
  await speak(sql, spoken, clock);
  const remind = after(clock.now, clock.limits.receipt_remind, clock);
  await sql`
    update notice n set state = 'sent', sent_at = ${clock.now}::timestamptz, asked_at = ${clock.now}::timestamptz, revision = n.revision + 1,
      next_step = case when confirms then 'remind' end, next_at = case when confirms then ${remind}::timestamptz end
    where id = any(${notices.map((each) => each.id)}::bigint[])`;
  await planNext(sql, notices, clock);
}

/** The next of those that repeat stands ready, as a notice of its own. */
async function planNext(sql: Query, notices: readonly Notice[], { now, calendar }: Clock): Promise<void> {
  const rows = notices.flatMap((one) => (one.repeats === null ? [] : [{ id: one.id, at: new Date(nextRepeat(one.repeats, now, calendar)).toISOString() }]));
  if (!rows.length) return;
  await sql`
    with made as (
      insert into notice (kind, author_id, text, state, audience, confirms, approver_id, approved_at, about, repeats, parent_id, made_at, planned_at, next_step, next_at)
      select n.kind, n.author_id, n.text, 'approved', n.audience, n.confirms, n.approver_id, n.approved_at, n.about, n.repeats, coalesce(n.parent_id, n.id),
        ${now}::timestamptz, r.at, 'send', r.at
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, at timestamptz) join notice n on n.id = r.id
      returning id, text, author_id
    )
    insert into notice_version (notice_id, version, text, by_id, at) select id, 1, text, author_id, ${now}::timestamptz from made`;
}

/** As it is said: the text, that it is late, and how to confirm it. */
function textOf(one: Notice, kinds: ReadonlyMap<string, NoticeKind>, { now, calendar }: Clock): string {
  const late = one.next_at !== null && now - one.next_at > LATE_MS ? `（原定${calendar.print(one.next_at)}发出，因系统中断迟发）` : "";
  return [one.text, late, one.confirms ? (kinds.get(one.kind)?.footer ?? "") : ""].filter(Boolean).join("\n");
}
