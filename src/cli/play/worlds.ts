import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Sql } from "../../db/connect.ts";
import { createVault } from "../../db/seal.ts";
import { type Scratch, scratchServer } from "../../db/scratch.ts";
import { importTown } from "../../people/import.ts";
import type { TownReader } from "../../people/index.ts";
import { readTown } from "../../people/town-file.ts";
import { PlayGrammarError } from "./parse.ts";

/** Fresh worlds for plays: a database a play, copied from one template a town. */
export type Worlds = { open(play: string, town: string): Promise<{ sql: Sql; close(): Promise<void> }>; close(): Promise<void> };

export const SECRET = "plays";

export async function openWorlds(url: string | undefined, readers: readonly TownReader[]): Promise<Worlds> {
  const scratch: Scratch = await scratchServer(url);
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
      });
      // A play is acted one thing after the other: a second connection would only read the catalogue anew, which costs
      // more than all else in a play, and a wait for itself inside a transaction shows as a play that stands still.
      const database = await scratch.database(template, { max: 1 });
      return { sql: database.sql, close: () => database.drop() };
    },
    close: () => scratch.close(),
  };
}
