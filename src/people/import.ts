import { seedOfficialYears } from "../calendar/rows.ts";
import type { Sql } from "../db/connect.ts";

export async function importTown(sql: Sql, town: any, _options: { now: number }): Promise<void> {
  await sql.begin(async (tx) => {
    await seedOfficialYears(tx);
    await tx`insert into town (name, zone, hours, limits) values (${town.name}, ${town.timezone ?? "Asia/Shanghai"}, ${JSON.stringify(town.hours ?? { work: ["08:30-12:00", "13:30-17:30"], quiet: "21:30-07:00" })}::text::jsonb, ${JSON.stringify(town.limits ?? {})}::text::jsonb)`;
    const people = new Map<string, number>();
    const person = async (name: string) => {
      if (people.has(name)) return people.get(name) as number;
      const entry = (town.people ?? []).find((p: any) => p.name === name) ?? {};
      const [row] = await tx<{ id: number }[]>`insert into person (name, display, aliases) values (${name}, ${entry.display ?? name}, ${entry.aliases ?? []}) returning id`;
      people.set(name, row!.id);
      await tx`insert into room (kind, name, person_id) values ('direct', ${name}, ${row!.id})`;
      return row!.id;
    };
    const org = async (kind: string, name: string, more: any = {}) => (await tx<{ id: number }[]>`insert into organisation (kind, name, short, code, parent_id) values (${kind}, ${name}, ${more.short ?? null}, ${more.code ?? null}, ${more.parent ?? null}) returning id`)[0]!.id;
    const role = async (o: number, name: string, kind: string, lane: string | null = null, position = 0) => void (await tx`insert into role (organisation_id, person_id, kind, lane, position) values (${o}, ${await person(name)}, ${kind}, ${lane}, ${position})`);
    const orgs = new Map<string, number>();
    for (const c of town.chains ?? []) {
      const chain = await org("chain", c.name, { code: c.code });
      orgs.set(c.name, chain);
      for (const k of ["leader", "secretary", "fallback"]) if (c[k]) await role(chain, c[k], k);
      for (const [k, lane] of [["bank", "finance"], ["legal", "law"], ["policy", "policy"], ["experts", "technology"]] as const)
        if (c[k]) {
          const o = await org(k, c[k].name, { parent: chain });
          let at = 0;
          for (const p of c[k].people) { await role(o, p, "member"); await role(chain, p, "lane", lane, at++); }
        }
      for (const [lane, list] of Object.entries(c.lanes ?? {})) { let at = 0; for (const p of list as string[]) await role(chain, p, "lane", lane, at++); }
      for (const e of c.enterprises ?? []) {
        const o = await org("enterprise", e.name, { short: e.short, parent: chain });
        for (const p of e.people ?? []) await role(o, p, "member");
        if (e.commissioner) await role(o, e.commissioner, "commissioner");
      }
    }
    for (const t of town.teams ?? []) {
      const o = await org("team", t.name);
      orgs.set(t.name, o);
      for (const v of t.volunteers ?? []) await role(o, v.name, "volunteer");
    }
    for (const p of town.people ?? []) await person(p.name);
    for (const r of town.rooms ?? []) {
      const [row] = await tx<{ id: number }[]>`insert into room (kind, name, organisation_id) values ('group', ${r.name}, ${orgs.get(r.chain ?? r.team) ?? null}) returning id`;
      for (const p of r.people ?? []) await tx`insert into membership (room_id, person_id, joined_at) values (${row!.id}, ${await person(p)}, now())`;
    }
    for (const p of town.secretaries ?? []) await tx`insert into town_role (person_id, kind) values (${await person(p)}, 'secretary')`;
    for (const p of town.supervision ?? []) await tx`insert into town_role (person_id, kind) values (${await person(p)}, 'supervision')`;
  });
}
