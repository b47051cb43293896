import type { Query } from "../db/connect.ts";
import type { Clock } from "../matter/index.ts";
import { after } from "../matter/index.ts";
import { rosterOf } from "./audience.ts";
import type { Notice, NoticeKind } from "./kind.ts";

/** Sends notices: the roster is frozen, each group and each person outside them gets one line, and each may confirm. */
export async function sendNotices(sql: Query, notices: readonly Notice[], kinds: ReadonlyMap<string, NoticeKind>, clock: Clock): Promise<void> {
  const rosters = notices.map((one) => ({ one, roster: rosterOf(one.audience, clock.directory) }));
  await freeze(sql, rosters, clock);
  await speak(
    sql,
    rosters.map(({ one, roster }) => ({ notice: one.id, text: withFooter(one, kinds), roster })),
    clock,
  );
  const remind = after(clock.now, clock.limits.receipt_remind, clock);
  await sql`
    update notice n set state = 'sent', sent_at = ${clock.now}::timestamptz, next_step = case when confirms then 'remind' end,
      next_at = case when confirms then ${remind}::timestamptz end, revision = revision + 1
    where id = any(${notices.map((each) => each.id)}::bigint[])`;
}

export const withFooter = (one: Notice, kinds: ReadonlyMap<string, NoticeKind>): string =>
  [one.text, ...(one.confirms ? [kinds.get(one.kind)?.footer ?? ""] : [])].filter(Boolean).join("\n");

type Rosters = readonly { one: Notice; roster: readonly { person: number; room: number }[] }[];

async function freeze(sql: Query, rosters: Rosters, { directory }: Clock): Promise<void> {
  const rows = rosters.flatMap(({ one, roster }) =>
    roster.map((each) => ({ notice: one.id, stopped: directory.person(each.person).state === "stopped", ...each })),
  );
  await sql`
    insert into receipt (notice_id, person_id, room_id, state, failure)
    select notice, person, room, case when stopped then 'unreachable' else 'expected' end, case when stopped then '本人要求不再收到主动消息' end
    from unnest(${rows.map((each) => each.notice)}::bigint[], ${rows.map((each) => each.person)}::bigint[], ${rows.map((each) => each.room)}::bigint[],
      ${rows.map((each) => Number(each.stopped))}::int[]) as r(notice, person, room, stops) cross join lateral (select stops = 1 as stopped) s
    on conflict (notice_id, person_id) do nothing`;
}

/** One line a room, and an open question for each person of the roster there. */
export async function speak(
  sql: Query,
  spoken: readonly { notice: number; text: string; roster: readonly { person: number; room: number }[] }[],
  { now, calendar }: Pick<Clock, "now" | "calendar">,
): Promise<void> {
  const people = spoken.flatMap(({ notice, roster }, n) => roster.map((each) => ({ n, notice, ...each })));
  await sql`
    with given as (
      select n, notice, person, room from unnest(${people.map((each) => each.n)}::int[], ${people.map((each) => each.notice)}::bigint[],
        ${people.map((each) => each.person)}::bigint[], ${people.map((each) => each.room)}::bigint[]) as r(n, notice, person, room)
    ), texts as (
      select (o - 1)::int as n, text from unnest(${spoken.map((each) => each.text)}::text[]) with ordinality as t(text, o)
    ), rooms as (
      select nextval('line_id_seq') as id, n, room, person from (
        select g.n, g.room, case when count(*) = 1 then min(g.person) end as person from given g group by g.n, g.room order by g.n, g.room) d
    ), said as (
      insert into line (id, room_id, person_id, class, repeatable, text, not_before, made_at, state, failure) overriding system value
      select r.id, r.room, o.person_id, 'due', o.kind = 'direct', t.text, ${calendar.quietEnd(now)}::timestamptz, ${now}::timestamptz,
        case when p.state = 'stopped' then 'withdrawn' else 'queued' end, case when p.state = 'stopped' then '本人要求不再收到主动消息' end
      from rooms r join texts t using (n) join room o on o.id = r.room left join person p on p.id = o.person_id order by r.id
    )
    insert into expectation (person_id, room_id, flow, version, answers, line_id, about, opened_at)
    select g.person, g.room, 'notice.receipt', 1, jsonb_build_object('notice', g.notice), r.id, 'notice ' || g.notice, ${now}::timestamptz
    from given g join rooms r on r.n = g.n and r.room = g.room order by g.person, g.room`;
}
