import { setTimeout as wait } from "node:timers/promises";
import type { Telegraf } from "telegraf";
import type { Update } from "telegraf/types";
import type { Pass } from "../../crash-points.ts";
import type { Ears } from "../port.ts";
import { MENUS } from "./commands.ts";
import { answerOf } from "./outcome.ts";
import { ALLOWED_UPDATES } from "./receive.ts";
import { inTime, type Options } from "./signal.ts";

/** How long the platform holds a poll open when nothing is new. */
const POLL_SECONDS = 50;
/** The most updates one poll answers; fewer means that nothing older is waiting. */
const POLL_LIMIT = 100;
/** A call that has no answer after this long beyond its own waiting is given up. */
const CALL_WAIT_MS = 15_000;
/** How often a webhook's health is asked for: a platform that cannot reach us says so only there. */
const WEBHOOK_CHECK_MS = 60_000;
const BACK_OFF_MS = [1_000, 2_000, 5_000, 15_000, 30_000];

export type Listening = {
  bot: Telegraf;
  ears: Ears;
  webhook: { url: string; secret: string } | undefined;
  backOffMs: readonly number[] | undefined;
  webhookCheckMs: number | undefined;
  now: () => number;
  crash: Pass;
  stop: AbortSignal;
  /** The first update that is not known to be heard. */
  offset: number;
  /** The menu is shown. */
  menu: boolean;
  /** Hears updates; those of one chat in order. Throws when one could not be stored, having moved `offset` up to it. */
  take(updates: readonly Update[]): Promise<void>;
};

/** Stays connected until stopped; a lost connection, another poller, ears that fail are waited out. Only a refused token
 *  ends it. Telegraf's own loop is not used: it hides a lost network from us, so that an outage would look like people
 *  who do not answer, and when a handler fails it confirms the update all the same (its `syncUpdateOffset`). */
export async function listen(listening: Listening): Promise<void> {
  const { ears, stop } = listening;
  const steps = listening.backOffMs ?? BACK_OFF_MS;
  let state: "up" | "down" | undefined;
  let failures = 0;
  const up = (): void => {
    failures = 0;
    if (state !== "up") ears.state((state = "up"));
  };
  while (!stop.aborted) {
    try {
      await connect(listening);
      await (listening.webhook ? watch(listening, listening.webhook.url, up) : poll(listening, up));
    } catch (error) {
      if (stop.aborted) return;
      const refused = answerOf(error)?.error_code === 401 || answerOf(error)?.error_code === 404;
      const why = error instanceof Error ? error.message : String(error);
      if (state !== "down" || refused) ears.state((state = "down"), refused ? `auth: ${why}` : why);
      if (refused) return;
      const asked = (answerOf(error)?.parameters?.retry_after ?? 0) * 1000;
      await wait(Math.max(asked, steps[Math.min(failures, steps.length - 1)] ?? 0), undefined, { signal: stop }).catch(() => {});
      failures += 1;
    }
  }
}

const within = <T>(listening: Listening, call: (options: Options) => Promise<T>, ms = CALL_WAIT_MS): Promise<T> => inTime(ms, [listening.stop], call);

async function connect(listening: Listening): Promise<void> {
  const { bot, webhook } = listening;
  bot.botInfo = await within(listening, (options) => bot.telegram.callApi("getMe", {}, options));
  if (!webhook) await within(listening, (options) => bot.telegram.callApi("deleteWebhook", {}, options));
  else await setWebhook(listening, webhook);
  void showMenu(listening);
}

/** People do without it: nothing waits for it, and what refuses it ends nothing. Tried again with the next connection. */
async function showMenu(listening: Listening): Promise<void> {
  if (listening.menu) return;
  try {
    for (const menu of MENUS) await within(listening, (options) => listening.bot.telegram.callApi("setMyCommands", menu, options));
    listening.menu = true;
  } catch {
    // The menu of the last time stays.
  }
}

async function setWebhook(listening: Listening, { url, secret }: { url: string; secret: string }): Promise<void> {
  await within(listening, (options) => listening.bot.telegram.callApi("setWebhook", { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES }, options));
}

async function poll(listening: Listening, up: () => void): Promise<void> {
  // The first poll is answered at once: what waited during an outage is heard before we count as up again.
  let timeout = 0;
  let heard = false;
  while (!listening.stop.aborted) {
    const payload = { offset: listening.offset, limit: POLL_LIMIT, timeout, allowed_updates: ALLOWED_UPDATES };
    // Asking from `offset` on confirms everything before it: that has been heard.
    const updates = await within(listening, (options) => listening.bot.telegram.callApi("getUpdates", payload, options), timeout * 1000 + CALL_WAIT_MS);
    if (heard) listening.crash("updates acknowledged");
    heard = updates.length > 0;
    if (heard) listening.crash("updates fetched");
    await listening.take(updates);
    if (heard) listening.crash("updates heard");
    if (updates.length === POLL_LIMIT) continue;
    up();
    timeout = POLL_SECONDS;
  }
}

/** The platform calls us; it is asked whether it can. */
async function watch(listening: Listening, url: string, up: () => void): Promise<void> {
  const every = listening.webhookCheckMs ?? WEBHOOK_CHECK_MS;
  for (;;) {
    const info = await within(listening, (options) => listening.bot.telegram.callApi("getWebhookInfo", {}, options));
    if (info.url !== url) throw new Error(`another program took the webhook: ${info.url || "none is set"}`);
    const failedAt = (info.last_error_date ?? 0) * 1000;
    if (info.pending_update_count && listening.now() - failedAt < 2 * WEBHOOK_CHECK_MS)
      throw new Error(`the platform cannot reach us: ${info.last_error_message ?? ""}`);
    up();
    await wait(every, undefined, { signal: listening.stop });
  }
}
