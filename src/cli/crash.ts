import { writeSync } from "node:fs";
import { crashAt, type Pass } from "../crash-points.ts";

/** For tests only: `LIANXIN_CRASH_AT` ends this process where it says, as a power cut would; with
 *  `LIANXIN_CRASH_SIGNAL=SIGSTOP` it halts there, so that others can be ended before it. */
export function crashFrom(env: Readonly<Record<string, string | undefined>>): Pass {
  const signal = env["LIANXIN_CRASH_SIGNAL"] === "SIGSTOP" ? "SIGSTOP" : "SIGKILL";
  const tell: Pass = (point) => void writeSync(2, `crash point: ${point}\n`);
  const end: Pass = (point) => {
    tell(point);
    process.kill(process.pid, signal);
  };
  return crashAt(env["LIANXIN_CRASH_AT"], end, tell);
}
