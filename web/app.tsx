import { Hono } from "hono";
import { mattersApi } from "./api/matters.ts";
import { panelsApi } from "./api/panels.ts";
import { sandboxApi } from "./api/sandbox.ts";
import { serveAssets } from "./assets.ts";
import { chatRoutes } from "./chat/routes.tsx";
import { fromHere, fromOurPages, headers, notTooLong } from "./guard.ts";
import { mediaRoute, tableRoute } from "./media.ts";
import type { WebOptions } from "./options.ts";
import { Refusal, unknownPage } from "./refusal.ts";
import { refuse } from "./refuse.tsx";
import { Running } from "./running.tsx";

export type { WebOptions } from "./options.ts";

/** The route map. */
export function createWeb(options: WebOptions): Hono {
  const app = new Hono();
  app.use(headers);
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, error);
    process.stderr.write(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}\n`);
    return refuse(c, new Refusal(500, "failed", "出错了，已记下，请稍后再试。"));
  });
  app.notFound((c) => refuse(c, unknownPage()));

  app.get("/healthz", (c) => c.text("ok\n"));
  app.get("/readyz", async (c) => ((await options.ready()) ? c.text("ready\n") : c.text("not ready\n", 503)));
  for (const { path, handle } of options.webhooks) app.all(path, (c) => handle(c.req.raw));

  app.use("*", fromOurPages, notTooLong);
  serveAssets(app);
  if (!options.sandbox) {
    app.get("/", (c) => c.html(<Running />));
    return app;
  }
  app.use("*", fromHere);
  app.route("/", chatRoutes(options));
  app.get("/media/:hash", mediaRoute(options));
  app.get("/lines/:line/:file{table\\.(?:png|xlsx)}", tableRoute(options));
  app.route("/api/sandbox", sandboxApi(options));
  app.route("/api/matters", mattersApi(options));
  app.route("/api", panelsApi(options));
  return app;
}
