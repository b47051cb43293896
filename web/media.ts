import type { Context } from "hono";
import type { WebOptions } from "./options.ts";
import { unknownPage } from "./refusal.ts";
import type { Sheet } from "../src/channel/port.ts";
import { PICTURES } from "../src/media/keep.ts";
import { pictureOf, spreadsheetOf } from "../src/channel/sheet.ts";

const HASH = /^[0-9a-f]{64}$/u;

/** Kept media by its hash. Only what is a picture by its content is shown; anything else is handed out as a file. */
export function mediaRoute({ media }: WebOptions) {
  return async (c: Context): Promise<Response> => {
    const hash = c.req.param("hash") ?? "";
    if (!HASH.test(hash)) throw unknownPage();
    const found = await media.read(hash);
    if (!found) throw unknownPage();
    return handedOut(c, found.bytes, PICTURES.has(found.type) ? { type: found.type } : { type: "application/octet-stream", disposition: "attachment" });
  };
}

/** The same picture, small: what pages show many of. None where it cannot be drawn; the whole of it is a press away. */
export function thumbnailRoute({ media }: WebOptions) {
  return async (c: Context): Promise<Response> => {
    const hash = c.req.param("hash") ?? "";
    const small = HASH.test(hash) ? await media.thumbnail(hash) : undefined;
    if (!small) throw unknownPage();
    return handedOut(c, small, { type: "image/webp" });
  };
}

/** What somebody sent never runs here, and never changes. */
const handedOut = (c: Context, bytes: Uint8Array, { type, disposition = "inline" }: { type: string; disposition?: string }): Response =>
  c.body(new Uint8Array(bytes), 200, {
    "Content-Type": type,
    "Content-Disposition": disposition,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=31536000, immutable",
  });

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The table that goes with a line, drawn or as a file. */
export function tableRoute({ sql }: WebOptions) {
  return async (c: Context): Promise<Response> => {
    const line = Number(c.req.param("line"));
    if (!Number.isSafeInteger(line)) throw unknownPage();
    const [found] = await sql<{ sheet: Sheet | null }[]>`select sheet from line where id = ${line} and state in ('sending', 'sent', 'echoed')`;
    if (!found?.sheet) throw unknownPage();
    const drawn = c.req.param("file") === "table.png";
    const bytes = await (drawn ? pictureOf(found.sheet) : spreadsheetOf(found.sheet));
    const file = `attachment; filename="table.xlsx"; filename*=UTF-8''${encodeURIComponent(`${found.sheet.name}.xlsx`)}`;
    return handedOut(c, bytes, drawn ? { type: "image/png" } : { type: XLSX, disposition: file });
  };
}
