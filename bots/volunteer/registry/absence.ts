import type { Query } from "../../../src/db/connect.ts";
import { deed, type Effect, tell } from "../../../src/flow/index.ts";
import { holdMornings } from "./hold.ts";

/** Until when somebody is away; null until somebody says. */
export type Absence = { person: number; from: string; until: string | null; reason: string; by: number };

type Done<V> = readonly { value: V }[];

/** An elder is not at home for a while, or is back. The newest word counts. A morning that still waits for a sign waits no
 *  longer; where somebody was alerted already, the matter is settled by whoever heard of it. */
export const deeds = {
  "elder.absent": async (sql: Query, done: Done<Absence>, now: number): Promise<void> => {
    const rows = JSON.stringify(done.map((each) => each.value));
    await holdMornings(
      sql,
      done.map(({ value }) => value.person),
    );
    await sql`
      with given as (select distinct on (person) * from json_to_recordset(${rows}::text::json) as r(person bigint, "from" date, until date, reason text, by bigint)
        order by person),
      before as (update absence a set ended_at = ${now}::timestamptz from given g where a.person_id = g.person and a.ended_at is null),
      mornings as (
        update smiley s set state = 'absent' from given g
        where s.elder_id = g.person and s.on_date >= g."from" and (g.until is null or s.on_date <= g.until) and s.state in ('waiting', 'reminded', 'outage'))
      insert into absence (person_id, from_on, until_on, reason, by_id, said_at)
      select person, "from", until, reason, by, ${now}::timestamptz from given order by person`;
  },
  "elder.back": async (sql: Query, done: Done<{ person: number }>, now: number): Promise<void> => {
    await sql`
      update absence set ended_at = ${now}::timestamptz
      where person_id = any(${done.map((each) => each.value.person)}::bigint[]) and ended_at is null`;
  },
  /** A person is asked whether it goes on. */
  "absence.asked": async (sql: Query, done: Done<{ absence: number; on: string }>): Promise<void> => {
    await sql`
      update absence a set asked_on = r."on" from json_to_recordset(${JSON.stringify(done.map((each) => each.value))}::text::json) as r(absence bigint, "on" date)
      where a.id = r.absence`;
  },
};

/** Days after which somebody is asked whether an absence without an end goes on, or one with a far end. */
const OPEN_DAYS = 7;
const LONG_DAYS = 30;

export type Renewal = {
  id: number;
  team: number;
  elder: number;
  name: string;
  volunteer: number | null;
  backup: number | null;
  from_on: string;
  until_on: string | null;
  reason: string;
};

/** Long absences of these teams that nobody was asked about lately. */
export async function renewalsOf(sql: Query, asked: readonly { team: number; on: string }[]): Promise<Renewal[]> {
  return sql<Renewal[]>`
    select a.id, e.team_id as team, a.person_id as elder, p.name, e.volunteer_id as volunteer, e.backup_id as backup, a.from_on::text, a.until_on::text, a.reason
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as r(team bigint, "on" date)
    join elder e on e.team_id = r.team
    join absence a on a.person_id = e.person_id and a.ended_at is null
    join person p on p.id = a.person_id
    where case when a.until_on is null then r."on" - coalesce(a.asked_on, a.from_on) >= ${OPEN_DAYS}::int
      else a.until_on >= r."on" and r."on" - coalesce(a.asked_on, a.from_on) > ${LONG_DAYS}::int end
    order by a.id`;
}

/** Whoever said it, or answers for the elder, is asked until when: once, and never in a way that holds anything up. */
export const askUntil = (person: number, elder: { id: number; from: string; reason: string }, words: string, unasked: boolean): Effect =>
  tell(person, words, {
    unasked,
    expects: { flow: "absence.until", version: 1, answers: { elder: elder.id, from: elder.from, reason: elder.reason }, about: `absence ${elder.id}` },
  });

export const isBack = (elder: number): Effect[] => [deed("elder.back", { person: elder }), deed("expectation.close", { about: `absence ${elder}` })];
