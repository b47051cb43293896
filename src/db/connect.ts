import postgres from "postgres";
import type { Instant } from "./columns.ts";

/** The pool of connections; a query on it runs outside any transaction. */
export type Sql = postgres.Sql;
/** The handle inside `sql.begin(…)`: only what goes through it belongs to the transaction. */
export type Tx = postgres.TransactionSql;
/** Either of the two, for functions that do not mind. */
export type Query = Sql | Tx;

/** A server by its address, or by the private folder of its Unix socket. */
export type Target = { readonly url: string } | { readonly socket: string; readonly database: string };

const socketUser = "lianxin";
const port = 5432;
/** How the driver hands over a null inside an array. (Inside a text[] it stays this word: keep nulls out of those.) */
const nullItem = "NULL";
const targets = new WeakMap<object, Target>();

/** Opens a pool (connections are made when first needed). Reads timestamptz as `Instant` and bigint as number,
 *  `date` as `YYYY-MM-DD` text; a number given where the server expects a timestamptz is written as that moment. Drizzle replaces the parsers of a pool it is given: give it one of
 *  its own, `connect(targetOf(sql))`. A list of booleans or bytes must be wrapped: `sql.array(list)`. */
export function connect(target: Target, options: { max?: number } = {}): Sql {
  const shared = {
    types: { text: textType, instant: instantType, bigint: bigintType, day: dayType },
    // What is asked for by its key lies in memory or on an SSD. At the default, the keys of a batch are looked for by reading
    // all of a town, again for every batch.
    connection: { TimeZone: "UTC", application_name: "lianxin", random_page_cost: "1.1" },
    prepare: true,
    onnotice: () => {},
    ...(options.max === undefined ? {} : { max: options.max }),
    // A session-level advisory lock must not vanish because the driver found its connection old.
    ...(options.max === 1 ? { max_lifetime: null } : {}),
  };
  const place = socketOf(target);
  const sql =
    place === undefined
      ? postgres((target as { url: string }).url, shared)
      : postgres({ ...shared, path: `${place.socket}/.s.PGSQL.${port}`, port, user: place.user, database: place.database });
  targets.set(sql, target);
  return sql as unknown as Sql;
}

/** Where `connect` connected this pool to, so that a second one can be opened there. */
export function targetOf(sql: Sql): Target {
  const target = targets.get(sql);
  if (target === undefined) throw new Error("This pool was not opened by connect().");
  return target;
}

/** The same server, another database. */
export function elsewhere(target: Target, database: string): Target {
  if ("socket" in target) return { socket: target.socket, database };
  const url = new URL(target.url);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { url: url.href };
}

/** libpq's way to name a socket in an address, `postgres://user@localhost/name?host=/folder`, which the driver lacks. */
function socketOf(target: Target): { socket: string; user: string; database: string } | undefined {
  if ("socket" in target) return { ...target, user: socketUser };
  const url = new URL(target.url);
  const socket = url.searchParams.get("host");
  if (socket === null || !socket.startsWith("/")) return undefined;
  const user = decodeURIComponent(url.username) || socketUser;
  return { socket, user, database: decodeURIComponent(url.pathname.slice(1)) || user };
}

/** `from` nothing: text is read as it comes. */
const textType = { to: 25, from: [], serialize: (value: unknown): string => whole(String(value)), parse: (text: string): string => text };

/** Half a letter becomes U+FFFD where it is written out. In JSON it is an escape, and so is NUL: an emoji that was cut in two would have a
 *  whole batch refused. */
function whole(text: string): string {
  const plain = text.includes("\0") ? text.replaceAll("\0", "") : text;
  if (!(plain.includes("\\ud") || plain.includes("\\u0000")) || !/^[[{"]/u.test(plain)) return plain;
  return plain.replace(/\\(?:u[0-9a-f]{4}|.)/gu, (escape) => (escape === "\\u0000" ? "" : escape.startsWith("\\ud") ? "\ufffd" : escape));
}

const instantType = {
  to: 1184,
  from: [1184],
  serialize: (value: Instant | string | Date): string => {
    if (typeof value === "string") return value;
    if (value === Infinity || value === -Infinity) return value > 0 ? "infinity" : "-infinity";
    return isoOf(Number(value));
  },
  parse: parseInstant,
};

let written = { at: 0, text: new Date(0).toISOString() };
/** An instant as PostgreSQL is given it, also in rows of JSON: ISO text. Most of a batch's are the same, written once. */
export function isoOf(at: Instant): string {
  if (at !== written.at) written = { at, text: new Date(at).toISOString() };
  return written.text;
}

const bigintType = {
  to: 20,
  from: [20],
  serialize: (value: number | bigint | string): string => `${value}`,
  parse: (text: string): number | null => (text === nullItem ? null : Number(text)),
};

/** A day is not a moment: the driver's default would read it as midnight in the program's own zone. */
const dayType = { to: 1082, from: [1082], serialize: (value: string): string => value, parse: (text: string): string => text };

function parseInstant(text: string): Instant | null {
  // The session speaks UTC, so this is the usual form; ISO text is what the engine's fast parser takes.
  if (text.endsWith("+00")) return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
  if (text === nullItem) return null;
  if (text === "infinity") return Infinity;
  if (text === "-infinity") return -Infinity;
  return Date.parse(text);
}
