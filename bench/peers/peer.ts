import { connect, type Sql } from "../../src/db/connect.ts";
import { type Contender, OPENING, serve } from "../contender.ts";
import { guarded, openMatter, sayLater, turnSessions } from "./guarded.ts";
import { type Sessions, sessionTable, switched } from "./sessions.ts";

/* What the peers have in common. Each is a process: `telegraf.ts SOCKET DATABASE guide|guarded`. */

/** What a library is given; what differs between the two ways lies behind it. */
export type Around = {
  socket: string;
  database: string;
  sessions: Sessions;
  /** A reply: arrives at once, or is a line of the turn. */
  say(text: string): void;
  openMatter(report: { detail: string; lane: string }): Promise<string>;
};
/** Takes one message as the library takes its platform's. */
export type Library = (message: { person: number; update: number; text: string }) => Promise<unknown>;

const CONNECTIONS = 16;
/** A number that stands for nothing else. */
const MODEL = 987_654_321;

/** `usual` is the library's own adapter, where it has one. */
export async function peer(
  build: (around: Around) => Library | Promise<Library>,
  usual?: (around: Omit<Around, "sessions">) => Promise<Sessions>,
): Promise<void> {
  const [socket = "", database = "", way = ""] = process.argv.slice(2);
  const sql = connect({ socket, database }, { max: CONNECTIONS });
  const isGuarded = way === "guarded";
  if (!isGuarded)
    await sql`create table if not exists report (id bigint primary key generated always as identity, person bigint, lane text, detail text, at timestamptz)`;
  const known = { socket, database, say: isGuarded ? sayLater : () => {}, openMatter: isGuarded ? openMatter : plainMatter(sql) };
  const sessions = switched(isGuarded ? turnSessions : await (usual?.(known) ?? sessionTable(sql)));
  let quiet = false;
  const library = await build({ ...known, sessions, say: (text) => void (quiet || known.say(text)) });
  let update = 0;
  const take: Contender["hear"] = async (n, key, text) => {
    const message = { person: n + 1, update: (update += 1), text };
    await (isGuarded && !quiet ? guarded(sql, { person: n + 1, key: `${n}-${key}`, text }, () => library(message)) : library(message));
  };
  serve({
    ask: async (people) => {
      const held = (sessions.held = new Map<string, string>());
      quiet = true;
      await take(MODEL - 1, "ask", OPENING);
      quiet = false;
      sessions.held = undefined;
      const [model] = held;
      if (!model) throw new Error("nobody is asked");
      await (isGuarded ? keepConversations : keepSessions)(sql, everybody(model, people));
      await sql`vacuum analyze`;
    },
    hear: take,
    matters: async () => {
      const [row] = await (isGuarded
        ? sql<{ count: number }[]>`select count(*)::int as count from matter`
        : sql<{ count: number }[]>`select count(*)::int as count from report`);
      return row?.count ?? 0;
    },
  });
}

/** As a guide would: one row, nothing else. */
const plainMatter =
  (sql: Sql): Around["openMatter"] =>
  async ({ detail, lane }) => {
    const [row] = await sql<{ id: number }[]>`insert into report (lane, detail, at) values (${lane}, ${detail}, now()) returning id`;
    return String(row?.id);
  };

/** What the library wrote for one person, for everybody: with their own number wherever the model's stands. */
const everybody = (model: readonly [string, string], people: number): [string, string][] =>
  Array.from({ length: people }, (_, n) => model.map((each) => each.replaceAll(String(MODEL), String(n + 1))) as [string, string]);

async function keepSessions(sql: Sql, held: readonly [string, string][]): Promise<void> {
  const rows = JSON.stringify(held.map(([key, value]) => ({ key, value })));
  await sql`insert into session (key, value) select key, value from jsonb_to_recordset(${rows}::text::jsonb) as r(key text, value text)`;
}

/** A key begins with the person's number. */
async function keepConversations(sql: Sql, held: readonly [string, string][]): Promise<void> {
  const rows = JSON.stringify(held.map(([key, value]) => ({ person: Number(/^\d+/u.exec(key)?.[0]), value: [JSON.parse(value)] })));
  await sql`
    insert into conversation (person_id, room_id, sessions, due, due_at) select person, person, value, 'remind', now() + interval '1 hour'
    from jsonb_to_recordset(${rows}::text::jsonb) as r(person bigint, value jsonb)`;
}

/** A private message as Telegram delivers it. */
export const updateOf = ({ person, update, text }: { person: number; update: number; text: string }) => ({
  update_id: update,
  message: {
    message_id: update,
    date: 1_795_395_600,
    chat: { id: person, type: "private" as const, first_name: `人${person}` },
    from: { id: person, is_bot: false, first_name: `人${person}` },
    text,
  },
});

/** What the platform would answer to sendMessage. */
export const sentOf = (chat: number, text: string) => ({
  message_id: 1,
  date: 1_795_395_600,
  chat: { id: chat, type: "private" as const, first_name: "人" },
  text,
});

export const ME = { id: 4200, is_bot: true as const, first_name: "链心", username: "lianxin_bot", can_join_groups: true, can_read_all_group_messages: true };
export const TOKEN = "4200:bench";
