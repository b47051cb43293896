import { serve, type ServerType } from "@hono/node-server";
import { createWecom, type Wecom, type WecomOptions } from "../../src/channel/wecom/index.ts";
import { createCaller } from "../wecom/callback.ts";
import { AES_KEY, AGENT_ID, BOT_ID, BOT_SECRET, CORP_ID, SECRET, TOKEN } from "../wecom/ids.ts";
import { startWecom, type WecomServer } from "../wecom/server.ts";
import { createEars } from "./ears.ts";
import type { Harness } from "./harness.ts";
import { appFarEnd, robotFarEnd } from "./wecom-far.ts";

export type WecomHarness = Harness & { channel: Wecom; server: WecomServer; url: string };
type Changes = Partial<WecomOptions>;

export const app = { corpId: CORP_ID, agentId: AGENT_ID, secret: SECRET, token: TOKEN, aesKey: AES_KEY };
export const robot = { botId: BOT_ID, secret: BOT_SECRET, botName: "链心助手" };

/** The app alone, behind the web server the program has. Tests do not wait for back-off: the shortest there is. */
export async function wecomApp(changes: Changes = {}): Promise<WecomHarness> {
  const server = await startWecom();
  const channel = createWecom({ apiRoot: server.root, app, now: Date.now, backOffMs: [1], ...changes });
  const { url, close } = await served(channel);
  const ears = createEars();
  const caller = createCaller(() => url, server.changed);
  return { channel, ears, server, url, far: appFarEnd(server, caller), close: async () => (caller.close(), await server.close(), close()) };
}

/** The robot alone. */
export async function wecomRobot(changes: Changes = {}): Promise<WecomHarness> {
  const server = await startWecom();
  const channel = createWecom({ apiRoot: server.root, robot, now: Date.now, backOffMs: [1], ...changes });
  const ears = createEars();
  return { channel, ears, server, url: "", far: robotFarEnd(server, ears), close: () => server.close() };
}

function served(channel: Wecom): Promise<{ url: string; close: () => Promise<void> }> {
  let server: ServerType | undefined;
  const fetch = (request: Request): Response | Promise<Response> =>
    channel.webhook && new URL(request.url).pathname === channel.webhook.path ? channel.webhook.handle(request) : new Response(null, { status: 404 });
  const close = (): Promise<void> => new Promise((closed) => server?.close(() => closed()));
  return new Promise((listening) => {
    server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, (info) => listening({ url: `http://127.0.0.1:${info.port}/wecom`, close }));
  });
}
