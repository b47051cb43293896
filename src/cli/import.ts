import { readFile } from "node:fs/promises";
import type { Sql } from "../db/connect.ts";
import { importTown } from "../people/import.ts";
import { readTown } from "../people/town-file.ts";

export async function importFile(sql: Sql, path: string, options: { now: number; secret: string }): Promise<void> {
  const read = readTown(JSON.parse(await readFile(path, "utf8")));
  if (!read.ok) throw new Error(`${read.field}：${read.say}`);
  await importTown(sql, read.town, options);
}
export const runImport = async (_args: readonly string[]): Promise<number> => 1;
