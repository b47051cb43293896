import { chmod, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DatabaseError } from "./error.ts";

/** Whom the server runs as: PostgreSQL refuses to be root, so then it is somebody without rights. */
export type Servant = { readonly uid: number; readonly gid: number };

const nobody: Servant = { uid: 65_534, gid: 65_534 };

/** Where everything is kept: what `LIANXIN_DATA` says, or the usual place of this user. */
export function dataFolder(given: string | undefined): string {
  return given || (isRoot() ? "/var/lib/lianxin" : resolve("data"));
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Makes the data folder if need be and says its real path: two spellings of one folder must not get two servers. */
export async function prepareFolder(folder: string): Promise<string> {
  try {
    const made = await mkdir(folder, { recursive: true });
    const [real, first] = await Promise.all([realpath(folder), realpath(made ?? folder)]);
    // The server's user must get through; what others made above we leave as it is.
    if (isRoot()) for (let at = real; at.startsWith(first); at = dirname(at)) await chmod(at, ((await stat(at)).mode & 0o777) | 0o011);
    return real;
  } catch (error) {
    throw new DatabaseError("cannot-run", `无法使用数据目录 ${folder}，请检查权限，或用 LIANXIN_DATA 另指一处。`, error);
  }
}

/** The owner of data that is there already; otherwise nobody when we are root, and ourselves when not. */
export async function servantOf(data: string): Promise<Servant | undefined> {
  const owner = await stat(data).catch(() => undefined);
  if (isRoot()) return owner === undefined || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid };
  if (owner !== undefined && owner.uid !== process.getuid?.())
    throw new DatabaseError("cannot-run", `数据目录 ${dirname(data)} 属于另一个用户，请以那个用户运行，或用 LIANXIN_DATA 另指一处。`);
  return undefined;
}

/** Throws when the server's user cannot get as far as the data. */
export async function checkWay(folder: string): Promise<void> {
  if (!isRoot() || (await isOpenToAll(folder))) return;
  throw new DatabaseError("cannot-run", `数据目录 ${folder} 在只有 root 能进入的目录里，请用 LIANXIN_DATA 另指一处。`);
}

/** Whether a user without rights gets as far as this path. */
export async function isOpenToAll(path: string): Promise<boolean> {
  for (let at = await realpath(path); ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
