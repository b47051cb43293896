import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Hono } from "hono";

const own = (name: string) => new URL(`public/${name}`, import.meta.url);
const htmx = (name: string) => new URL(`dist/${name}`, new URL("../", import.meta.resolve("htmx.org")));

/** One file for all scripts: htmx looks at the page as soon as it may, and must know its extension by then. */
const FILES: readonly (readonly [name: string, type: string, ...parts: URL[]])[] = [
  ["style.css", "text/css; charset=utf-8", own("style.css"), own("panels.css")],
  ["scripts.js", "text/javascript; charset=utf-8", htmx("htmx.min.js"), htmx("ext/hx-sse.min.js"), own("page.js")],
  ["seal.svg", "image/svg+xml", own("seal.svg")],
  ["stickers.svg", "image/svg+xml", own("stickers.svg")],
];

type Asset = { type: string; text: string; address: string };
const assets = new Map<string, Asset>();
for (const [name, type, ...parts] of FILES) {
  const text = parts.map((each) => readFileSync(fileURLToPath(each), "utf8")).join("\n");
  const mark = createHash("sha256").update(text).digest("hex").slice(0, 10);
  assets.set(name, { type, text, address: `/public/${name}?v=${mark}` });
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
    return c.body(found.text, 200, { "Content-Type": found.type, "Cache-Control": "public, max-age=31536000, immutable" });
  });
  app.get("/favicon.ico", (c) => c.redirect(assetAddress("seal.svg")));
}
