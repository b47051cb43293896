import { AsyncLocalStorage } from "node:async_hooks";
import type { Sql, Tx } from "../../src/db/connect.ts";
import { openMatters } from "../../src/matter/write.ts";
import { CHAINS } from "../town.ts";
import type { Sessions } from "./sessions.ts";

/* What a careful developer adds to a library for our guarantees, in our own tables: a message that comes twice counts
   once; what was said, what became of it, the session, the matter and the reply are there together or not at all; two
   words of one person do not overtake each other. One transaction a turn, five round trips, statements prepared and
   sent together wherever one does not need what another answers. */

type Open = { tx: Tx; person: number; heardId: number; key: string; session: unknown; said: string[]; matterId: number | null };
type Row = { id: number; sessions: unknown[] };

const current = new AsyncLocalStorage<Open>();
const NOW = new Date("2026-11-23T01:00:00Z").toISOString();

/** Handles one message in a transaction of its own, once however often it comes. */
export async function guarded(sql: Sql, message: { person: number; key: string; text: string }, handle: () => Promise<unknown>): Promise<void> {
  const { person, key, text } = message;
  await sql.begin(async (tx) => {
    const [fresh, , [conversation], [ids]] = await Promise.all([
      tx`insert into seen (channel, account, key, at) values ('telegram', 'main', ${key}, ${NOW}::timestamptz) on conflict do nothing returning 1`,
      tx`insert into conversation (person_id, room_id) values (${person}, ${person}) on conflict do nothing`,
      tx<Row[]>`select id, sessions from conversation where person_id = ${person} and room_id = ${person} for update`,
      tx<{ heard: number; turn: number }[]>`select nextval('heard_id_seq') as heard, nextval('turn_id_seq') as turn`,
    ]);
    if (!fresh.length || !conversation || !ids) return;
    const open: Open = { tx, person, heardId: ids.heard, key, session: conversation.sessions[0], said: [], matterId: null };
    await current.run(open, handle);
    await write(open, { text, turnId: ids.turn, conversationId: conversation.id });
  });
}

async function write(open: Open, { text, turnId, conversationId }: { text: string; turnId: number; conversationId: number }): Promise<void> {
  const { tx, person, heardId, key, session, said, matterId } = open;
  const words = said.join("\n");
  const due = session === undefined ? null : "remind";
  await Promise.all([
    tx`insert into heard (id, channel, key, kind, room_id, person_id, text, said_at, heard_at, state) overriding system value
      values (${heardId}, 'telegram', ${key}, 'message', ${person}, ${person}, ${text}, ${NOW}::timestamptz, ${NOW}::timestamptz, 'done')`,
    tx`insert into turn (id, heard_id, conversation_id, flow, said, at) overriding system value
      values (${turnId}, ${heardId}, ${conversationId}, 'report', ${words}, ${NOW}::timestamptz)`,
    tx`insert into line (room_id, person_id, turn_id, matter_id, class, repeatable, text, not_before, made_at)
      values (${person}, ${person}, ${turnId}, ${matterId}, 'reply', true, ${words}, ${NOW}::timestamptz, ${NOW}::timestamptz)`,
    tx`update conversation set sessions = ${JSON.stringify(session === undefined ? [] : [session])}::text::jsonb, due = ${due},
      due_at = ${due && NOW}::timestamptz + interval '1 hour' where id = ${conversationId}`,
  ]);
}

const opened = (): Open => {
  const open = current.getStore();
  if (!open) throw new Error("no turn is open");
  return open;
};

/** The library's state is the conversation's session: read and written with the turn. */
export const turnSessions: Sessions = {
  read: async () => opened().session,
  write: async (_key, value) => void (opened().session = value),
  remove: async () => void (opened().session = undefined),
};

/** A reply is a line of the turn: sent after the commit, and again if need be. */
export const sayLater = (text: string): void => void opened().said.push(text);

/** A matter with its number in its chain's series and its first event, and the line that tells its owner. */
export async function openMatter({ detail, lane }: { detail: string; lane: string }): Promise<string> {
  const open = opened();
  const chain = (open.person % CHAINS) + 1;
  const at = Date.parse(NOW);
  const facts = { series: `链${chain}`, kind: "problem", lane, owner_id: chain, raiser_id: open.person, organisation_id: chain, chain_id: chain };
  const rest = { room_id: null, parent_id: null, detail, facts: {}, private: false, opened_at: at, due_at: at, next_step: "accept", next_at: at };
  const [made] = await openMatters(open.tx, [{ ...facts, ...rest, heard_id: open.heardId }]);
  if (!made) throw new Error("no matter was opened");
  open.matterId = made.id;
  await open.tx`
    insert into line (room_id, person_id, matter_id, class, repeatable, text, buttons, not_before, made_at)
    values (${chain}, ${chain}, ${made.id}, 'task', true, ${`新事项 ${made.no}：${detail}。请接单。`}, '[{"text":"接单"},{"text":"不归我"}]', ${NOW}::timestamptz,
      ${NOW}::timestamptz)`;
  return made.no;
}
