import type { Query as Sql } from "../../../src/db/connect.ts";
import { type Draft, keepPolicies, settleStates } from "./keep.ts";

type Done<V> = readonly { value: V; who: number | null }[];
const json = (done: Done<unknown>): string => JSON.stringify(done.map(({ value, who }) => ({ who, ...(value as object) })));

/** What an enterprise was told of a policy. `noticed`: by the private notice that goes out once a version. */
export type Told = { policy: number; organisation: number; verdict: "fits" | "fails" | "unknown" | "withdrawn"; noticed?: boolean };
/** How far it is now. */
export type Stage = { policy: number; organisation: number; stage: string; person: number; granted?: number | null; paid?: number | null };
/** A fact as somebody of the enterprise said it, and the day they did. */
export type Fact = { organisation: number; fact: string; value: unknown; by: number; on: string };

export const deeds = {
  "policy.told": async (sql: Sql, done: Done<Told>, now: number): Promise<void> => {
    await sql`
      insert into policy_case (policy_id, organisation_id, told, told_at, noticed_at)
      select policy, organisation, max(verdict), ${now}::timestamptz, case when bool_or(noticed) then ${now}::timestamptz end
      from json_to_recordset(${json(done)}::text::json) as r(policy bigint, organisation bigint, verdict text, noticed boolean) group by 1, 2 order by 1, 2
      on conflict (policy_id, organisation_id) do update set told = excluded.told, told_at = excluded.told_at,
        noticed_at = coalesce(policy_case.noticed_at, excluded.noticed_at)`;
  },
  "policy.stage": async (sql: Sql, done: Done<Stage>, now: number): Promise<void> => {
    await sql`
      insert into policy_case (policy_id, organisation_id, stage, stage_at, person_id, granted_yuan, paid_yuan)
      select policy, organisation, stage, ${now}::timestamptz, person, granted, paid
      from json_to_recordset(${json(done)}::text::json) as r(policy bigint, organisation bigint, stage text, person bigint, granted bigint, paid bigint)
      order by 1, 2
      on conflict (policy_id, organisation_id) do update set stage = excluded.stage, stage_at = excluded.stage_at, person_id = excluded.person_id,
        granted_yuan = coalesce(excluded.granted_yuan, policy_case.granted_yuan), paid_yuan = coalesce(excluded.paid_yuan, policy_case.paid_yuan)`;
  },
  "policy.fact": async (sql: Sql, done: Done<Fact>): Promise<void> => {
    await sql`
      insert into enterprise_fact (organisation_id, fact, value, known_on, said_by)
      select organisation, fact, value, "on", by
      from json_to_recordset(${json(done)}::text::json) as r(organisation bigint, fact text, value jsonb, "on" date, by bigint) order by 1, 2
      on conflict (organisation_id, fact) do update set value = excluded.value, known_on = excluded.known_on, said_by = excluded.said_by`;
  },
  "policy.draft": async (sql: Sql, done: Done<Draft>, now: number): Promise<void> => {
    await keepPolicies(
      sql,
      done.map((each) => each.value),
      "draft",
      now,
    );
  },
  "policy.publish": async (sql: Sql, done: Done<{ policy: number }>, now: number): Promise<void> => {
    await sql`
      update policy p set state = 'current', made_at = ${now}::timestamptz, confirmed_by = r.who
      from json_to_recordset(${json(done)}::text::json) as r(policy bigint, who bigint) where p.id = r.policy and p.state = 'draft'`;
    await settleStates(sql);
  },
  /** A draft that is not wanted leaves nothing behind. */
  "policy.discard": async (sql: Sql, done: Done<{ policy: number }>): Promise<void> => {
    const ids = done.map((each) => each.value.policy);
    await sql`
      with gone as (delete from policy_condition where policy_id in (select id from policy where id = any(${ids}::bigint[]) and state = 'draft'))
      delete from policy where id = any(${ids}::bigint[]) and state = 'draft'`;
  },
  "policy.expire": async (sql: Sql, done: Done<{ policy: number }>): Promise<void> => {
    await sql`update policy set state = 'expired' where id = any(${done.map((each) => each.value.policy)}::bigint[]) and state = 'current'`;
  },
};
