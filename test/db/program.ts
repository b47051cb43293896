import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openDatabase } from "../../src/db/open.ts";

type Said = { open: boolean; start?: string; code?: string; message?: string };

const opener = fileURLToPath(new URL("opener.ts", import.meta.url));

/** Starts another Lianxin on this folder and waits for its first word. */
export async function startProgram(folder: string, user?: { uid: number; gid: number }): Promise<{ child: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, [opener, folder], { stdio: ["pipe", "pipe", "inherit"], detached: true, ...user });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, said: JSON.parse(line) as Said };
}

/** Asks it to leave, and waits until it has. */
export async function leave(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.stdin?.write("leave\n");
  await gone;
}

/** Kills it as a power cut would, without a last word. */
export async function murder(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

export async function postmasterOf(folder: string): Promise<number> {
  return Number((await readFile(join(folder, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
}

export async function watcherOf(folder: string): Promise<number> {
  return Number(await readFile(join(folder, "postgres.tie"), "utf8"));
}

/** A folder of one's own for the length of `use`. */
export async function inFolder(use: (folder: string) => Promise<void>, owner?: { uid: number; gid: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-test-"));
  try {
    await chmod(folder, 0o711);
    if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let used: Promise<string> | undefined;
after(async () => used && rm(await used, { recursive: true, force: true }));

/** The same, with a database in it that was opened and closed before: copied, which is ten times faster than made. */
export function inUsedFolder(use: (folder: string) => Promise<void>): Promise<void> {
  used ??= makeUsed();
  return inFolder(async (folder) => {
    await promisify(execFile)("cp", ["-a", `${await used}/.`, folder]);
    await use(folder);
  });
}

async function makeUsed(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lianxin-used-"));
  await chmod(folder, 0o711);
  await (await openDatabase({ folder })).close();
  return folder;
}
