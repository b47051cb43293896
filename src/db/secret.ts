import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareFolder } from "./folder.ts";

const secretBytes = 32;

/** Said to whoever starts the program with a database of their own and no key. */
export class MissingSecret extends Error {}

/** The key for sealed columns, base64: the one given (`LIANXIN_SECRET`), or the one kept beside the embedded data, made
 *  on first use. With a database of your own there is no folder that always goes with it, so there it must be given. */
export async function loadSecret(folder: string | undefined, given?: string): Promise<string> {
  if (given) return given;
  if (folder === undefined) throw new MissingSecret("使用 DATABASE_URL 时须同时给出 LIANXIN_SECRET。");
  const path = secretPath(await prepareFolder(folder));
  const made = randomBytes(secretBytes).toString("base64");
  try {
    // Exclusive: of two processes starting at once, one writes and the other reads.
    await writeFile(path, `${made}\n`, { flag: "wx", mode: 0o600 });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return (await readFile(path, "utf8")).trim();
  }
}

export function secretPath(folder: string): string {
  return join(folder, "secret");
}
