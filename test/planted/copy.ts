import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../..", import.meta.url));
const LEFT_OUT = new Set([".git", "node_modules", "data", "coverage", "out"]);

/** A copy of the checkout in which something may be wrong. */
export type Copy = {
  /** Changes a file, runs, and puts the file back. A text of `undefined` means there was no such file. */
  with<T>(path: string, change: (text: string | undefined) => string, run: () => T): Promise<T>;
  /** Runs Node in the copy; answers how it ended and all it printed. */
  node(...args: string[]): { status: number | null; output: string };
  remove(): Promise<void>;
};

export async function copyCheckout(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-planted-"));
  await cp(home, folder, {
    recursive: true,
    filter: (path) =>
      !relative(home, path)
        .split(/[\\/]/u)
        .some((part) => LEFT_OUT.has(part)),
  });
  await symlink(join(home, "node_modules"), join(folder, "node_modules"));
  return {
    with: async (path, change, run) => {
      const file = join(folder, path);
      const before = await readFile(file, "utf8").catch(() => undefined);
      const after = change(before);
      if (after === before) throw new Error(`nothing was planted in ${path}`);
      await writeFile(file, after);
      const result = run();
      await (before === undefined ? rm(file) : writeFile(file, before));
      return result;
    },
    node: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      });
      return { status, output: stdout + stderr };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
