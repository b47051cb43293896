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
  /** The other groups that they hear it in. */
  also: readonly Expected[];
};

const STOPPED = "本人要求不再收到主动消息";

/** Numbers as PostgreSQL writes an array: one parameter of text, which costs a third of the driver's own arrays. */
const numbers = (list: readonly number[]): string => `{${list.join(",")}}`;

/** Freezes the rosters, and says each notice: one line a room, and an open question for everybody of the roster there.
 *  Those who are told privately have a room each, so nothing is grouped or joined for them: they are the hundred thousand. */
export async function speak(sql: Query, spoken: readonly Spoken[], { now, calendar, directory }: Clock): Promise<void> {
  const { alone, together, stopped } = columnsOf(spoken, directory);
  await sql`
    with notices as materialized (
      select notice, text, confirms, jsonb_build_object('notice', notice) as answers, 'notice ' || notice as about,
        case when confirms then jsonb_build_array(jsonb_build_object('label', '收到', 'data', 'receipt|' || notice)) else '[]' end as buttons
      from json_to_recordset(${JSON.stringify(spoken.map(({ notice, text, confirms }) => ({ notice, text, confirms })))}::text::json)
        as r(notice bigint, text text, confirms boolean)
    ), alone as materialized (
      select nextval('line_id_seq') as id, notice, person, room, person = any(${numbers(stopped)}::text::bigint[]) as stopped
      from unnest(${numbers(alone.notice)}::text::bigint[], ${numbers(alone.person)}::text::bigint[], ${numbers(alone.room)}::text::bigint[])
        as r(notice, person, room)
    ), together as materialized (
      select notice, person, room, first = 1 as first
      from unnest(${numbers(together.notice)}::text::bigint[], ${numbers(together.person)}::text::bigint[], ${numbers(together.room)}::text::bigint[],
        ${numbers(together.first)}::text::int[]) as r(notice, person, room, first)
    ), groups as materialized (
      select nextval('line_id_seq') as id, notice, room from (select distinct notice, room from together order by notice, room) d
    ), frozen as (
      insert into receipt (notice_id, person_id, room_id, state, failure)
      select notice, person, room, case when stopped then 'unreachable' else 'expected' end, case when stopped then ${STOPPED} end from alone
      union all select notice, person, room, 'expected', null from together where first
    ), said as (
      insert into line (id, room_id, person_id, notice_id, class, repeatable, text, buttons, not_before, made_at, state, failure) overriding system value
      select id, room, person, notice, 'due', person is not null, text, buttons, ${calendar.quietEnd(now)}::timestamptz, ${now}::timestamptz,
        case when stopped then 'withdrawn' else 'queued' end, case when stopped then ${STOPPED} end
      from (select id, notice, person, room, stopped from alone union all select id, notice, null, room, false from groups) d join notices using (notice)
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select person, room, 'notice.receipt', 1, answers, d.id, about, ${now}::timestamptz
    from (select id, notice, person, room from alone union all select g.id, notice, t.person, room from together t join groups g using (notice, room)) d
    join notices using (notice) where confirms`;
}

const none = () => ({ notice: [] as number[], person: [] as number[], room: [] as number[], first: [] as number[] });

/** Rosters as columns: those told privately, those told in groups, and who of the former wants no unasked messages. */
function columnsOf(spoken: readonly Spoken[], directory: Clock["directory"]) {
  const [alone, together, stopped] = [none(), none(), [] as number[]];
  const put = (notice: number, { person, room }: Expected, first: number): void => {
    const direct = directory.rooms.get(room)?.kind === "direct";
    const side = direct ? alone : together;
    side.notice.push(notice);
    side.person.push(person);
    side.room.push(room);
    side.first.push(first);
    if (direct && directory.people.get(person)?.state === "stopped") stopped.push(person);
  };
  for (const { notice, roster, also } of spoken) {
    for (const each of roster) put(notice, each, 1);
    for (const each of also) put(notice, each, 0);
  }
  return { alone, together, stopped };
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
      select * from json_to_recordset(${rows}::text::json) as r(notice bigint, text text, asks boolean)
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
      select nextval('line_id_seq') as id, r.* from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(notice bigint, approver bigint, text text, room bigint)
    ), said as (
      insert into line (id, room_id, person_id, class, repeatable, text, buttons, not_before, made_at) overriding system value
      select id, room, approver, 'task', true, text, ${buttons}::text::jsonb, ${calendar.quietEnd(now)}::timestamptz, ${now}::timestamptz from given
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select approver, room, 'notice.approve', 1, jsonb_build_object('notice', notice), id, 'notice ' || notice, ${now}::timestamptz from given`;
}
