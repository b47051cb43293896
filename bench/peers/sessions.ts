import type { Sql } from "../../src/db/connect.ts";

/** Where a library keeps what it knows of one conversation. */
export type Sessions = {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
};

/** What the guides show: a table of keys and JSON, read before a message is handled and written after it. */
export async function sessionTable(sql: Sql): Promise<Sessions> {
  await sql`create table if not exists session (key text primary key, value text)`;
  return {
    read: async (key) => {
      const [row] = await sql<{ value: string }[]>`select value from session where key = ${key}`;
      return row && JSON.parse(row.value);
    },
    write: async (key, value) => {
      await sql`insert into session (key, value) values (${key}, ${JSON.stringify(value)}) on conflict (key) do update set value = excluded.value`;
    },
    remove: async (key) => {
      await sql`delete from session where key = ${key}`;
    },
  };
}

/** While `held` is set, kept there and not in the table. */
export function switched(real: Sessions): Sessions & { held: Map<string, string> | undefined } {
  return {
    held: undefined,
    async read(key) {
      const held = this.held?.get(key);
      return this.held ? held && JSON.parse(held) : real.read(key);
    },
    async write(key, value) {
      if (this.held) this.held.set(key, JSON.stringify(value));
      else await real.write(key, value);
    },
    async remove(key) {
      if (this.held) this.held.delete(key);
      else await real.remove(key);
    },
  };
}
