import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Media } from "../channel/port.ts";
import type { Pass } from "../crash-points.ts";
import type { Sql } from "../db/connect.ts";

/** The longest file that is kept. */
export const MAX_MEDIA_BYTES = 20_000_000;

export type Keeper = {
  /** Stores content once; answers its hash. */
  keep(bytes: Uint8Array, type: string): Promise<{ hash: string }>;
  /** Stores what came with a message; what cannot be kept says why and is not dropped. */
  keepAll(media: readonly Media[]): Promise<Media[]>;
};

/** What is not text, by content, under the data folder: `media/ab/abcd…`. */
export function createKeeper(sql: Sql, folder: string, now: () => number, crash: Pass = () => {}): Keeper {
  const keep = async (bytes: Uint8Array, type: string): Promise<{ hash: string }> => {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const place = join(folder, "media", hash.slice(0, 2));
    const file = join(place, hash);
    if (!(await stat(file).catch(() => undefined))) {
      await mkdir(place, { recursive: true });
      // Whole or not at all: a crash while writing leaves only a name nobody reads.
      await writeFile(`${file}.part`, bytes);
      crash("media begun");
      await rename(`${file}.part`, file);
    }
    crash("media stored");
    await sql`
      insert into media (hash, type, size_bytes, kept_at) values (${hash}, ${type}, ${bytes.byteLength}, ${now()}::timestamptz) on conflict do nothing`;
    crash("media recorded");
    return { hash };
  };
  return {
    keep,
    keepAll: (media) =>
      Promise.all(
        media.map(async ({ bytes, ...each }) => {
          if (!bytes) return each;
          if (bytes.byteLength > MAX_MEDIA_BYTES) return { ...each, missing: "文件太大" };
          return { ...each, ...(await keep(bytes, TYPES[each.kind] ?? "application/octet-stream")) };
        }),
      ),
  };
}

const TYPES: Partial<Record<Media["kind"], string>> = { picture: "image/jpeg", voice: "audio/ogg" };
