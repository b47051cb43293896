import { readFile, stat } from "node:fs/promises";
import type { Pass } from "../crash-points.ts";
import type { Sql } from "../db/connect.ts";
import { dataFolder } from "../db/folder.ts";
import { openDatabase } from "../db/open.ts";
import { createVault } from "../db/seal.ts";
import { loadSecret } from "../db/secret.ts";
import { type Imported, importTown, type TownReader } from "../people/import.ts";
import { readTown } from "../people/town-file.ts";
import { explain } from "./backup.ts";
import { crashFrom } from "./crash.ts";

/** A province's people fit into this; more is a mistake. */
const MAX_BYTES = 64_000_000;

/** A town file that cannot be loaded: one sentence naming the field. */
export class TownFileError extends Error {
  override name = "TownFileError";
}

/** Loads that town. */
export async function importFile(
  sql: Sql,
  path: string,
  options: { now: number; secret: string; readers: readonly TownReader[]; crash?: Pass },
): Promise<Imported> {
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined) throw new TownFileError(`没有找到文件 ${path}。`);
  if (size > MAX_BYTES) throw new TownFileError(`文件 ${path} 太大（${Math.round(size / 1e6)} MB），最多 ${MAX_BYTES / 1e6} MB。`);
  const read = readTown(parsed(await readFile(path, "utf8"), path));
  if (!read.ok) throw new TownFileError(`${read.field}：${read.say}`);
  const { secret, ...rest } = options;
  return importTown(sql, read.town, { ...rest, vault: createVault(secret) });
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TownFileError(`文件 ${path} 不是合法的 JSON。`);
  }
}

/** `lianxin import FILE`: also while the program runs. Answers the exit code. */
export async function runImport(args: readonly string[], readers: readonly TownReader[], now = Date.now()): Promise<number> {
  const [file] = args;
  if (file === undefined || args.length > 1 || file.startsWith("-")) {
    process.stderr.write("用法：npx lianxin import 文件.json\n");
    return 2;
  }
  const { DATABASE_URL: url, LIANXIN_DATA, LIANXIN_SECRET } = process.env;
  const folder = dataFolder(LIANXIN_DATA);
  try {
    const secret = await loadSecret(url ? undefined : folder, LIANXIN_SECRET);
    const database = await openDatabase({ url, folder, guest: true });
    const done = await importFile(database.sql, file, { now, secret, readers, crash: crashFrom(process.env) }).finally(database.close);
    process.stdout.write(`已导入：${done.people} 人，${done.organisations} 个单位，${done.rooms} 个群。\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof TownFileError)) return explain(error);
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
