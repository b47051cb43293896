import { serve, type ServerType } from "@hono/node-server";
import { createTelegram, type Telegram, type TelegramOptions } from "../../src/channel/telegram/index.ts";
import { type BotApi, startBotApi, TOKEN } from "../bot-api/server.ts";
import { createEars } from "./ears.ts";
import type { Harness } from "./harness.ts";
import { telegramFarEnd } from "./telegram-far.ts";

export const SECRET = "a-secret_of-ours";
export type TelegramHarness = Harness & { channel: Telegram; api: BotApi; url?: string };
type Changes = Partial<TelegramOptions>;

/** Tests do not wait for back-off: the shortest wait there is. */
const options = (api: BotApi, changes: Changes = {}): TelegramOptions => ({ token: TOKEN, apiRoot: api.root, now: Date.now, backOffMs: [1], ...changes });

export async function telegramPolling(changes?: Changes): Promise<TelegramHarness> {
  const api = await startBotApi();
  return { channel: createTelegram(options(api, changes)), ears: createEars(), far: telegramFarEnd(api), api, close: () => api.close() };
}

/** The channel behind the web server the program has, at the path of its URL. */
export async function telegramWebhook(changes?: Changes): Promise<TelegramHarness> {
  const api = await startBotApi();
  let channel: Telegram | undefined;
  let server: ServerType | undefined;
  const port = await new Promise<number>((listening) => {
    const fetch = (request: Request): Response | Promise<Response> =>
      channel?.webhook && new URL(request.url).pathname === channel.webhook.path ? channel.webhook.handle(request) : new Response(null, { status: 404 });
    server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, (info) => listening(info.port));
  });
  const url = `http://127.0.0.1:${port}/hook/telegram`;
  channel = createTelegram(options(api, { webhook: { url, secret: SECRET }, ...changes }));
  const close = async (): Promise<void> => {
    await api.close();
    await new Promise((closed) => server?.close(closed));
  };
  return { channel, ears: createEars(), far: telegramFarEnd(api), api, url, close };
}
