import type { Context } from "hono";
import type { WebOptions } from "./options.ts";
import { unknownPage } from "./refusal.ts";
import { SHOWN } from "./chat/picture.ts";
import type { Sheet } from "../src/channel/port.ts";
import { pictureOf, spreadsheetOf } from "../src/channel/sheet.ts";

const HASH = /^[0-9a-f]{64}$/u;

/** Kept media by its hash. Only what is a picture by its content is shown; anything else is handed out as a file. */
export function mediaRoute({ media }: WebOptions) {
  return async (c: Context): Promise<Response> => {
    const hash = c.req.param("hash") ?? "";
    if (!HASH.test(hash)) throw unknownPage();
    const found = await media.read(hash);
    if (!found) throw unknownPage();
    const shown = SHOWN.has(found.type);
    return c.body(new Uint8Array(found.bytes), 200, {
      "Content-Type": shown ? found.type : "application/octet-stream",
      "Content-Disposition": shown ? "inline" : "attachment",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "private, max-age=31536000, immutable",
    });
  };
}

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
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": drawn ? "image/png" : XLSX,
      "Content-Disposition": drawn ? "inline" : `attachment; filename="table.xlsx"; filename*=UTF-8''${encodeURIComponent(`${found.sheet.name}.xlsx`)}`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "private, max-age=31536000, immutable",
    });
  };
}
