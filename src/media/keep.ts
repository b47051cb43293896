import { createHash } from "node:crypto";
import type { Media } from "../channel/port.ts";
import type { Pass } from "../crash-points.ts";
import type { Sql } from "../db/connect.ts";
import { smallOf, type Store } from "./store.ts";
import { thumbnailOf } from "./thumbnail.ts";
import { typeOf } from "./type.ts";

/** The longest file that is kept. */
export const MAX_MEDIA_BYTES = 20_000_000;

export type Keeper = {
  /** Stores content once, under the type it has by its content; answers its hash. */
  keep(bytes: Uint8Array): Promise<{ hash: string; type: string }>;
  /** Stores what came with a message; what cannot be kept says why and is not dropped. */
  keepAll(media: readonly Media[]): Promise<Media[]>;
  /** What content is, by its first bytes. */
  typeOf(bytes: Uint8Array): Promise<string>;
  /** What is kept under a hash. */
  read(hash: string): Promise<{ bytes: Uint8Array; type: string } | undefined>;
  /** A small WebP of the picture kept under a hash, made when it is first asked for; undefined when there is none to be made. */
  thumbnail(hash: string): Promise<Uint8Array | undefined>;
};

/** What a page shows; anything else is handed out as a file. */
export const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const SMALL = "image/webp";

/** What is not text, stored once by its content. */
export function createKeeper(sql: Sql, store: Store, now: () => number, crash: Pass = () => {}): Keeper {
  const keep = async (bytes: Uint8Array): Promise<{ hash: string; type: string }> => {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const type = await typeOf(bytes);
    if (!(await store.has(hash))) await store.put(hash, bytes, type);
    crash("media stored");
    await sql`
      insert into media (hash, type, size_bytes, kept_at) values (${hash}, ${type}, ${bytes.byteLength}, ${now()}::timestamptz) on conflict do nothing`;
    crash("media recorded");
    return { hash, type };
  };
  const keepOne = async ({ bytes, ...each }: Media): Promise<Media> => {
    if (!bytes) return each;
    if (!bytes.byteLength) return { ...each, missing: "文件是空的" };
    if (bytes.byteLength > MAX_MEDIA_BYTES) return { ...each, missing: "文件太大" };
    const { hash, type } = await keep(bytes);
    return { ...each, kind: kindOf(each.kind, type), hash };
  };
  const read: Keeper["read"] = async (hash) => {
    const [known] = await sql<{ type: string }[]>`select type from media where hash = ${hash}`;
    const bytes = known && (await store.get(hash));
    return bytes && { bytes, type: known.type };
  };
  return {
    keep,
    typeOf,
    keepAll: (media) => Promise.all(media.map(keepOne)),
    read,
    async thumbnail(hash) {
      const name = smallOf(hash);
      const known = await store.get(name);
      const whole = known ? undefined : await read(hash);
      const made = whole && PICTURES.has(whole.type) ? await thumbnailOf(whole.bytes) : undefined;
      if (made) await store.put(name, made, SMALL);
      return known ?? made;
    },
  };
}

/** A picture or a voice that is none by its content is a file: nobody waits for words in it, no page shows it. */
function kindOf(said: Media["kind"], type: string): Media["kind"] {
  if (said === "picture") return type.startsWith("image/") ? said : "file";
  if (said === "voice") return /^(?:audio|video)\//u.test(type) ? said : "file";
  return said;
}
