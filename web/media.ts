import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "hono";
import type { WebOptions } from "./options.ts";
import { unknownPage } from "./refusal.ts";
import { pictureType } from "./chat/picture.ts";

const HASH = /^[0-9a-f]{64}$/u;

/** Kept media by its hash. Only what is a picture by its content is shown; anything else is handed out as a file. */
export function mediaRoute({ sql, dataFolder }: WebOptions) {
  return async (c: Context): Promise<Response> => {
    const hash = c.req.param("hash") ?? "";
    if (!HASH.test(hash)) throw unknownPage();
    const [known] = await sql<{ type: string }[]>`select type from media where hash = ${hash}`;
    const bytes = known && (await readFile(join(dataFolder, "media", hash.slice(0, 2), hash)).catch(() => undefined));
    if (!bytes) throw unknownPage();
    const type = pictureType(bytes);
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": type ?? "application/octet-stream",
      "Content-Disposition": type ? "inline" : "attachment",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "private, max-age=31536000, immutable",
    });
  };
}
