import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack, packEnd } from "./archive.ts";
import { BackupError, backupFormat, type End, type Manifest, printOf } from "./backup-format.ts";
import type { Sql, Tx } from "./connect.ts";
import { appliedUntil } from "./migrate.ts";

const partBytes = 1_000_000;

/** Writes everything into one file (see `backup-format.ts`), as of one moment, while others go on writing. The file
 *  appears under its name only when whole. The secret is not in it unless `withSecret` says so. */
export async function backup(
  sql: Sql,
  dataFolder: string,
  file: string,
  options: { secret?: string; withSecret?: boolean } = {},
): Promise<{ tables: number; rows: number }> {
  if ((await appliedUntil(sql)) === 0) throw new BackupError("这个数据库还是空的，没有可备份的内容。");
  const partial = `${file}.partial`;
  try {
    const end = await sql.begin("isolation level repeatable read read only", async (tx) => {
      const end: End = { tables: {}, sequences: [] };
      const target = createWriteStream(partial, { mode: 0o600, flags: "wx" });
      await pipeline(everything(tx, dataFolder, options, end), createGzip(), target);
      return end;
    });
    await sync(partial);
    await rename(partial, file);
    return { tables: Object.keys(end.tables).length, rows: Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw new BackupError(`${partial} 已存在，另一次备份可能正在进行。`, error);
    await rm(partial, { force: true });
    throw error;
  }
}

async function* everything(tx: Tx, folder: string, options: { secret?: string; withSecret?: boolean }, end: End): AsyncGenerator<Uint8Array> {
  const manifest = await describe(tx, options);
  yield* packJson("manifest.json", manifest);
  for (const table of manifest.tables) yield* packTable(tx, table, end);
  yield* packMedia(join(folder, "media"));
  // Sequences stand outside the snapshot, so they are read last: no row above has a number they have not reached.
  end.sequences = await tx<End["sequences"]>`
    select sequencename as name, last_value as last from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`;
  yield* packJson("end.json", end);
  yield packEnd();
}

async function describe(tx: Tx, options: { secret?: string; withSecret?: boolean }): Promise<Manifest> {
  return {
    format: backupFormat,
    migrations: [...(await tx<Manifest["migrations"]>`select hash, created_at from drizzle.__drizzle_migrations order by created_at`)],
    tables: [...(await tablesOf(tx))],
    ...(options.secret === undefined ? {} : { secret_print: printOf(options.secret) }),
    ...(options.secret !== undefined && options.withSecret === true ? { secret: options.secret } : {}),
  };
}

/** Every table of the public schema with the columns that hold data of their own. */
export async function tablesOf(tx: Tx): Promise<Manifest["tables"]> {
  return tx<Manifest["tables"]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`;
}

async function* packTable(tx: Tx, table: Manifest["tables"][number], end: End): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  const rows = await tx`copy ${tx(table.name)} (${tx(table.columns)}) to stdout`.readable();
  let [count, part, size, parts] = [0, [] as Uint8Array[], 0, 0];
  const flush = () => pack(`tables/${table.name}/${`${++parts}`.padStart(6, "0")}.copy`, size, part);
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    hash.update(chunk);
    // In COPY's text format a line feed stands at the end of each row and nowhere else.
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
    part.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    yield* flush();
    [part, size] = [[], 0];
  }
  if (size > 0) yield* flush();
  end.tables[table.name] = { rows: count, sha256: hash.digest("hex") };
}

/** Media lie under their content's hash and never change, so the files of this moment are those the rows name. */
async function* packMedia(folder: string): AsyncGenerator<Uint8Array> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of found) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const size = await stat(path).then(
      (file) => file.size,
      () => undefined,
    );
    // Forgotten since the folder was listed.
    if (size === undefined) continue;
    const name = `media/${relative(folder, path).replaceAll("\\", "/")}`;
    yield* pack(name, size, size === 0 ? [] : createReadStream(path, { end: size - 1 }));
  }
}

function packJson(name: string, value: unknown): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
  return pack(name, bytes.length, [bytes]);
}

/** A backup that a power cut takes away again is none. */
async function sync(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
}
