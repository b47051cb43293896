import type { Sql } from "../../src/db/connect.ts";

/* What other capabilities would have written, put in by hand: a page is tested by what stands in the tables. */

const id = (sql: Sql, name: string) => sql`(select id from person where name = ${name})`;
const home = (sql: Sql, name: string) => sql`(select id from organisation where name = ${name} limit 1)`;

/** A morning at its worst and best: everyone of the first team was asked, some have answered. */
export async function someMorning(sql: Sql, on: string): Promise<void> {
  await sql`
    insert into checkin (elder_id, on_date, team_id, volunteer_id, occasion_id, state, words, answered_at)
    select person_id, ${on}::date, team_id, volunteer_id, 1,
      (array['safe', 'safe', 'safe', 'waiting', 'safe', 'silent', 'safe', 'safe', 'missing', 'safe', 'concern'])[1 + (person_id % 11)::int],
      '头晕', ${`${on}T08:52:00+08:00`}::text::timestamptz
    from elder order by person_id`;
  await sql`
    insert into smiley (elder_id, on_date, team_id, occasion_id, state, stage, safe_at)
    select person_id, ${on}::date, team_id, 1, s, case s when 'alerted' then 'volunteer' else 'elder' end,
      case when s in ('safe', 'all_clear') then ${`${on}T06:41:00+08:00`}::text::timestamptz end
    from (select *, (array['safe', 'safe', 'safe', 'reminded', 'safe', 'alerted', 'all_clear'])[1 + (row_number() over (order by person_id) % 7)::int] as s
      from elder where window_from is not null) e order by person_id`;
  await sql`
    insert into absence (person_id, from_on, until_on, reason, by_id, said_at)
    select person_id, ${on}::date - 1, ${on}::date + 6, '住院', person_id, ${`${on}T06:00:00+08:00`}::text::timestamptz
    from elder where person_id % 13 = 0 and window_from is null order by person_id`;
}

/** One announcement: some said 收到, one could not be reached, one has left; corrected once. */
export async function someNotice(sql: Sql, text = "安全生产检查通知\n本周五前请各企业报送自查表。"): Promise<number> {
  const [made] = await sql<{ id: number }[]>`
    insert into notice (kind, author_id, text, version, state, made_at, sent_at, next_step, next_at)
    values ('announcement', ${id(sql, "孙书记")}, ${text}, 2, 'sent', '2026-11-24 01:00Z', '2026-11-24 01:00Z', 'remind', '2026-11-24 06:30Z') returning id`;
  const notice = made?.id ?? 0;
  await sql`
    insert into notice_version (notice_id, version, text, changed, material, by_id, at) values
      (${notice}, 1, ${text}, null, false, ${id(sql, "孙书记")}, '2026-11-24 01:00Z'),
      (${notice}, 2, ${text}, '“周五”改为“周四”', true, ${id(sql, "孙书记")}, '2026-11-24 02:00Z')`;
  await sql`
    insert into receipt (notice_id, person_id, room_id, state, version, evidence, confirmed_at, remark, failure)
    select ${notice}, m.person_id, m.room_id, s, case when s = 'confirmed' then 1 + (n % 2) end, case when s = 'confirmed' then (array['收到', '1', '好的，王总代'])[1 + n % 3] end,
      case when s = 'confirmed' then '2026-11-24 01:12Z'::timestamptz end, case when n = 4 then '那天可能去不了' end,
      case when s = 'unreachable' then '机器人不在群里' end
    from (select person_id, room_id, (row_number() over (order by person_id))::int as n,
        (array['confirmed', 'expected', 'confirmed', 'confirmed', 'confirmed', 'unreachable', 'confirmed', 'left', 'confirmed'])[1 + (row_number() over (order by person_id) % 9)::int] as s
      from membership where room_id = (select id from room where name = '氟硅材料链企业群')) m order by n`;
  return notice;
}

/** A year of theme days: one held, one moved, one skipped, those of next year provisional. */
export async function someRota(sql: Sql): Promise<void> {
  const sessions = ["training", "exchange", "red_story"];
  const rows = Array.from({ length: 13 }, (_, at) => {
    const on = new Date(Date.UTC(2026, 10 + at, at === 0 ? 13 : 15)).toISOString().slice(0, 10);
    const state = ["held", "planned", "planned", "moved", "planned", "skipped"][at] ?? "planned";
    return { on, at: `${on}T14:00:00+08:00`, slot: on.slice(0, 7), state, n: at, session: sessions[at % 3], provisional: on > "2027", confirmed: at === 1 };
  });
  const instead = rows
    .filter((each) => each.state === "moved" || each.state === "skipped")
    .map((each) => ({ ...each, on: each.state === "moved" ? each.on.replace(/15$/u, "18") : each.on, n: each.n + 1, state: "planned", revision: 1 }));
  await sql`
    with hosts as (select name, id, (row_number() over (order by id))::int - 1 as n from organisation where kind = 'enterprise' and parent_id = ${home(sql, "氟硅材料")}),
    rule as (
      insert into occasion_rule (key, kind, organisation_id) values ('theme_day 氟硅材料', 'theme_day', ${home(sql, "氟硅材料")})
      on conflict (key) do update set kind = excluded.kind returning id)
    insert into occasion (kind, rule_id, organisation_id, slot, on_date, at, host_id, state, provisional, facts, revision)
    select 'theme_day', rule.id, ${home(sql, "氟硅材料")}, r.slot, r."on", r.at, h.id, r.state, r.provisional,
      jsonb_strip_nulls(jsonb_build_object('session', r.session, 'confirmed_by', case when r.confirmed then 1 end, 'topic', case when r.confirmed then '学习贯彻全会精神' end,
        'place', case when r.confirmed then '公司三楼党员活动室' end)), coalesce(r.revision, 0)
    from rule, jsonb_to_recordset(${JSON.stringify([...rows, ...instead])}::text::jsonb) as r(slot text, "on" date, at timestamptz, n int, state text, provisional boolean,
      session text, confirmed boolean, revision int) join hosts h on h.n = r.n % (select count(*) from hosts) order by r."on"`;
  await sql`
    insert into attendance (occasion_id, person_id, organisation_id, answer, count, came_at)
    select o.id, ${id(sql, "荣师傅")}, o.host_id, 'yes', 9, case when o.state = 'held' then o.at end from occasion o
    where o.kind = 'theme_day' and o.slot in ('2026-11', '2026-12') order by o.id`;
}
