import { chmod, mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLENTY_BYTES = 4_000_000_000;

/** A folder of a run's own, in memory where there is plenty of it: a process that is killed loses nothing that it wrote,
 *  and a thousand starts would wait for the disk. Another user than root, as whom the server runs, may enter it. */
export async function makeFolder(): Promise<string> {
  const memory = await statfs("/dev/shm").catch(() => undefined);
  const place = memory && memory.bavail * memory.bsize > PLENTY_BYTES ? "/dev/shm" : tmpdir();
  const folder = await mkdtemp(join(place, "lianxin-crash-"));
  await chmod(folder, 0o755);
  return folder;
}
