import type { Query } from "../db/connect.ts";
import type { Clock } from "../matter/index.ts";
import type { Expected } from "./audience.ts";

export const aboutNotice = (id: number): string => `notice ${id}`;

/** One notice as it is said for the first time. */
export type Spoken = {
  notice: number;
  text: string;
  confirms: boolean;
  roster: readonly Expected[];
  /** The roster once more, and the other groups that they hear it in. */
  places: readonly Expected[];
};

const STOPPED = "本人要求不再收到主动消息";

/** Freezes the rosters, and says each notice: one line a room, and an open question for everybody of the roster there. */
export async function speak(sql: Query, spoken: readonly Spoken[], { now, calendar, directory }: Clock): Promise<void> {
  const people = spoken.flatMap(({ roster, places }, n) => places.map((each, at) => ({ n, first: at < roster.length ? 1 : 0, ...each })));
  const stopped = people.map((each) => (directory.people.get(each.person)?.state === "stopped" ? 1 : 0));
  await sql`
    with given as materialized (
      select n, first = 1 as first, person, room, stopped = 1 as stopped
      from unnest(${people.map((each) => each.n)}::int[], ${people.map((each) => each.first)}::int[], ${people.map((each) => each.person)}::bigint[],
        ${people.map((each) => each.room)}::bigint[], ${stopped}::int[]) as r(n, first, person, room, stopped)
    ), notices as (
      select n, notice, text, confirms,
        case when confirms then jsonb_build_array(jsonb_build_object('label', '收到', 'data', 'receipt|' || notice)) else '[]' end as buttons
      from jsonb_to_recordset(${JSON.stringify(spoken.map(({ notice, text, confirms }, n) => ({ n, notice, text, confirms })))}::text::jsonb)
        as r(n int, notice bigint, text text, confirms boolean)
    ), frozen as (
      insert into receipt (notice_id, person_id, room_id, state, failure)
      select notice, person, room, case when stopped then 'unreachable' else 'expected' end, case when stopped then ${STOPPED} end
      from given join notices using (n) where first
    ), rooms as materialized (
      select nextval('line_id_seq') as id, n, o.id as room, o.person_id as person, o.kind = 'direct' as direct, d.stopped and o.kind = 'direct' as stopped
      from (select n, room, bool_or(stopped) as stopped from given group by n, room) d join room o on o.id = d.room
    ), said as (
      insert into line (id, room_id, person_id, notice_id, class, repeatable, text, buttons, not_before, made_at, state, failure) overriding system value
      select id, room, person, notice, 'due', direct, text, buttons, ${calendar.quietEnd(now)}::timestamptz, ${now}::timestamptz,
        case when stopped then 'withdrawn' else 'queued' end, case when stopped then ${STOPPED} end
      from rooms join notices using (n)
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select g.person, g.room, 'notice.receipt', 1, jsonb_build_object('notice', notice), r.id, 'notice ' || notice, ${now}::timestamptz
    from given g join rooms r on r.n = g.n and r.room = g.room join notices t on t.n = g.n where t.confirms`;
}

/** Says something more wherever notices were said; `asks` puts the question to everybody of the roster anew. What was
 *  not said yet need not be, when it is taken back. */
export async function speakAgain(
  sql: Query,
  spoken: readonly { notice: number; text: string; asks: boolean; takesBack: boolean }[],
  { now, calendar }: Clock,
): Promise<void> {
  const rows = JSON.stringify(spoken);
  const settled = spoken.filter((each) => each.asks || each.takesBack).map((each) => aboutNotice(each.notice));
  const back = spoken.filter((each) => each.takesBack).map((each) => each.notice);
  await sql`update line set state = 'withdrawn' where notice_id = any(${back}::bigint[]) and state in ('queued', 'failed')`;
  await sql`update expectation set closed_at = ${now}::timestamptz where about = any(${settled}::text[]) and closed_at is null`;
  await sql`
    with given as (
      select * from jsonb_to_recordset(${rows}::text::jsonb) as r(notice bigint, text text, asks boolean)
    ), rooms as (
      select nextval('line_id_seq') as id, d.* from (
        select distinct l.notice_id as notice, l.room_id as room from line l join given g on g.notice = l.notice_id where l.state <> 'withdrawn' order by 1, 2) d
    ), said as (
      insert into line (id, room_id, person_id, notice_id, class, repeatable, text, buttons, not_before, made_at) overriding system value
      select r.id, r.room, o.person_id, r.notice, 'due', o.kind = 'direct', g.text,
        case when g.asks then jsonb_build_array(jsonb_build_object('label', '收到', 'data', 'receipt|' || r.notice)) else '[]' end,
        ${calendar.quietEnd(now)}::timestamptz, ${now}::timestamptz
      from rooms r join given g on g.notice = r.notice join room o on o.id = r.room order by r.id
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select t.person_id, r.room, 'notice.receipt', 1, jsonb_build_object('notice', r.notice), r.id, 'notice ' || r.notice, ${now}::timestamptz
    from rooms r join given g on g.notice = r.notice and g.asks join room o on o.id = r.room
    join receipt t on t.notice_id = r.notice and t.state = 'expected' and (t.person_id = o.person_id
      or exists (select 1 from membership m where m.room_id = r.room and m.person_id = t.person_id and m.left_at is null))`;
}

/** Asks the approvers of drafts, each in their direct chat. */
export async function askApproval(sql: Query, drafts: readonly { notice: number; approver: number; text: string }[], { now, calendar, directory }: Clock) {
  const rows = drafts.map((each) => ({ ...each, room: directory.directRoom(each.approver).id }));
  const buttons = JSON.stringify(["同意", "不同意"].map((label, at) => ({ label, data: `answer|${at + 1}` })));
  await sql`
    with given as (
      select nextval('line_id_seq') as id, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(notice bigint, approver bigint, text text, room bigint)
    ), said as (
      insert into line (id, room_id, person_id, class, repeatable, text, buttons, not_before, made_at) overriding system value
      select id, room, approver, 'task', true, text, ${buttons}::text::jsonb, ${calendar.quietEnd(now)}::timestamptz, ${now}::timestamptz from given
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select approver, room, 'notice.approve', 1, jsonb_build_object('notice', notice), id, 'notice ' || notice, ${now}::timestamptz from given`;
}
