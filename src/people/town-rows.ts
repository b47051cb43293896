import type { Town } from "./town-file.ts";

export type PersonRow = { name: string; display: string; aliases: string[]; phone: string | null };
export type OrganisationRow = {
  key: string;
  kind: string;
  name: string;
  short: string | null;
  code: string | null;
  parent: string | null;
  facts: Record<string, unknown>;
  kept: unknown;
};
/** `at` is the organisation's key. */
export type RoleRow = { at: string; person: string; kind: string; lane: string | null; position: number };
export type RoomRow = { name: string; at: string | null; people: string[] };
export type AccountRow = { channel: string; kind: "user" | "chat"; external_id: string; name: string };
export type TownRows = {
  people: PersonRow[];
  organisations: OrganisationRow[];
  roles: RoleRow[];
  townRoles: { person: string; kind: string; position: number }[];
  rooms: RoomRow[];
  accounts: AccountRow[];
};

const SERVICES = { bank: "finance", policy: "policy", experts: "technology", legal: "law" } as const;
type Chain = NonNullable<Town["chains"]>[number];
type Team = NonNullable<Town["teams"]>[number];

/** A town file as rows of the people tables. Pure. */
export function rowsOf(town: Town): TownRows {
  const rows: TownRows = { people: [], organisations: [], roles: [], townRoles: [], rooms: [], accounts: [] };
  for (const each of town.chains ?? []) chainRows(each, rows);
  for (const each of town.teams ?? []) teamRows(each, rows);
  for (const each of town.rooms ?? []) {
    rows.rooms.push({ name: each.name, at: each.chain ? `chain ${each.chain}` : each.team ? `team ${each.team}` : null, people: each.people ?? [] });
    for (const [channel, id] of Object.entries(each.accounts ?? {})) rows.accounts.push({ channel, kind: "chat", external_id: id, name: each.name });
  }
  for (const kind of ["secretary", "supervision"] as const)
    (kind === "secretary" ? town.secretaries : town.supervision)?.forEach((person, position) => rows.townRoles.push({ person, kind, position }));
  for (const each of town.people ?? [])
    for (const [channel, id] of Object.entries(each.accounts ?? {})) rows.accounts.push({ channel, kind: "user", external_id: id, name: each.name });
  rows.people = peopleOf(town, rows);
  return rows;
}

function chainRows(chain: Chain, rows: TownRows): void {
  const at = `chain ${chain.name}`;
  const { leader, secretary, fallback, reviewer, department, theme_day } = chain;
  rows.organisations.push({
    key: at,
    kind: "chain",
    name: chain.name,
    short: null,
    code: chain.code ?? chain.name.slice(0, 2),
    parent: null,
    facts: {},
    kept: { department, theme_day },
  });
  for (const [kind, person] of Object.entries({ leader, secretary, fallback, reviewer }))
    if (person) rows.roles.push({ at, person, kind, lane: null, position: 0 });
  for (const [kind, lane] of Object.entries(SERVICES)) {
    const service = chain[kind as keyof typeof SERVICES];
    if (!service) continue;
    // Two chains may share a bank: it is one organisation for each chain that names it.
    const own = `${kind} ${service.name} ${chain.name}`;
    rows.organisations.push({ key: own, kind, name: service.name, short: null, code: null, parent: at, facts: {}, kept: null });
    service.people.forEach((person, position) => {
      rows.roles.push({ at: own, person, kind: "member", lane: null, position });
      if (!chain.lanes?.[lane]) rows.roles.push({ at, person, kind: "lane", lane, position });
    });
  }
  for (const [lane, people] of Object.entries(chain.lanes ?? {}))
    people?.forEach((person, position) => rows.roles.push({ at, person, kind: "lane", lane, position }));
  for (const each of chain.enterprises ?? []) {
    const { name, short, people, commissioner, ...facts } = each;
    rows.organisations.push({ key: `enterprise ${name}`, kind: "enterprise", name, short: short ?? null, code: null, parent: at, facts, kept: null });
    people?.forEach((person, position) => rows.roles.push({ at: `enterprise ${name}`, person, kind: "member", lane: null, position }));
    if (commissioner) rows.roles.push({ at: `enterprise ${name}`, person: commissioner, kind: "commissioner", lane: null, position: 0 });
  }
}

/** Skills and places: kept, sealed, until a capability reads them. Elders, contacts and windows are the registry's. */
function teamRows(team: Team, rows: TownRows): void {
  const at = `team ${team.name}`;
  const { leader, community, police, volunteers = [], elders = [] } = team;
  rows.organisations.push({ key: at, kind: "team", name: team.name, short: null, code: null, parent: null, facts: {}, kept: { volunteers } });
  for (const [kind, person] of Object.entries({ leader, community, police })) if (person) rows.roles.push({ at, person, kind, lane: null, position: 0 });
  volunteers.forEach((each, position) => rows.roles.push({ at, person: each.name, kind: "volunteer", lane: null, position }));
  elders.forEach((each, position) => rows.roles.push({ at, person: each.name, kind: "elder", lane: null, position }));
  for (const { volunteer, backup, contacts = [] } of elders) {
    // Whoever is paired with an elder is a volunteer of the team, listed as one or not.
    for (const person of [volunteer, backup]) if (person) rows.roles.push({ at, person, kind: "volunteer", lane: null, position: volunteers.length });
    contacts.forEach((each, position) => rows.roles.push({ at, person: each.name, kind: "contact", lane: null, position }));
  }
}

/** Everyone named anywhere is a person; who has no entry gets one. */
function peopleOf(town: Town, rows: TownRows): PersonRow[] {
  const named = new Set([
    ...rows.roles.map((each) => each.person),
    ...rows.townRoles.map((each) => each.person),
    ...rows.rooms.flatMap((each) => each.people),
    ...(town.people ?? []).map((each) => each.name),
  ]);
  const entries = new Map((town.people ?? []).map((each) => [each.name, each]));
  const contacts = (town.teams ?? []).flatMap((team) => (team.elders ?? []).flatMap((each) => each.contacts ?? []));
  const phones = new Map(contacts.flatMap((each) => (each.phone === undefined ? [] : [[each.name, each.phone] as const])));
  return [...named].map((name) => {
    const entry = entries.get(name);
    return { name, display: entry?.display ?? name, aliases: entry?.aliases ?? [], phone: entry?.phone ?? phones.get(name) ?? null };
  });
}
