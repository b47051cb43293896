import type { Query } from "../db/connect.ts";

type Done<V> = readonly { value: V }[];
const values = <V>(done: Done<V>): V[] => done.map((each) => each.value);
const DAY_MS = 86_400_000;
const renew = async (sql: Query): Promise<void> => {
  await sql`update town set revision = revision + 1`;
};

/** What conversations may do to people and rooms; each is written once per batch. */
export const peopleDeeds = {
  /** 退出: nothing unasked is said to them any more. */
  "person.stop": async (sql: Query, done: Done<{ person: number }>): Promise<void> => {
    await sql`update person set state = 'stopped' where id = any(${values(done).map((each) => each.person)}::bigint[])`;
    await renew(sql);
  },
  "person.return": async (sql: Query, done: Done<{ person: number }>): Promise<void> => {
    await sql`update person set state = 'known' where id = any(${values(done).map((each) => each.person)}::bigint[])`;
    await renew(sql);
  },
  /** Away until then; their deputy stands in. */
  "person.away": async (sql: Query, done: Done<{ person: number; until: number; deputy: number | null }>): Promise<void> => {
    await sql`
      update person p set away_until = to_timestamp(r.until / 1000.0), deputy_id = r.deputy
      from json_to_recordset(${JSON.stringify(values(done))}::text::json) as r(person bigint, until float8, deputy bigint) where p.id = r.person`;
    await renew(sql);
  },
  /** A code that lets one account be tied to this person, once, until then. */
  "invitation.make": async (sql: Query, done: Done<{ code: string; person: number; by: number; until: number }>, now: number): Promise<void> => {
    await sql`
      insert into invitation (code, person_id, made_at, expires_at, made_by_id)
      select code, person, ${now}::timestamptz, to_timestamp(until / 1000.0), by
      from json_to_recordset(${JSON.stringify(values(done))}::text::json) as r(code text, person bigint, by bigint, until float8)`;
  },
  /** What was said as a code was none. Counted by the account, anew after a day. */
  "invitation.wrong": async (sql: Query, done: Done<{ person: number }>, now: number): Promise<void> => {
    await sql`
      update account set wrong_codes = case when wrong_since > ${now - DAY_MS}::timestamptz then wrong_codes + 1 else 1 end,
        wrong_since = case when wrong_since > ${now - DAY_MS}::timestamptz then wrong_since else ${now}::timestamptz end
      where kind = 'user' and person_id = any(${values(done).map((each) => each.person)}::bigint[])`;
  },
  /** A newcomer is confirmed as themselves, in an organisation if it is known. */
  "person.welcome": async (sql: Query, done: Done<{ person: number; organisation: number | null }>): Promise<void> => {
    const rows = JSON.stringify(values(done));
    await sql`
      with given as (select * from json_to_recordset(${rows}::text::json) as r(person bigint, organisation bigint)),
      homes as (
        insert into role (organisation_id, person_id, kind, position) select organisation, person, 'member', -1 from given where organisation is not null
        order by 1, 2 on conflict do nothing)
      update person p set state = 'known' from given g where p.id = g.person`;
    await renew(sql);
  },
  "room.asked": async (sql: Query, done: Done<{ room: number }>): Promise<void> => {
    await sql`update room set state = 'asked' where id = any(${values(done).map((each) => each.room)}::bigint[])`;
    await renew(sql);
  },
  "room.named": async (sql: Query, done: Done<{ room: number; organisation: number }>): Promise<void> => {
    await sql`
      update room o set state = 'known', organisation_id = r.organisation
      from json_to_recordset(${JSON.stringify(values(done))}::text::json) as r(room bigint, organisation bigint) where o.id = r.room`;
    await renew(sql);
  },
};
