import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Entry, unpack } from "./archive.ts";
import { tablesOf } from "./backup.ts";
import { BackupError, type End, endShape, type Manifest, manifestShape, printOf } from "./backup-format.ts";
import type { Sql, Tx } from "./connect.ts";
import { prepareFolder } from "./folder.ts";
import { appliedUntil, journal, migrate } from "./migrate.ts";
import { secretPath } from "./secret.ts";

/** A manifest or an end bigger than this is not ours. */
const jsonBytes = 16_000_000;

/** Puts a backup into an empty database, all or nothing, and applies the migrations it is too old to have. The secret
 *  is the one given, else the one already in the folder, else the one the backup carries; a wrong one is refused.
 *  Throws `BackupError`. */
export async function restore(sql: Sql, dataFolder: string, file: string, options: { secret?: string } = {}): Promise<{ tables: number; rows: number }> {
  const entries = unpack(readZipped(file));
  const manifest = manifestShape.parse(await readJson(await next(entries, "manifest.json")));
  const secret = await chooseSecret(manifest, dataFolder, options.secret);
  await prepareDatabase(sql, manifest);
  const end = await sql.begin(async (tx) => {
    const references = await dropReferences(tx);
    const end = await load(tx, manifest, entries, dataFolder);
    for (const { relation, name, definition } of references) await tx.unsafe(`alter table ${relation} add constraint ${name} ${definition}`);
    for (const { name, last } of end.sequences) await tx`select setval(format('public.%I', ${name}::text)::regclass, ${last})`;
    return end;
  });
  await migrate(sql);
  if (secret !== undefined && secret !== options.secret) await keepSecret(dataFolder, secret);
  return { tables: manifest.tables.length, rows: Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0) };
}

/** The target must stand on the backup's migrations before its rows go in: a later migration may change them. */
async function prepareDatabase(sql: Sql, manifest: Manifest): Promise<void> {
  const needed = manifest.migrations.map((each) => each.created_at);
  const known = (await journal()).entries.map((entry) => entry.when);
  if (needed.some((when, at) => known[at] !== when)) throw new BackupError("这份备份来自更新的链心，请先升级程序再恢复。");
  const until = needed.at(-1) ?? 0;
  const applied = await appliedUntil(sql);
  if (applied === 0) {
    await migrate(sql, until);
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

async function load(tx: Tx, manifest: Manifest, entries: AsyncGenerator<Entry>, folder: string): Promise<End> {
  const seen: End["tables"] = {};
  let entry = await entries.next();
  while (!entry.done && entry.value.name.startsWith("tables/")) {
    const table = manifest.tables.find(({ name }) => entry.value?.name.startsWith(`tables/${name}/`));
    if (table === undefined) throw damaged();
    const prefix = `tables/${table.name}/`;
    const hash = createHash("sha256");
    let rows = 0;
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (; !entry.done && entry.value.name.startsWith(prefix); entry = await entries.next())
        for await (const chunk of entry.value.body) {
          hash.update(chunk);
          for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
          yield chunk;
        }
    }
    const target = await tx`copy ${tx(table.name)} (${tx(table.columns)}) from stdin`.writable();
    await pipeline(parts, target);
    seen[table.name] = { rows, sha256: hash.digest("hex") };
  }
  for (; !entry.done && entry.value.name.startsWith("media/"); entry = await entries.next()) await writeMedia(folder, entry.value);
  if (entry.done || entry.value.name !== "end.json") throw damaged();
  const end = endShape.parse(await readJson(entry.value));
  for (const [name, { rows, sha256 }] of Object.entries(end.tables))
    if (rows !== (seen[name]?.rows ?? 0) || (rows > 0 && sha256 !== seen[name]?.sha256)) throw damaged();
  return end;
}

/** Under its name only when whole. */
async function writeMedia(folder: string, entry: Entry): Promise<void> {
  const name = normalize(entry.name);
  if (!name.startsWith("media/") || name.includes("..")) throw damaged();
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await pipeline(entry.body, createWriteStream(`${path}.partial`, { mode: 0o600 }));
  await rename(`${path}.partial`, path);
}

function readZipped(file: string): AsyncIterable<Uint8Array> {
  const plain = createGunzip();
  // An error of either end arrives where the bytes are read.
  pipeline(createReadStream(file), plain).catch(() => {});
  return plain;
}

async function next(entries: AsyncGenerator<Entry>, name: string): Promise<Entry> {
  const entry = await entries.next().catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? error : damaged(error);
  });
  if (entry.done || entry.value.name !== name) throw damaged();
  return entry.value;
}

async function readJson(entry: Entry): Promise<unknown> {
  if (entry.size > jsonBytes) throw damaged();
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function damaged(cause?: unknown): BackupError {
  return new BackupError("这不是链心的备份，或者文件已损坏。", cause);
}
