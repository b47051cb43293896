import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "./cluster.ts";
import { runsWith } from "./processes.ts";

/** How a tie ends without having to act. */
export type Tie = { release(): Promise<void> };

const mark = "lianxin-tie";
const record = "postgres.tie";
/** Waits on a pipe whose other end only we hold: when it ends without a word we are dead, and the server must stop. */
const script = `read -r word; [ "$word" = done ] || { "$1" stop -s "$4" -D "$2" -m "$3"; shift 4; rm -rf -- "$@"; }`;

/** Ties a server to this process, so that it stops by itself when we are killed. Its socket's folder goes then too, and
 *  all of a scratch server. */
export async function tie(cluster: Cluster, socket: string): Promise<Tie> {
  // Only a scratch server's end is waited for: on a folder that is used again, pg_ctl would wait for our successor's.
  const how = [cluster.binaries.control, cluster.data, ...(cluster.scratch ? ["immediate", "-w"] : ["fast", "-W"])];
  const litter = cluster.scratch ? [socket, cluster.folder] : [socket];
  const watcher = spawn("/bin/sh", ["-c", script, mark, ...how, ...litter], {
    // Its own session: Ctrl-C and a hung-up terminal reach our whole process group.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
    env: {},
    ...cluster.servant,
  });
  await new Promise((resolve, reject) => watcher.once("spawn", resolve).once("error", reject));
  watcher.unref();
  watcher.stdin.on("error", () => {});
  (watcher.stdin as unknown as { unref(): void }).unref();
  await writeFile(join(cluster.folder, record), `${watcher.pid}\n`);
  return {
    release: async () => {
      watcher.stdin.end("done\n");
      await rm(join(cluster.folder, record), { force: true });
    },
  };
}

/** Whether an earlier owner's watcher still runs: that owner is dead, and the watcher is about to stop the server. */
export async function isTied(folder: string, data: string): Promise<boolean> {
  const pid = Number(await readFile(join(folder, record), "utf8").catch(() => ""));
  return pid > 0 && runsWith(pid, mark, data);
}
