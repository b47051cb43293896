import { Hono } from "hono";
import { isTrouble } from "../src/db/trouble.ts";
import { mattersApi } from "./api/matters.ts";
import { panelsApi } from "./api/panels.ts";
import { sandboxApi } from "./api/sandbox.ts";
import { serveAssets } from "./assets.ts";
import { chatRoutes } from "./chat/routes.tsx";
import { fromHere, fromOurPages, fromThisMachine, headers, notTooLong } from "./guard.ts";
import { mediaRoute, tableRoute, thumbnailRoute } from "./media.ts";
import type { WebOptions } from "./options.ts";
import { Refusal, unknownPage } from "./refusal.ts";
import { refuse } from "./refuse.tsx";
import { Running } from "./running.tsx";
import { wechatLogin } from "./wechat.tsx";

export type { WebOptions } from "./options.ts";

/** The route map. */
export function createWeb(options: WebOptions): Hono {
  const app = new Hono();
  app.use(headers);
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, error);
    options.failed(`${c.req.method} ${c.req.routePath}`, error);
    if (isTrouble(error)) return refuse(c, new Refusal(503, "busy", "系统暂时忙不过来，刚才的还没有记下，请过一会儿再发一次。"));
    return refuse(c, new Refusal(500, "failed", "出错了，已记下，请稍后再试。"));
  });
  app.notFound((c) => refuse(c, unknownPage()));

  app.get("/healthz", (c) => c.text("ok\n"));
  app.get("/readyz", async (c) => {
    const troubles = await options.troubles();
    return troubles.length ? c.text(`not ready: ${troubles.join("; ")}\n`, 503) : c.text("ready\n");
  });
  app.get("/metrics", async (c) => c.text(await options.metrics(), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }));
  for (const { path, handle } of options.webhooks) app.all(path, (c) => handle(c.req.raw));

  if (!options.shows) return app;

  app.use("*", fromOurPages, notTooLong);
  serveAssets(app);
  if (options.login) app.get("/wechat", fromThisMachine, wechatLogin(options.login));
  if (!options.sandbox) {
    app.get("/", (c) => c.html(<Running />));
    return app;
  }
  app.use("*", fromHere);
  app.route("/", chatRoutes(options));
  app.get("/media/:hash", mediaRoute(options));
  app.get("/media/:hash/small", thumbnailRoute(options));
  app.get("/lines/:line/:file{table\\.(?:png|xlsx)}", tableRoute(options));
  app.route("/api/sandbox", sandboxApi(options));
  app.route("/api/matters", mattersApi(options));
  app.route("/api", panelsApi(options));
  return app;
}
