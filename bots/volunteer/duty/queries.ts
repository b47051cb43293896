import type { Query as Sql } from "../../../src/db/connect.ts";
import { inOrder, numbered, query } from "../../../src/flow/index.ts";

/** One person's day in one team, as far as they said. */
export type Duty = { team: number; in_at: number | null; out_at: number | null; leave: string | null };
export type DutyOf = { person: number; on: string };
export const dutyOf = query<Duty[]>("duty.of");

async function readDuties(sql: Sql, args: readonly DutyOf[]): Promise<Duty[][]> {
  const rows = await sql<(Duty & { n: number })[]>`
    select a.n, d.team_id as team, d.in_at, d.out_at, d.leave
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, person bigint, "on" date)
    join duty d on d.person_id = a.person and d.on_date = a."on" order by a.n, d.id`;
  return inOrder(args, rows);
}

/** Who of a team is on leave on some day of a span, and who said that they cannot stand in for somebody then. */
export type LeavesOf = { team: number | null; from: string; until: string };
export type Leave = { person: number; cover: number | null; declined: number[] };
export const leavesOf = query<Leave[]>("duty.leaves");

async function readLeaves(sql: Sql, args: readonly LeavesOf[]): Promise<Leave[][]> {
  const rows = await sql<(Leave & { n: number })[]>`
    select distinct on (a.n, d.person_id) a.n, d.person_id as person, d.cover_id as cover, d.declined::int[] as declined
    from json_to_recordset(${numbered(args)}::text::json) as a(n int, team bigint, "from" date, until date)
    join duty d on d.team_id = a.team and d.on_date between a."from" and a.until and d.leave is not null order by a.n, d.person_id, d.on_date`;
  return inOrder(args, rows);
}

export const looks = { [dutyOf.name]: readDuties, [leavesOf.name]: readLeaves };
