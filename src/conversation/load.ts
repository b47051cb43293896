import type { Heard } from "../channel/port.ts";
import type { Query, Tx } from "../db/connect.ts";
import { clean } from "../db/text.ts";
import type { Session } from "../flow/index.ts";
import type { Person, Room } from "../people/index.ts";
import type { Understood, World } from "./world.ts";

export type Expectation = {
  id: number;
  person_id: number;
  room_id: number;
  flow: string;
  version: number;
  answers: Record<string, unknown>;
  matter_id: number | null;
  standing: boolean;
};
export type Quoted = { matter: number | undefined; notice: number | undefined; expectation: number | undefined; mine: boolean };

/** A message with everything needed to decide what becomes of it. */
export type Taken = {
  heard: Heard;
  who: Person;
  room: Room;
  /** By which of their accounts; none on the channel whose ids are names. */
  accountId: number | null;
  text: string;
  heardId: number;
  turnId: number;
  conversationId: number;
  sessions: Session[];
  expectations: Expectation[];
  quoted: Quoted | undefined;
  /** Reads its words, each once however often the message is decided anew. */
  understand(text: string): Understood;
};

/** The longest text of one message that is kept; the rest is said to have been cut. */
export const MAX_TEXT = 20_000;

type Pair = { person: number; room: number };
type Row = { conversation_id: number; person_id: number; room_id: number; sessions: Session[] };

export const heardText = (heard: Heard): string => {
  if (heard.kind !== "message") return "";
  const said = clean(heard.text.slice(0, MAX_TEXT)).trim();
  const spoken = (heard.media ?? []).flatMap((each) => (each.kind === "voice" && each.transcript ? [clean(each.transcript)] : []));
  return [said, ...spoken].filter(Boolean).join("\n");
};

/** Marks keys as seen; returns the messages that are new, in the order given. */
export async function unseen(sql: Query, messages: readonly Heard[], now: number): Promise<Heard[]> {
  const rows = messages.map((each, n) => ({ n, channel: each.channel, account: each.account, key: each.key }));
  const fresh = await sql<{ channel: string; account: string; key: string }[]>`
    insert into seen (channel, account, key, at)
    select channel, account, key, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, channel text, account text, key text)
    order by channel, account, key on conflict do nothing returning channel, account, key`;
  const keys = new Set(fresh.map((each) => `${each.channel}\n${each.account}\n${each.key}`));
  return messages.filter((each) => keys.delete(`${each.channel}\n${each.account}\n${each.key}`));
}

/** Ids for a batch's rows, so that they can refer to each other before they are written. */
export async function takeIds(sql: Query, count: number): Promise<{ heard: number; turn: number }[]> {
  return sql<{ heard: number; turn: number }[]>`
    select nextval('heard_id_seq') as heard, nextval('turn_id_seq') as turn from generate_series(1, ${count}::int)`;
}

/** Locks the conversations of a batch in one order, making those that are new, and reads what each is asked once it is ours: what is
 *  sent in one moment is done in the order in which it is sent. */
export async function lockConversations(sql: Tx, pairs: readonly Pair[]): Promise<{ conversations: Row[]; asked: Expectation[] }> {
  const [locked, asked] = await Promise.all([lockKnown(sql, pairs).execute(), openExpectations(sql, pairs)]);
  const known = new Set(locked.map((each) => `${each.person_id} ${each.room_id}`));
  const strange = pairs.filter(({ person, room }) => !known.has(`${person} ${room}`));
  if (!strange.length) return { conversations: locked, asked };
  const made = sql`
    insert into conversation (person_id, room_id)
    select person, room from json_to_recordset(${JSON.stringify(strange)}::text::json) as r(person bigint, room bigint) order by 1, 2 on conflict do nothing`;
  const [, more, askedNow] = await Promise.all([made.execute(), lockKnown(sql, strange).execute(), openExpectations(sql, pairs)]);
  return { conversations: [...locked, ...more], asked: askedNow };
}

/** Looked for one by one, within the statement: a plan made while the table was small would read all of it for every batch. */
const lockKnown = (sql: Tx, pairs: readonly Pair[]) =>
  sql<Row[]>`
    select c.* from json_to_recordset(${JSON.stringify(pairs.toSorted((a, b) => a.person - b.person || a.room - b.room))}::text::json) as r(person bigint, room bigint)
    cross join lateral (
      select id as conversation_id, person_id, room_id, sessions from conversation where person_id = r.person and room_id = r.room for update) c`;

/** Open questions of these people in these rooms, the newest first; those that stand come last. */
async function openExpectations(sql: Query, pairs: readonly Pair[]): Promise<Expectation[]> {
  return sql<Expectation[]>`
    select e.id, e.person_id, e.room_id, e.flow, e.version, e.answers, e.matter_id, e.standing
    from json_to_recordset(${JSON.stringify(pairs)}::text::json) as r(person bigint, room bigint)
    join expectation e on e.person_id = r.person and e.room_id = r.room and e.closed_at is null
    order by e.standing, e.id desc`;
}

type Pointed = { channel: string; message_id: string; person: number; matter_id: number | null; notice_id: number | null; expectation_id: number | null };

/** The lines that messages quote or press, with what the speaker was asked by them. */
export async function quotedLines(sql: Query, messages: readonly { heard: Heard; who: Person }[]): Promise<Map<Heard, Quoted>> {
  const found = new Map<Heard, Quoted>();
  const asked = messages.flatMap(({ heard, who }) => {
    const id = heard.kind === "press" ? heard.messageId : heard.kind === "message" ? heard.quote?.messageId : undefined;
    return id === undefined ? [] : [{ channel: heard.channel, id: clean(id), person: who.id, heard }];
  });
  if (!asked.length) return found;
  const rows = await sql<Pointed[]>`
    select l.channel, l.message_id, r.person, l.matter_id, l.notice_id, coalesce(l.expectation_id, e.id) as expectation_id
    from json_to_recordset(${JSON.stringify(asked.map(({ channel, id, person }) => ({ channel, id, person })))}::text::json)
      as r(channel text, id text, person bigint)
    join line l on l.channel = r.channel and l.message_id = r.id
    left join expectation e on e.line_id = l.id and e.person_id = r.person and e.closed_at is null order by l.id`;
  for (const each of asked) {
    const lines = rows.filter((row) => row.channel === each.channel && row.message_id === each.id && row.person === each.person);
    const matters = new Set(lines.flatMap((line) => line.matter_id ?? []));
    found.set(each.heard, {
      notice: lines.findLast((line) => line.notice_id !== null)?.notice_id ?? undefined,
      matter: matters.size === 1 ? [...matters][0] : undefined,
      expectation: lines.findLast((line) => line.expectation_id !== null)?.expectation_id ?? undefined,
      mine: lines.length > 0,
    });
  }
  return found;
}

/** Who said it and where, for accounts that are known. */
export function whereAndWho(world: World, heard: Heard): { who: Person; room: Room; accountId: number | null } | undefined {
  const directory = world.directory();
  const account = directory.account(heard.channel, "user", heard.from.id);
  const home = heard.channel === world.home;
  const who = account?.person_id ? directory.people.get(account.person_id) : home ? directory.named(heard.from.id) : undefined;
  if (!who) return undefined;
  const accountId = account?.id ?? null;
  if (heard.where.kind === "direct") return { who, room: directory.directRoom(who.id), accountId };
  const chat = directory.account(heard.channel, "chat", heard.where.id);
  const room = chat?.room_id ? directory.rooms.get(chat.room_id) : home ? directory.group(heard.where.id) : undefined;
  return room && { who, room, accountId };
}
