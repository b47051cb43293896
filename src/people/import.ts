import { seedOfficialYears } from "../calendar/rows.ts";
import { appendAudit, OPERATOR } from "../audit/index.ts";
import type { Pass } from "../crash-points.ts";
import type { Query, Sql } from "../db/connect.ts";
import type { Vault } from "../db/seal.ts";
import { hex, type OfPerson, sealFor } from "./keys.ts";
import type { Town } from "./town-file.ts";
import { rowsOf, type TownRows } from "./town-rows.ts";

const HOURS = { work: ["08:30-12:00", "13:30-17:30"], quiet: "21:30-07:00" };

export type Imported = { people: number; organisations: number; rooms: number };
/** What a capability takes from a town file; written after people and organisations, in the same transaction. */
export type TownReader = (sql: Query, town: Town, options: { now: number; vault: Vault }) => Promise<void>;
/** The vault seals personal fields. */
export type ImportOptions = { now: number; vault: Vault; readers?: readonly TownReader[]; crash?: Pass };

/** Loads a town in one transaction, set-based. Again: people and rooms stay, offices are replaced, memberships follow the file. */
export async function importTown(sql: Sql, town: Town, options: ImportOptions): Promise<Imported> {
  const rows = rowsOf(town);
  const at = new Date(options.now).toISOString();
  const { crash = () => {} } = options;
  crash("import begun");
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('lianxin import'))`;
    await seedOfficialYears(tx);
    await settings(tx, town);
    await people(tx, rows, options.vault);
    await organisations(tx, rows, options.vault);
    await offices(tx, rows);
    await rooms(tx, rows, at);
    await outside(tx, rows);
    for (const reader of options.readers ?? []) await reader(tx, town, options);
    const details = { people: rows.people.length, organisations: rows.organisations.length, roles: rows.roles.length + rows.townRoles.length };
    await appendAudit(tx, [{ by: OPERATOR, what: "import", about: "town", details }], options.now);
    crash("import written");
  });
  crash("import committed");
  return { people: rows.people.length, organisations: rows.organisations.length, rooms: rows.rooms.length };
}

const json = (value: unknown): string => JSON.stringify(value);

async function settings(tx: Query, town: Town): Promise<void> {
  const hours = json({ ...HOURS, ...town.hours });
  await tx`
    insert into town (name, zone, hours, limits)
    select ${town.name}, ${town.timezone ?? "Asia/Shanghai"}, ${hours}::text::jsonb, ${json(town.limits ?? {})}::text::jsonb
    where not exists (select 1 from town)`;
  await tx`
    update town set name = ${town.name}, zone = ${town.timezone ?? "Asia/Shanghai"}, hours = ${hours}::text::jsonb,
      limits = ${json(town.limits ?? {})}::text::jsonb, revision = revision + 1`;
  if (!town.holidays) return;
  const { published_on, off = [], work = [] } = town.holidays;
  const days = [...off.map((on_date) => ({ on_date, kind: "off" })), ...work.map((on_date) => ({ on_date, kind: "work" }))];
  // The last days of a December come with the next year's notice: alone they do not stand for their whole year.
  const own = days.filter((each) => each.on_date.slice(5) < "12-22");
  const years = [...new Set((own.length ? own : days).map((each) => Number(each.on_date.slice(0, 4))))];
  await tx`
    insert into official_year (year, published_on) select year, ${published_on}::date from unnest(${years}::int[]) as r(year) order by 1
    on conflict (year) do update set published_on = excluded.published_on`;
  // A town that gives a year's days gives all of them.
  await tx`delete from official_day where extract(year from on_date) = any(${years}::int[])`;
  await tx`
    insert into official_day (on_date, kind) select on_date, kind from json_to_recordset(${json(days)}::text::json) as r(on_date date, kind text)
    order by 1 on conflict (on_date) do update set kind = excluded.kind`;
}

async function people(tx: Query, { people: list }: TownRows, vault: Vault): Promise<void> {
  const made = await tx<{ id: number; name: string }[]>`
    insert into person (name, display, aliases)
    select name, display, array(select jsonb_array_elements_text(aliases))
    from json_to_recordset(${json(list)}::text::json) as r(name text, display text, aliases jsonb) order by name
    on conflict (name) do update set display = excluded.display, aliases = excluded.aliases, state = 'known' returning id, name`;
  await tx`
    insert into room (kind, name, person_id)
    select 'direct', name, id from person where id = any(${made.map((each) => each.id)}::bigint[]) order by id on conflict (person_id) do nothing`;
  const phones = new Map(list.flatMap((each) => (each.phone === null ? [] : [[each.name, each.phone] as const])));
  const given = made.flatMap(({ id, name }): OfPerson[] => {
    const phone = phones.get(name);
    return phone === undefined ? [] : [{ person: id, table: "person", row: String(id), column: "phone_sealed", text: phone }];
  });
  const bytes = await sealFor(tx, vault, given);
  const sealed = given.map(({ person: id }, n) => ({ id, sealed: bytes[n] }));
  if (sealed.length)
    await tx`
      update person p set phone_sealed = decode(r.sealed, 'hex')
      from json_to_recordset(${json(sealed)}::text::json) as r(id bigint, sealed text) where p.id = r.id`;
}

async function organisations(tx: Query, { organisations: list }: TownRows, vault: Vault): Promise<void> {
  const rows = list.map(({ kept, ...each }) => ({
    ...each,
    sealed: kept === null ? null : hex(vault.seal({ table: "organisation", row: each.key, column: "kept_sealed" }, json(kept))),
  }));
  await tx`
    insert into organisation (key, kind, name, short, code, facts, kept_sealed)
    select key, kind, name, short, code, facts, decode(sealed, 'hex')
    from json_to_recordset(${json(rows)}::text::json) as r(key text, kind text, name text, short text, code text, facts jsonb, sealed text) order by key
    on conflict (key) do update set short = excluded.short, code = excluded.code, facts = excluded.facts, kept_sealed = excluded.kept_sealed`;
  await tx`
    update organisation o set parent_id = c.id
    from json_to_recordset(${json(list)}::text::json) as r(key text, parent text)
    join organisation c on c.key = r.parent where o.key = r.key`;
}

/** Offices are what the file says now: whoever is not named any more no longer holds them. */
async function offices(tx: Query, { roles, townRoles }: TownRows): Promise<void> {
  // Those who joined by conversation (position below zero) are in no file, and stay.
  await tx`delete from role where not (kind = 'member' and position < 0)`;
  await tx`
    insert into role (organisation_id, person_id, kind, lane, position)
    select o.id, p.id, r.kind, r.lane, min(r.position)
    from json_to_recordset(${json(roles)}::text::json) as r(at text, person text, kind text, lane text, position int)
    join organisation o on o.key = r.at join person p on p.name = r.person
    group by o.id, p.id, r.kind, r.lane order by 1, 2 on conflict do nothing`;
  await tx`delete from town_role`;
  await tx`
    insert into town_role (person_id, kind, position)
    select p.id, r.kind, min(r.position) from json_to_recordset(${json(townRoles)}::text::json) as r(person text, kind text, position int)
    join person p on p.name = r.person group by 1, 2 order by 1`;
}

async function rooms(tx: Query, { rooms: list }: TownRows, at: string): Promise<void> {
  await tx`
    insert into room (kind, name, organisation_id)
    select 'group', r.name, o.id from json_to_recordset(${json(list)}::text::json) as r(name text, at text)
    left join organisation o on o.key = r.at order by r.name
    on conflict (name) where kind = 'group' do update set organisation_id = excluded.organisation_id, state = 'known'`;
  const members = json(list.flatMap((each) => each.people.map((person) => ({ room: each.name, person }))));
  await tx`
    with given as (
      select distinct o.id as room_id, p.id as person_id from json_to_recordset(${members}::text::json) as r(room text, person text)
      join room o on o.kind = 'group' and o.name = r.room join person p on p.name = r.person
    ), gone as (
      update membership m set left_at = ${at}::timestamptz from room o
      where o.id = m.room_id and o.name = any(${list.map((each) => each.name)}::text[]) and m.left_at is null
        and not exists (select 1 from given g where g.room_id = m.room_id and g.person_id = m.person_id)
    )
    insert into membership (room_id, person_id, joined_at) select room_id, person_id, ${at}::timestamptz from given order by 1, 2
    on conflict (room_id, person_id) do update set left_at = null`;
}

async function outside(tx: Query, { accounts }: TownRows): Promise<void> {
  await tx`
    insert into account (channel, kind, external_id, person_id, room_id)
    select r.channel, r.kind, r.external_id, p.id, o.id
    from json_to_recordset(${json(accounts)}::text::json) as r(channel text, kind text, external_id text, name text)
    left join person p on r.kind = 'user' and p.name = r.name left join room o on r.kind = 'chat' and o.kind = 'group' and o.name = r.name
    order by 1, 2, 3
    on conflict (channel, kind, external_id) do update set person_id = excluded.person_id, room_id = excluded.room_id`;
}
