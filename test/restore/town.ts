import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Query, Sql, Tx } from "../../src/db/connect.ts";
import type { Running } from "../running/program.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));

/** Every row of every table and view, as text, and where each sequence stands. */
export type Contents = Record<string, string[]>;

export async function contentsOf(query: Query): Promise<Contents> {
  const names = await query<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('public', 'drizzle', 'story') order by 1`;
  const found: Contents = {};
  for (const { name } of names)
    found[name] = (await query.unsafe<{ row: string }[]>(`select t::text as row from ${name} t order by 1`)).map((each) => each.row);
  return found;
}

export async function sequencesOf(query: Query): Promise<Record<string, number | null>> {
  const rows = await query<{ name: string; last: number | null }[]>`
    select sequencename as name, last_value as last from pg_sequences where schemaname = 'public' order by 1`;
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** The same pool; whatever it does in a transaction, `look` sees the end of that transaction's snapshot too. */
export function watched(sql: Sql, look: (tx: Tx) => Promise<void>): Sql {
  const begin = (mode: string, run: (tx: Tx) => Promise<unknown>) =>
    sql.begin(mode, async (tx) => {
      const done = await run(tx);
      await look(tx);
      return done;
    });
  return new Proxy(sql, { get: (target, name) => (name === "begin" ? begin : Reflect.get(target, name)) });
}

/** An operator's command, as typed. */
export function command(args: readonly string[], env: Record<string, string>): { status: number | null; said: string; complained: string } {
  const run = spawnSync(process.execPath, ["bin/lianxin.js", ...args], {
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
    encoding: "utf8",
  });
  return { status: run.status, said: run.stdout, complained: run.stderr };
}

export async function say(program: Running, person: string, text: string, room?: string): Promise<void> {
  const said = await program.post("/api/sandbox/say", { person, text, ...(room ? { room } : {}) });
  if (!said.ok) throw new Error(await said.text());
}

/** What the bot last said to somebody, privately. */
export async function lastTo(program: Running, person: string): Promise<string> {
  return (await program.get<{ text: string }[]>(`/api/sandbox/lines?person=${encodeURIComponent(person)}`)).at(-1)?.text ?? "";
}
