import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Hono } from "hono";

const own = (name: string) => new URL(`public/${name}`, import.meta.url);
const htmx = (name: string) => new URL(`dist/${name}`, new URL("../", import.meta.resolve("htmx.org")));

const FILES: readonly (readonly [name: string, type: string, place: URL])[] = [
  ["style.css", "text/css; charset=utf-8", own("style.css")],
  ["page.js", "text/javascript; charset=utf-8", own("page.js")],
  ["seal.svg", "image/svg+xml", own("seal.svg")],
  ["stickers.svg", "image/svg+xml", own("stickers.svg")],
  ["htmx.js", "text/javascript; charset=utf-8", htmx("htmx.min.js")],
  ["hx-sse.js", "text/javascript; charset=utf-8", htmx("ext/hx-sse.min.js")],
];

type Asset = { type: string; bytes: Uint8Array<ArrayBuffer>; address: string };
const assets = new Map<string, Asset>();
for (const [name, type, place] of FILES) {
  const bytes = new Uint8Array(readFileSync(fileURLToPath(place)));
  const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  assets.set(name, { type, bytes, address: `/public/${name}?v=${mark}` });
}

/** Where a page finds one of our files; another address once its content is another. */
export function assetAddress(name: string): string {
  const found = assets.get(name);
  if (!found) throw new Error(`there is no asset ${name}`);
  return found.address;
}

export function serveAssets(app: Hono): void {
  app.get("/public/:name", (c) => {
    const found = assets.get(c.req.param("name"));
    if (!found) return c.notFound();
    return c.body(found.bytes, 200, { "Content-Type": found.type, "Cache-Control": "public, max-age=31536000, immutable" });
  });
  app.get("/favicon.ico", (c) => c.redirect(assetAddress("seal.svg")));
}
