import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { normalize } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Entry, unpack } from "./archive.ts";
import { BackupError, type End, endShape, formatShape, type Manifest, manifestShape, newer } from "./backup-format.ts";

/** A manifest or an end bigger than this is not ours. */
const jsonBytes = 16_000_000;

type Tally = { rows: number; hash: Hash };

/** Reads a backup from end to end and counts it, before anything is touched: it is whole, or refused. That the file cannot
 *  be read is the system's own error; everything else wrong with it is a `BackupError`. */
export async function checkBackup(file: string): Promise<{ manifest: Manifest; end: End }> {
  try {
    const entries = openBackup(file);
    const manifest = await readManifest(entries);
    const tallies = new Map<string, Tally>();
    let end: End | undefined;
    for await (const entry of entries) {
      if (end) throw damaged();
      if (entry.name === "end.json") end = endShape.parse(await readJson(entry));
      else if (entry.name.startsWith("media/")) mediaName(entry);
      else await count(entry, tallies, tableOf(manifest, entry).name);
    }
    if (!end || !fits(end, tallies)) throw damaged();
    return { manifest, end };
  } catch (error) {
    if (error instanceof BackupError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw damaged(error);
  }
}

/** The files of a backup in order; the manifest comes first. */
export function openBackup(file: string): AsyncGenerator<Entry> {
  const plain = createGunzip();
  // An error of either end arrives where the bytes are read.
  pipeline(createReadStream(file), plain).catch(() => {});
  return unpack(plain);
}

export async function readManifest(entries: AsyncGenerator<Entry>): Promise<Manifest> {
  const entry = await entries.next();
  if (entry.done || entry.value.name !== "manifest.json") throw damaged();
  const found = await readJson(entry.value);
  if (formatShape.safeParse(found).success) throw newer();
  return manifestShape.parse(found);
}

/** The table that a file of rows belongs to. */
export function tableOf(manifest: Manifest, entry: Entry): Manifest["tables"][number] {
  const table = manifest.tables.find(({ name }) => entry.name.startsWith(`tables/${name}/`));
  if (table === undefined) throw damaged();
  return table;
}

/** Where a medium belongs in the data folder: never outside it. */
export function mediaName(entry: Entry): string {
  const name = normalize(entry.name);
  if (!name.startsWith("media/") || name.includes("..")) throw damaged();
  return name;
}

async function count(entry: Entry, tallies: Map<string, Tally>, table: string): Promise<void> {
  const tally = tallies.get(table) ?? { rows: 0, hash: createHash("sha256") };
  tallies.set(table, tally);
  for await (const chunk of entry.body) {
    tally.hash.update(chunk);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) tally.rows++;
  }
}

const fits = (end: End, tallies: Map<string, Tally>): boolean =>
  [...tallies.keys()].every((name) => name in end.tables) &&
  Object.entries(end.tables).every(([name, { rows, sha256 }]) => {
    const tally = tallies.get(name);
    return rows === (tally?.rows ?? 0) && (tally === undefined || tally.hash.digest("hex") === sha256);
  });

async function readJson(entry: Entry): Promise<unknown> {
  if (entry.size > jsonBytes) throw damaged();
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function damaged(cause?: unknown): BackupError {
  return new BackupError("这不是链心的备份，或者文件已损坏。", cause);
}
