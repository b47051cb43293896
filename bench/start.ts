import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { dataFolder } from "../test/running/program.ts";
import { figure, type Result, ROUNDS, within } from "./measure.ts";

const home = fileURLToPath(new URL("..", import.meta.url));
const EMPTY_S = 6;
const OLD_S = 3;
/** Nothing is asked of the program for so long before its memory is read. */
const IDLE_MS = 3_000;

/** From `npm start` to the first reply in the web chat, on an empty folder and on an old one; what it holds when idle. */
export async function start(): Promise<Result[]> {
  const town = JSON.parse(await readFile(new URL("../towns/sample.json", import.meta.url), "utf8")) as { chains: { enterprises: { people: string[] }[] }[] };
  const person = town.chains[0]?.enterprises[0]?.people[0] ?? "";
  const seconds: { empty: number[]; old: number[] } = { empty: [], old: [] };
  const memory: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = await dataFolder();
    try {
      for (const age of ["empty", "old"] as const) {
        const began = performance.now();
        const child = spawn("npm", ["start"], {
          cwd: home,
          env: { ...process.env, LIANXIN_DATA: folder.path, PORT: "0" },
          stdio: ["ignore", "pipe", "ignore"],
        });
        await firstReply(child, person);
        seconds[age].push((performance.now() - began) / 1000);
        if (age === "old" && process.platform === "linux") memory.push(await idleMegabytes(child.pid ?? 0));
        child.kill("SIGTERM");
        await once(child, "exit");
      }
    } finally {
      await folder.remove();
    }
  }
  return [
    within("start", "s", seconds.empty, EMPTY_S, { folder: "empty, with the sample town" }),
    within("start-old", "s", seconds.old, OLD_S, { folder: "one that ran before" }),
    ...(memory.length ? [figure("start-memory", "MB", memory, { counted: "the program with its PostgreSQL, shared pages by share (PSS)" })] : []),
  ];
}

async function firstReply(child: ChildProcess, person: string): Promise<void> {
  let address = "";
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    address = /^链心 (.*)$/u.exec(line)?.[1] ?? "";
    if (address) break;
  }
  const body = JSON.stringify({ person, text: "帮助" });
  const said = await fetch(new URL("/api/sandbox/say", address), { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!said.ok) throw new Error(`the sandbox answered ${said.status}: ${await said.text()}`);
  const lines = new URL(`/api/sandbox/lines?person=${encodeURIComponent(person)}`, address);
  while (!(await (await fetch(lines)).text()).includes("我能帮您")) await sleep(5);
}

/** The proportional set size of the program and everything it started. */
async function idleMegabytes(npm: number): Promise<number> {
  await sleep(IDLE_MS);
  const processes = await Promise.all(
    (await readdir("/proc")).filter(Number).map(async (pid) => {
      const [stat, command] = await Promise.all(["stat", "cmdline"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")));
      return { pid: Number(pid), parent: Number(stat?.split(") ").at(-1)?.split(" ")[1]), command: command ?? "" };
    }),
  );
  const below = (pid: number): number[] => [pid, ...processes.filter((each) => each.parent === pid).flatMap((each) => below(each.pid))];
  const program = below(npm).find((pid) =>
    processes.some((each) => each.pid === pid && each.command.includes("src/main.ts") && !each.command.startsWith("sh")),
  );
  if (!program) throw new Error("the program is not among the processes of npm start");
  const sizes = await Promise.all(below(program).map((pid) => readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "")));
  return sizes.reduce((sum, each) => sum + Number(/^Pss:\s+(\d+)/mu.exec(each)?.[1] ?? 0), 0) / 1024;
}
