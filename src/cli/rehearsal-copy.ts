import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backup, tablesOf } from "../db/backup.ts";
import type { Sql } from "../db/connect.ts";
import { appliedUntil, journal } from "../db/migrate.ts";
import { restore } from "../db/restore.ts";
import type { Scratch } from "../db/scratch.ts";
import { createVault } from "../db/seal.ts";
import { importTown } from "../people/import.ts";
import type { TownReader } from "../people/index.ts";
import { readTown } from "../people/town-file.ts";

/** The recorded database and the one in which it is lived through again: both scratch copies on the present tables. */
export type Copies = { record: Sql; stage: Sql };

export type CopyOptions = { secret: string; from: string | undefined; readers: readonly TownReader[] };

/** A file with everything in it that a town file can hold. */
const SAMPLE = fileURLToPath(new URL("../../towns/sample.json", import.meta.url));

/** Copies through a backup: reads in one snapshot, writes nothing, and brings older tables up to date on the way. Without a
 *  backup to begin from, the stage is the town as it is today, before anybody spoke. */
export async function copyTwice(source: Sql, scratch: Scratch, options: CopyOptions): Promise<Copies> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-rehearsal-"));
  try {
    const file = join(folder, "now");
    const { secret, from } = options;
    await backup(source, folder, file, { secret });
    // Onto the tables it stands on; those of the present are made once for all copies.
    const present = (await appliedUntil(source)) === (await journal()).entries.at(-1)?.when;
    const record = (await scratch.database(present ? undefined : "template0")).sql;
    const stage = (await scratch.database(present && from === undefined ? undefined : "template0", { max: 1 })).sql;
    await restore(record, folder, file, { secret });
    await restore(stage, folder, from ?? file, { secret });
    if (from === undefined) await unspoken(stage, scratch, options);
    return { record, stage };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** These are neither what an import fills nor what conversations make. */
const STAY = new Set(["media", "channel_up", "clock_state", "town", "account", "invitation", "membership", "role"]);

/** Empties every table that an import does not fill, and plans what an import plans from the first moment on. */
async function unspoken(stage: Sql, scratch: Scratch, { readers }: CopyOptions): Promise<void> {
  const imported = await importedTown(scratch, readers);
  const [began] = await stage<{ at: number | null }[]>`select least((select min(heard_at) from heard), (select min(made_at) from line)) as at`;
  await stage.begin(async (tx) => {
    const emptied = (await tablesOf(tx)).map((each) => each.name).filter((name) => !STAY.has(name) && !imported.tables.has(name));
    await tx`truncate ${tx(emptied)} restart identity`;
    await tx`delete from occasion_rule where kind <> all(${imported.rules}::text[])`;
    await tx`update occasion_rule set planned_until = null, next_at = ${began?.at ?? 0}::timestamptz where next_at is not null`;
    await tx`delete from membership where joined_at > ${began?.at ?? 0}::timestamptz`;
    await tx`update membership set left_at = null where left_at >= ${began?.at ?? 0}::timestamptz`;
    await tx`update person set state = 'known' where state = 'stopped'`;
    await tx`update person set away_until = null, deputy_id = null where away_until is not null`;
  });
}

/** Which tables, and which kinds of rules, are there once the sample town was imported. */
async function importedTown(scratch: Scratch, readers: readonly TownReader[]): Promise<{ tables: Set<string>; rules: string[] }> {
  const read = readTown(JSON.parse(await readFile(SAMPLE, "utf8")));
  if (!read.ok) throw new Error(`${SAMPLE}: ${read.field}`);
  const sample = await scratch.database();
  await importTown(sample.sql, read.town, { now: 0, vault: createVault("rehearsal"), readers });
  const rules = await sample.sql<{ kind: string }[]>`select distinct kind from occasion_rule`;
  const filled = await sample.sql.begin(async (tx) => {
    const found = new Set<string>();
    for (const { name } of await tablesOf(tx)) if ((await tx`select 1 from ${tx(name)} limit 1`).length) found.add(name);
    return found;
  });
  await sample.drop();
  return { tables: filled, rules: rules.map((each) => each.kind) };
}
