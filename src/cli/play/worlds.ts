import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Sql } from "../../db/connect.ts";
import { createVault } from "../../db/seal.ts";
import { rewind, setAside } from "../../db/rewind.ts";
import { type Scratch, type ScratchDatabase, scratchServer } from "../../db/scratch.ts";
import { importTown } from "../../people/import.ts";
import type { TownReader } from "../../people/index.ts";
import { readTown } from "../../people/town-file.ts";
import { PlayGrammarError } from "./parse.ts";

/** Fresh worlds for plays: databases copied from one template a town; one whose play ended well is put back to its
 *  beginning for the next, any other is thrown away. */
export type Worlds = { open(play: string, town: string): Promise<{ sql: Sql; close(sound?: boolean): Promise<void> }>; close(): Promise<void> };

export const SECRET = "plays";

export async function openWorlds(url: string | undefined, readers: readonly TownReader[]): Promise<Worlds> {
  const scratch: Scratch = await scratchServer(url);
  const unused = new Map<string, ScratchDatabase[]>();
  return {
    open: async (play, town) => {
      const file = town.startsWith("./")
        ? resolve(dirname(play), town.endsWith(".json") ? town : `${town}.json`)
        : new URL(`../../../test/towns/${town}.json`, import.meta.url).pathname;
      const text = await readFile(file, "utf8").catch(() => {
        throw new PlayGrammarError(`${play}: there is no town ${town}`);
      });
      const template = await scratch.template(`town ${file}`, async (sql) => {
        const read = readTown(JSON.parse(text));
        if (!read.ok) throw new PlayGrammarError(`${file}: ${read.field}: ${read.say}`);
        await importTown(sql, read.town, { now: 0, vault: createVault(SECRET), readers });
        await setAside(sql);
      });
      const idle = unused.get(template) ?? [];
      unused.set(template, idle);
      // A play is acted one thing after the other: one connection does, and a wait for itself inside a transaction shows.
      const database = idle.pop() ?? (await scratch.database(template, { max: 1 }));
      return {
        sql: database.sql,
        close: async (sound = false) => {
          if (!sound) return database.drop();
          await rewind(database.sql);
          idle.push(database);
        },
      };
    },
    close: () => scratch.close(),
  };
}
