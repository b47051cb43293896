import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { CrashPoint } from "../../src/crash-points.ts";
import { runsWith } from "../../src/db/processes.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));

/** The real program; ends of itself at the point it was given. */
export type Child = {
  /** Where it listens, once it is ready. */
  address: () => string | undefined;
  /** The point at which it ended or halted; undefined when it ended in some other way. */
  crashed: Promise<CrashPoint | undefined>;
  /** Every point it passed, when it traces them. */
  passed: CrashPoint[];
  errors: () => string;
  kill(): Promise<void>;
};

export function startChild(env: Record<string, string>): Child {
  const child = launch(["src/main.ts"], { PORT: "0", ...env });
  const ended = once(child, "exit");
  const passed: CrashPoint[] = [];
  let address: string | undefined;
  let errors = "";
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).once("line", (line) => (address = line.replace(/^链心 |\/$/gu, "")));
  const crashed = new Promise<CrashPoint | undefined>((resolve) => {
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      const point = /^crash point: (.+)$/u.exec(line)?.[1] as CrashPoint | undefined;
      if (point === undefined) errors += `${line}\n`;
      else if (env["LIANXIN_CRASH_AT"] === "trace") passed.push(point);
      else resolve(point);
    });
    // The last lines it wrote are read before its streams close.
    child.once("close", () => resolve(undefined));
  });
  return {
    address: () => address,
    crashed,
    passed,
    errors: () => errors,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** `npx lianxin …`; answers its exit code, null when it was killed. */
export async function runCommand(args: readonly string[], env: Record<string, string>): Promise<number | null> {
  const [code] = (await once(launch(["bin/commands.ts", ...args], env), "exit")) as [number | null];
  return code;
}

/** None outlives this process. */
const living = new Set<ChildProcess>();
process.once("exit", () => living.forEach((each) => each.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

function launch(args: readonly string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ["--import", "./bin/node24.js", ...args], {
    cwd: home,
    // Compiled once for all of them: a start is what a kill costs.
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", NODE_COMPILE_CACHE: join(tmpdir(), "lianxin-compiled"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.add(child);
  child.once("exit", () => living.delete(child));
  return child;
}

/** The embedded server of a data folder, as its own file tells. */
export async function serverOf(folder: string): Promise<{ pid: number; socket: string; ready: boolean } | undefined> {
  const lines = (await readFile(join(folder, "postgres", "postmaster.pid"), "utf8").catch(() => "")).split("\n").map((line) => line.trim());
  return lines[4] ? { pid: Number(lines[0]), socket: lines[4], ready: lines[7] === "ready" } : undefined;
}

/** Ends the server and everything it started at once, as a power cut would. */
export async function killServer(folder: string): Promise<void> {
  const server = await serverOf(folder);
  if (!server || !runsWith(server.pid, "postgres", folder)) return;
  const { stdout } = spawnSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" });
  const children = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/u).map(Number))
    .filter(([, parent]) => parent === server.pid);
  for (const pid of [server.pid, ...children.map(([own = 0]) => own)])
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has gone in the meantime.
    }
}
