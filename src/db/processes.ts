import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** What a live process was started with; undefined when there is none, or only the zombie of one. A number alone
 *  proves nothing: after a restart (of a container above all) it soon belongs to somebody else. */
export function commandOf(pid: number): string | undefined {
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") || undefined;
    } catch {
      return undefined;
    }
  }
  const listed = spawnSync("ps", ["-ww", "-o", "command=", "-p", `${pid}`], { encoding: "utf8" });
  return listed.stdout?.trim() || undefined;
}

/** Whether that process runs and was started with these words. */
export function runsWith(pid: number, ...words: string[]): boolean {
  const command = commandOf(pid);
  return command !== undefined && words.every((word) => command.includes(word));
}
