import { createWriteStream } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Entry } from "./archive.ts";
import { tablesOf } from "./backup.ts";
import { BackupError, type Manifest, newer, printOf } from "./backup-format.ts";
import type { Sql, Tx } from "./connect.ts";
import { prepareFolder } from "./folder.ts";
import { appliedUntil, journal, migrate } from "./migrate.ts";
import { checkBackup, mediaName, openBackup, readManifest, tableOf } from "./read-backup.ts";
import { secretPath } from "./secret.ts";

/** Puts a backup into an empty database, all or nothing, and applies the migrations it is too old to have. The secret
 *  is the one given, else the one already in the folder, else the one the backup carries; a wrong one is refused.
 *  Throws `BackupError`. */
export async function restore(sql: Sql, dataFolder: string, file: string, options: { secret?: string } = {}): Promise<{ tables: number; rows: number }> {
  const { manifest, end } = await checkBackup(file);
  const secret = await chooseSecret(manifest, dataFolder, options.secret);
  await prepareDatabase(sql, manifest);
  await sql.begin(async (tx) => {
    const references = await dropReferences(tx);
    await load(tx, manifest, file, dataFolder);
    for (const { relation, name, definition } of references) await tx.unsafe(`alter table ${relation} add constraint ${name} ${definition}`);
    for (const { name, last } of end.sequences) await tx`select setval(format('public.%I', ${name}::text)::regclass, ${last})`;
  });
  await migrate(sql);
  if (secret !== undefined && secret !== options.secret) await keepSecret(dataFolder, secret);
  return { tables: manifest.tables.length, rows: Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0) };
}

/** The target must stand on the backup's migrations before its rows go in: a later migration may change them. */
async function prepareDatabase(sql: Sql, manifest: Manifest): Promise<void> {
  const needed = manifest.migrations.map((each) => each.created_at);
  const known = (await journal()).entries.map((entry) => entry.when);
  if (needed.some((when, at) => known[at] !== when)) throw newer();
  const until = needed.at(-1) ?? 0;
  const applied = await appliedUntil(sql);
  if (applied === 0) {
    await migrate(sql, { until });
    // What migrations themselves put in is in the backup too.
    await sql.begin(async (tx) => void (await tx`truncate ${tx((await tablesOf(tx)).map((table) => table.name))} cascade`));
    return;
  }
  const filled = await sql.begin(async (tx) => {
    for (const { name } of await tablesOf(tx)) if ((await tx`select 1 from ${tx(name)} limit 1`).length > 0) return true;
    return false;
  });
  if (filled) throw new BackupError("这个数据库里已有内容，只能恢复到空的数据库。");
  if (applied !== until) throw new BackupError("这份备份较旧，请恢复到全新的数据库（或用 LIANXIN_DATA 指定新的数据目录）。");
}

async function chooseSecret(manifest: Manifest, folder: string, given: string | undefined): Promise<string | undefined> {
  const lying = (await readFile(secretPath(folder), "utf8").catch(() => "")).trim();
  const secret = given ?? (lying || manifest.secret);
  if (manifest.secret_print === undefined || (secret !== undefined && printOf(secret) === manifest.secret_print)) return secret;
  throw new BackupError("备份里有加密内容，请用 LIANXIN_SECRET 给出原来的密钥（原数据目录里的 secret 文件）。");
}

async function keepSecret(folder: string, secret: string): Promise<void> {
  await writeFile(secretPath(await prepareFolder(folder)), `${secret}\n`, { mode: 0o600 });
}

/** Rows come table by table, not in the order references want; made again afterwards, they check every row. */
async function dropReferences(tx: Tx) {
  const references = await tx<{ relation: string; name: string; definition: string }[]>`
    select conrelid::regclass::text as relation, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0 order by 1, 2`;
  for (const { relation, name } of references) await tx.unsafe(`alter table ${relation} drop constraint ${name}`);
  return references;
}

/** Rows and media of a backup that was checked. */
async function load(tx: Tx, manifest: Manifest, file: string, folder: string): Promise<void> {
  const entries = openBackup(file);
  await readManifest(entries);
  let entry = await entries.next();
  while (!entry.done && entry.value.name.startsWith("tables/")) {
    const table = tableOf(manifest, entry.value);
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (; !entry.done && entry.value.name.startsWith(`tables/${table.name}/`); entry = await entries.next()) yield* entry.value.body;
    }
    const target = await tx`copy ${tx(table.name)} (${tx(table.columns)}) from stdin`.writable();
    await pipeline(parts, target);
  }
  for (; !entry.done && entry.value.name.startsWith("media/"); entry = await entries.next()) await writeMedia(folder, entry.value);
}

/** Under its name only when whole. */
async function writeMedia(folder: string, entry: Entry): Promise<void> {
  const path = join(folder, mediaName(entry));
  await mkdir(dirname(path), { recursive: true });
  await pipeline(entry.body, createWriteStream(`${path}.partial`, { mode: 0o600 }));
  await rename(`${path}.partial`, path);
}
