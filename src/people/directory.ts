import type { Query } from "../db/connect.ts";

export type Person = { id: number; name: string; display: string; aliases: string[]; state: string; away_until: number | null; deputy_id: number | null };
export type Organisation = {
  id: number;
  kind: string;
  name: string;
  short: string | null;
  code: string | null;
  parent_id: number | null;
  facts: Record<string, unknown>;
};
export type Role = { organisation_id: number; person_id: number; kind: string; lane: string | null; position: number };
export type Room = { id: number; kind: "group" | "direct"; name: string; person_id: number | null; organisation_id: number | null; state: string };
export type Account = {
  id: number;
  channel: string;
  kind: "user" | "chat";
  external_id: string;
  person_id: number | null;
  room_id: number | null;
  reachable: boolean;
  remark: string | null;
  replaced_at: number | null;
};
export type TownRole = { person_id: number; kind: string; position: number };
type Membership = { room_id: number; person_id: number };
export type TownRow = { name: string; zone: string; hours: { work: string[]; quiet: string }; limits: Record<string, unknown>; revision: number };

type Rows = {
  people: Person[];
  organisations: Organisation[];
  roles: Role[];
  town_roles: TownRole[];
  rooms: Room[];
  memberships: Membership[];
  accounts: Account[];
  town: TownRow;
};

/** Who there is, who does what, and where they talk: a snapshot of the people tables, renewed when they change. */
export class Directory {
  readonly people = new Map<number, Person>();
  readonly organisations = new Map<number, Organisation>();
  readonly rooms = new Map<number, Room>();
  readonly town: TownRow;
  private readonly byName = new Map<string, Person>();
  private readonly groups = new Map<string, Room>();
  private readonly direct = new Map<number, Room>();
  private readonly rolesOf = new Map<number, Role[]>();
  private readonly holders = new Map<number, Role[]>();
  /** Made when first asked for: only what goes out to a model asks. */
  private calledBy: Set<string> | undefined;
  private readonly townRoles: TownRole[];
  private readonly members = new Map<number, Set<number>>();
  private readonly accountsByExternal = new Map<string, Account>();
  private readonly accountsOf = new Map<string, Account[]>();

  constructor(rows: Rows) {
    this.town = rows.town;
    for (const each of rows.people) {
      this.people.set(each.id, each);
      this.byName.set(each.name, each);
    }
    for (const each of rows.organisations) this.organisations.set(each.id, each);
    for (const each of rows.rooms) {
      this.rooms.set(each.id, each);
      if (each.kind === "group") this.groups.set(each.name, each);
      else if (each.person_id !== null) this.direct.set(each.person_id, each);
    }
    for (const each of rows.roles) {
      push(this.rolesOf, each.person_id, each);
      push(this.holders, each.organisation_id, each);
    }
    this.townRoles = rows.town_roles;
    for (const each of rows.memberships) {
      const set = this.members.get(each.room_id) ?? new Set();
      this.members.set(each.room_id, set.add(each.person_id));
    }
    for (const each of rows.accounts) {
      this.accountsByExternal.set(`${each.channel}|${each.kind}|${each.external_id}`, each);
      push(this.accountsOf, each.kind === "user" ? `person ${each.person_id}` : `room ${each.room_id}`, each);
    }
  }

  person(id: number): Person {
    const found = this.people.get(id);
    if (!found) throw new Error(`no person ${id}`);
    return found;
  }
  organisation(id: number | null | undefined): Organisation | undefined {
    return id === null || id === undefined ? undefined : this.organisations.get(id);
  }
  named(name: string): Person | undefined {
    return this.byName.get(name);
  }
  /** Whether somebody goes by these words: a name, a display name, an alias. */
  isCalled(words: string): boolean {
    this.calledBy ??= new Set([...this.people.values()].flatMap((each) => [each.name, each.display ?? each.name, ...each.aliases]));
    return this.calledBy.has(words);
  }
  group(name: string): Room | undefined {
    return this.groups.get(name);
  }
  directRoom(person: number): Room {
    const found = this.direct.get(person);
    if (!found) throw new Error(`no direct room for person ${person}`);
    return found;
  }
  account(channel: string, kind: "user" | "chat", externalId: string): Account | undefined {
    return this.accountsByExternal.get(`${channel}|${kind}|${externalId}`);
  }
  /** Where a room can be reached outside: a group's chats, or the accounts of the one person of a direct room. */
  accounts(room: Room): Account[] {
    return this.accountsOf.get(room.kind === "direct" ? `person ${room.person_id}` : `room ${room.id}`) ?? [];
  }
  /** Every role somebody holds in an organisation. */
  rolesIn(organisation: number): Role[] {
    return this.holders.get(organisation) ?? [];
  }
  roles(person: number): Role[] {
    return this.rolesOf.get(person) ?? [];
  }
  /** The people holding a role in an organisation, first asked first. */
  holding(organisation: number | null | undefined, kind: string, lane?: string): Person[] {
    if (organisation === null || organisation === undefined) return [];
    return (this.holders.get(organisation) ?? [])
      .filter((each) => each.kind === kind && (lane === undefined || each.lane === lane))
      .toSorted((a, b) => a.position - b.position)
      .map((each) => this.person(each.person_id));
  }
  holds(person: number, kind: string, organisation?: number | null): boolean {
    return this.roles(person).some((each) => each.kind === kind && (organisation === undefined || each.organisation_id === organisation));
  }
  townPeople(kind: string): Person[] {
    return this.townRoles
      .filter((each) => each.kind === kind)
      .toSorted((a, b) => a.position - b.position)
      .map((each) => this.person(each.person_id));
  }
  isTown(person: number, kind: string): boolean {
    return this.townRoles.some((each) => each.person_id === person && each.kind === kind);
  }
  isMember(room: number, person: number): boolean {
    return this.members.get(room)?.has(person) ?? false;
  }
  membersOf(room: number): Person[] {
    return [...(this.members.get(room) ?? [])].map((id) => this.person(id));
  }
  /** The enterprises (or services) somebody belongs to. */
  homes(person: number): Organisation[] {
    return this.roles(person)
      .filter((each) => each.kind === "member")
      .flatMap((each) => this.organisation(each.organisation_id) ?? []);
  }
  enterprise(person: number): Organisation | undefined {
    return this.home(person, (each) => each.kind === "enterprise");
  }
  /** The first of these that is one: some answer for a service in every chain. */
  home(person: number, isWanted: (one: Organisation) => boolean): Organisation | undefined {
    for (const { kind, organisation_id: id } of this.roles(person)) {
      const home = kind === "member" ? this.organisation(id) : undefined;
      if (home && isWanted(home)) return home;
    }
    return undefined;
  }
  organisationNamed(text: string): Organisation | undefined {
    for (const each of this.organisations.values()) if (each.name === text || each.short === text || each.code === text) return each;
    return undefined;
  }
  chains(): Organisation[] {
    return [...this.organisations.values()].filter((each) => each.kind === "chain");
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Reads the snapshot, row by row: one value of all rows took minutes for a million people. The town comes first, so that
 *  what changes meanwhile shows as a newer revision. */
export async function loadDirectory(sql: Query): Promise<Directory> {
  const [town] = await sql<TownRow[]>`select name, zone, hours, limits, revision from town`;
  if (!town) throw new Error("no town has been imported");
  const [people, organisations, roles, town_roles, rooms, memberships, accounts] = await Promise.all([
    sql<Person[]>`select id, name, display, aliases, state, away_until, deputy_id from person order by id`,
    sql<Organisation[]>`select id, kind, name, short, code, parent_id, facts from organisation order by id`,
    sql<Role[]>`select organisation_id, person_id, kind, lane, position from role order by id`,
    sql<TownRole[]>`select person_id, kind, position from town_role order by id`,
    sql<Room[]>`select id, kind, name, person_id, organisation_id, state from room order by id`,
    sql<Membership[]>`select room_id, person_id from membership where left_at is null order by id`,
    sql<Account[]>`
      select id, channel, kind, external_id, person_id, room_id, reachable, remark, replaced_at from account order by last_heard_at desc nulls last, id`,
  ]);
  return new Directory({ people, organisations, roles, town_roles, rooms, memberships, accounts, town });
}
