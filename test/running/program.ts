import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../..", import.meta.url));
/** As `npm start` does. */
const start = (JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { scripts: { start: string } }).scripts.start
  .replace(/^exec node /u, "")
  .split(" ");

/** The real program as a child process. */
export type Running = {
  address: string;
  errors: () => string;
  kill(): Promise<void>;
  stop(): Promise<number | null>;
  post(path: string, body: unknown): Promise<Response>;
  get<T>(path: string): Promise<T>;
};

/** Nine in the morning of the day after tomorrow, Shanghai time: nothing may depend on the hour at which tests run. */
export const MORNING = Math.floor(Date.now() / 86_400_000 + 2) * 86_400_000 + 3_600_000;

/** Turns the sandbox's clock there. */
export async function toMorning(program: Running): Promise<void> {
  const to = new Date(MORNING + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
  const turned = await program.post("/api/sandbox/clock", { to });
  if (!turned.ok) throw new Error(await turned.text());
}

/** A data folder of one's own, which another user than root may enter too. */
export async function dataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "lianxin-run-"));
  await chmod(path, 0o755);
  return { path: join(path, "data"), remove: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) };
}

/** Starts it; resolves when its ready line was printed, rejects with what it said when it ends before that. */
export async function startProgram(env: Record<string, string>): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, start, {
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr?.on("data", (part: Buffer) => (errors += part.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ready = new Promise<string>((resolve) => lines.once("line", resolve));
  const line = await Promise.race([ready, ended.then((code) => Promise.reject(new Error(`exit ${code}: ${errors}`)))]);
  const address = line.replace(/^链心 /u, "").replace(/\/$/u, "");
  return {
    address,
    errors: () => errors,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
    post: (path, body) => fetch(`${address}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    get: async <T>(path: string) => (await (await fetch(`${address}${path}`)).json()) as T,
  };
}
