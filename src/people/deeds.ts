import type { Query } from "../db/connect.ts";

type Done<V> = readonly { value: V }[];
const values = <V>(done: Done<V>): V[] => done.map((each) => each.value);
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
      from jsonb_to_recordset(${JSON.stringify(values(done))}::text::jsonb) as r(person bigint, until float8, deputy bigint) where p.id = r.person`;
    await renew(sql);
  },
  /** A newcomer's outside accounts turn out to be a known person's. */
  "person.tie": async (sql: Query, done: Done<{ newcomer: number; person: number; invitation: number | null; now: number }>): Promise<void> => {
    const rows = JSON.stringify(values(done));
    await sql`
      with ties as (select * from jsonb_to_recordset(${rows}::text::jsonb) as r(newcomer bigint, person bigint, invitation bigint, now float8)),
      moved as (update account a set person_id = t.person from ties t where a.person_id = t.newcomer and t.newcomer <> t.person),
      used as (update invitation i set used_at = to_timestamp(t.now / 1000.0) from ties t where i.id = t.invitation),
      inside as (
        insert into membership (room_id, person_id, joined_at)
        select m.room_id, t.person, m.joined_at from membership m join ties t on m.person_id = t.newcomer where m.left_at is null order by 1, 2
        on conflict (room_id, person_id) do update set left_at = null),
      gone as (update membership m set left_at = to_timestamp(t.now / 1000.0) from ties t where m.person_id = t.newcomer and t.newcomer <> t.person)
      update heard h set person_id = t.person from ties t where h.person_id = t.newcomer and t.newcomer <> t.person`;
    await renew(sql);
  },
  /** A newcomer is confirmed as themselves, in an organisation if it is known. */
  "person.welcome": async (sql: Query, done: Done<{ person: number; organisation: number | null }>): Promise<void> => {
    const rows = JSON.stringify(values(done));
    await sql`
      with given as (select * from jsonb_to_recordset(${rows}::text::jsonb) as r(person bigint, organisation bigint)),
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
      from jsonb_to_recordset(${JSON.stringify(values(done))}::text::jsonb) as r(room bigint, organisation bigint) where o.id = r.room`;
    await renew(sql);
  },
};
