import type { Heard, Where, Who } from "../port.ts";
import type { Me, Puppet } from "./open.ts";

/** Ids change with the login on some protocols, a message's own does not: one account, so that a redelivery falls out
 *  also after one. */
export const ACCOUNT = "main";

/** Of so many members, this share cannot have left at once: their ids changed with the login. */
const MIN_MEMBERS = 4;
const CHANGED_SHARE = 0.5;

type Happening = { room: string; at: number };

/** What is known of rooms: what they are called, who is in them. Outlives a connection, so that what changed during an
 *  outage is noticed; rooms are known by id, never by topic. */
export class Rooms {
  private readonly topics = new Map<string, string>();
  private readonly members = new Map<string, Map<string, string>>();
  /** What was seen by looking before the platform told it: told after all, it is not heard twice. */
  private readonly noticed = new Set<string>();

  async whereOf(puppet: Puppet, room: string): Promise<Where> {
    const name = this.topics.get(room) ?? (await topicOf(puppet, room));
    if (name) this.topics.set(room, name);
    return { kind: "group", id: room, ...(name ? { name } : {}) };
  }

  /** As the room shows them. Nobody's name keeps their words from being heard. */
  async nameOf(puppet: Puppet, person: string, room?: string): Promise<string> {
    const alias = room
      ? await puppet.roomMemberPayload(room, person).then(
          (each) => each.roomAlias,
          () => undefined,
        )
      : undefined;
    return (
      alias ||
      (await puppet.contactPayload(person).then(
        (each) => each.name,
        () => "",
      ))
    );
  }

  async myNames(puppet: Puppet, me: Me, room?: string): Promise<string[]> {
    const alias = room ? await this.nameOf(puppet, me.id, room) : "";
    return [...new Set([me.name, alias])].filter(Boolean);
  }

  /** Whoever speaks is there, however they came. */
  speaks(room: string, person: string, name: string): void {
    this.members.get(room)?.set(person, name);
  }

  async joined(puppet: Puppet, me: Me, { room, at }: Happening, people: readonly string[], by: string): Promise<Heard[]> {
    const start = { ...(await this.start(puppet, room, by || people[0] || me.id)), at };
    if (people.includes(me.id)) return [{ ...start, key: `${room}:bot:${at}:added`, kind: "room", change: "added" }];
    const list = this.members.get(room) ?? (await this.snapshot(puppet, room));
    const all: Heard[] = [];
    for (const id of people) {
      if (!this.news(room, "join", id)) continue;
      const who = { id, name: await this.nameOf(puppet, id, room) };
      list.set(id, who.name);
      all.push(coming(start, "join", who));
    }
    return all;
  }

  async left(puppet: Puppet, me: Me, { room, at }: Happening, people: readonly string[], by: string): Promise<Heard[]> {
    const start = { ...(await this.start(puppet, room, by || people[0] || me.id)), at };
    if (people.includes(me.id)) {
      this.members.delete(room);
      return [{ ...start, key: `${room}:bot:${at}:removed`, kind: "room", change: "removed" }];
    }
    const list = this.members.get(room) ?? (await this.snapshot(puppet, room));
    const all: Heard[] = [];
    for (const id of people) {
      if (!this.news(room, "leave", id)) continue;
      const name = list.get(id) ?? (await this.nameOf(puppet, id, room));
      list.delete(id);
      all.push(coming(start, "leave", { id, name }));
    }
    return all;
  }

  async renamed(puppet: Puppet, { room, at }: Happening, to: string, by: string): Promise<Heard[]> {
    this.topics.set(room, to);
    // The next login asks the puppet again, which may remember the old one on disk.
    await puppet.roomPayloadDirty(room).catch(() => {});
    return [{ ...(await this.start(puppet, room, by)), at, key: `${room}:topic:${at}`, kind: "room", change: "renamed", to }];
  }

  /** Compares with who is there now: nobody tells when somebody leaves by themselves, nor what happened during an outage.
   *  The first look is no news. */
  async reconciled(puppet: Puppet, me: Me, { room, at }: Happening): Promise<Heard[]> {
    const before = this.members.get(room);
    const oldTopic = this.topics.get(room);
    await puppet.roomPayloadDirty(room).catch(() => {});
    const topic = await topicOf(puppet, room);
    const now = await this.snapshot(puppet, room);
    if (topic) this.topics.set(room, topic);
    const all: Heard[] = [];
    if (topic && oldTopic && topic !== oldTopic)
      all.push({ ...(await this.start(puppet, room, me.id)), at, key: `${room}:topic:${at}`, kind: "room", change: "renamed", to: topic });
    const gone = [...(before ?? [])].filter(([id]) => !now.has(id));
    if (!before || (before.size >= MIN_MEMBERS && gone.length > before.size * CHANGED_SHARE)) return all;
    const notice = async (kind: "join" | "leave", id: string, name: string): Promise<void> => {
      this.news(room, kind, id);
      this.noticed.add(`${room}|${kind}|${id}`);
      all.push(coming({ ...(await this.start(puppet, room, id)), at }, kind, { id, name }));
    };
    for (const [id, name] of gone) await notice("leave", id, name);
    for (const [id, name] of now) if (!before.has(id) && id !== me.id) await notice("join", id, name);
    return all;
  }

  private news(room: string, kind: "join" | "leave", id: string): boolean {
    this.noticed.delete(`${room}|${kind === "join" ? "leave" : "join"}|${id}`);
    return !this.noticed.delete(`${room}|${kind}|${id}`);
  }

  private async snapshot(puppet: Puppet, room: string): Promise<Map<string, string>> {
    const known = this.members.get(room);
    const list = new Map<string, string>();
    for (const id of await puppet.roomMemberList(room)) list.set(id, known?.get(id) ?? (await this.nameOf(puppet, id, room)));
    this.members.set(room, list);
    return list;
  }

  private async start(puppet: Puppet, room: string, by: string) {
    const from: Who = { id: by, name: await this.nameOf(puppet, by, room) };
    return { channel: "wechat", account: ACCOUNT, where: await this.whereOf(puppet, room), from };
  }
}

type Start = Pick<Heard, "channel" | "account" | "where" | "from" | "at">;
const coming = (start: Start, kind: "join" | "leave", who: Who): Heard => ({
  ...start,
  key: `${start.where.id}:${kind}:${who.id}:${start.at}`,
  kind,
  who,
});

const topicOf = (puppet: Puppet, room: string): Promise<string | undefined> =>
  puppet.roomPayload(room).then(
    (each) => each.topic || undefined,
    () => undefined,
  );
