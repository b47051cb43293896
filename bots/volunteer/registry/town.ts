import { sealFor, type TownReader } from "../../../src/people/index.ts";

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The elders of a town file: homes sealed, contacts as people. Who is in the file no more is no longer looked after. */
export const readElders: TownReader = async (sql, town, { vault }) => {
  const elders = (town.teams ?? []).flatMap((team) => (team.elders ?? []).map((each) => ({ team: `team ${team.name}`, ...each })));
  const homes = elders.flatMap(({ name, home }) => (home === undefined ? [] : [{ name, home }]));
  const people = await sql<{ id: number; name: string }[]>`select id, name from person where name = any(${homes.map((each) => each.name)}::text[])`;
  const ids = new Map(people.map((each) => [each.name, each.id]));
  const sealed = await sealFor(
    sql,
    vault,
    homes.map(({ name, home }) => ({ person: ids.get(name) ?? 0, table: "elder", row: name, column: "home_sealed", text: home })),
  );
  const homeOf = new Map(homes.map(({ name }, n) => [name, sealed[n]]));
  const rows = elders.map(({ team, name, age, volunteer, backup, smiley, contacts = [] }) => ({
    team,
    name,
    age: age ?? null,
    volunteer: volunteer ?? null,
    backup: backup ?? null,
    home: homeOf.get(name) ?? null,
    window_from: smiley ? minutes(smiley.slice(0, 5)) : null,
    window_until: smiley ? minutes(smiley.slice(6)) : null,
    contacts: contacts.map((each) => ({ name: each.name, relation: each.relation ?? null })),
  }));
  const names = rows.map((each) => each.name);
  await sql`delete from elder e using person p where p.id = e.person_id and p.name <> all(${names}::text[])`;
  await sql`
    insert into elder (person_id, team_id, volunteer_id, backup_id, age, home_sealed, window_from, window_until, contacts)
    select p.id, t.id, v.id, b.id, r.age, decode(r.home, 'hex'), r.window_from, r.window_until,
      coalesce((select jsonb_agg(jsonb_build_object('person', c.id, 'relation', x.value ->> 'relation') order by x.ordinality)
        from jsonb_array_elements(r.contacts) with ordinality x join person c on c.name = x.value ->> 'name'), '[]')
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(team text, name text, age int, volunteer text, backup text, home text,
      window_from int, window_until int, contacts jsonb)
    join person p on p.name = r.name join organisation t on t.key = r.team
    left join person v on v.name = r.volunteer left join person b on b.name = r.backup
    order by p.id
    on conflict (person_id) do update set team_id = excluded.team_id, volunteer_id = excluded.volunteer_id, backup_id = excluded.backup_id,
      age = excluded.age, home_sealed = excluded.home_sealed, window_from = excluded.window_from, window_until = excluded.window_until,
      contacts = excluded.contacts`;
};
