import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pass } from "../crash-points.ts";

/** Where content lies, by its SHA-256 in hex; its thumbnail by `smallOf` that. What was put stays; putting it again changes nothing. */
export type Store = {
  has(hash: string): Promise<boolean>;
  put(hash: string, bytes: Uint8Array, type: string): Promise<void>;
  /** Undefined when there is none. */
  get(hash: string): Promise<Uint8Array | undefined>;
  /** Removes it, if it is there. */
  forget(hash: string): Promise<void>;
};

export const smallOf = (hash: string): string => `${hash}.small`;

/** Under the data folder: `media/ab/abcd…`. */
export function onDisk(folder: string, crash: Pass): Store {
  let parts = 0;
  const place = (hash: string): string => join(folder, "media", hash.slice(0, 2));
  return {
    has: (hash) =>
      stat(join(place(hash), hash)).then(
        () => true,
        () => false,
      ),
    async put(hash, bytes) {
      await mkdir(place(hash), { recursive: true });
      const file = join(place(hash), hash);
      // Whole or not at all: a crash while writing leaves only a name nobody reads. The same content may come twice at once.
      const part = `${file}.${process.pid}-${(parts += 1)}.part`;
      await writeFile(part, bytes);
      crash("media begun");
      await rename(part, file);
    },
    forget: (hash) => rm(join(place(hash), hash), { force: true }),
    get: (hash) =>
      readFile(join(place(hash), hash)).then(
        (bytes) => new Uint8Array(bytes),
        (error: NodeJS.ErrnoException) => {
          if (error.code === "ENOENT") return undefined;
          throw error;
        },
      ),
  };
}
