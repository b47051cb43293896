import { Agent } from "node:https";
import type { Telegraf } from "telegraf";
import type { Update } from "telegraf/types";
import type { Pass } from "../../crash-points.ts";
import type { Channel, Ears } from "../port.ts";
import { listen, type Listening } from "./listen.ts";
import { type Found, keep } from "./media.ts";
import { translate, unreadable } from "./receive.ts";
import { capabilities, type Mouth, sendLine } from "./send.ts";
import { inTime, until } from "./signal.ts";
import type { Me } from "./words.ts";
import { createWebhook, isUpdate, type Webhook } from "./webhook.ts";

export type { Webhook };
export type TelegramOptions = {
  token: string;
  /** Another server that speaks the Bot API; Telegram's own unless said. */
  apiRoot?: string;
  /** Long polling unless given. The path of `url` is to be served with `Telegram.webhook`. */
  webhook?: { url: string; secret: string };
  now: () => number;
  /** Waits between attempts to connect, the last one repeated. */
  backOffMs?: readonly number[];
  /** How often the platform is asked whether it can reach the webhook. */
  webhookCheckMs?: number;
  /** Where a test may end the program. */
  crash?: Pass;
};
export type Telegram = Channel & { webhook?: Webhook };

/** One connection from start to stop. */
type Session = Mouth & { crash: Pass; abort: AbortController; listening?: Promise<void>; turns: Map<number, Promise<void>> };

/** What a link to a bot may carry: https://core.telegram.org/bots/features#deep-linking */
const PAYLOAD = /^[\w-]{1,64}$/u;
/** An old press cannot be answered any more; it is not waited for. */
const PRESS_WAIT_MS = 5_000;
const NAME_WAIT_MS = 5_000;
/** A connection idle for longer may be dead without either end knowing: the line written to it would be `unknown`. */
const IDLE_MS = 3_000;

export function createTelegram(options: TelegramOptions): Telegram {
  let session: Session | undefined;
  /** Outlives the session: links are asked for while the channel is down, too. */
  let bot: Telegraf | undefined;
  const webhook =
    options.webhook &&
    createWebhook(options.webhook, async (update) => {
      if (!session || !(await known(session))) return "not ready";
      await inOrder(session, update);
      return "heard";
    });
  return {
    id: "telegram",
    get capabilities() {
      return { ...capabilities, hearsGroup: bot?.botInfo?.can_read_all_group_messages ?? capabilities.hearsGroup };
    },
    ...(webhook ? { webhook } : {}),
    async start(ears, only) {
      if (session?.listening) throw new Error("the Telegram channel is running already");
      session ??= await open(options, ears);
      bot = session.bot;
      if (only) void known(session).catch(() => {});
      else session.listening = listenFor(session, options);
    },
    send: async (line, signal) =>
      session ? sendLine(session, line, signal) : { ok: false, kind: "temporary", message: "the Telegram channel is not running" },
    directLink(payload) {
      const username = bot?.botInfo?.username;
      if (!username || (payload !== undefined && !PAYLOAD.test(payload))) return undefined;
      return `https://t.me/${username}${payload ? `?start=${payload}` : ""}`;
    },
    async stop() {
      const ending = session;
      session = undefined;
      ending?.abort.abort();
      await Promise.allSettled([ending?.listening, ...(ending?.turns.values() ?? [])]);
    },
  };
}

/** Telegraf is imported here and nowhere else: a program without Telegram does not pay for it. */
async function open(options: TelegramOptions, ears: Ears): Promise<Session> {
  const { Telegraf } = await import("telegraf");
  const { token, apiRoot, now, crash = () => {} } = options;
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  // A handler that took too long would count as done, its update as heard: there is no limit but hear's own.
  const bot = new Telegraf(token, { handlerTimeout: Infinity, telegram: { webhookReply: false, agent, ...(apiRoot ? { apiRoot } : {}) } });
  const abort = new AbortController();
  const session: Session = { bot, ears, now, crash, abort, stop: abort.signal, halfSaid: new Map(), turns: new Map() };
  bot.use((context) => hearUpdate(session, context.update));
  // Without this telegraf writes the update to standard error and sets the exit code.
  bot.catch((error) => {
    throw error;
  });
  return session;
}

function listenFor(session: Session, { webhook, backOffMs, webhookCheckMs, now, crash = () => {} }: TelegramOptions): Promise<void> {
  const listening: Listening = {
    bot: session.bot,
    ears: session.ears,
    webhook,
    backOffMs,
    webhookCheckMs,
    now,
    crash,
    stop: session.stop,
    offset: 0,
    menu: false,
    take: (updates) => takeAll(session, listening, updates),
  };
  return listen(listening);
}

/** Whether the bot knows its own name, without which nothing can be heard: asked for, where no connection listens. */
async function known({ bot, stop, listening }: Session): Promise<boolean> {
  if (!bot.botInfo && !listening) bot.botInfo = await nameOf(bot, stop);
  return bot.botInfo !== undefined;
}

/** Every chat in its own order, the chats beside each other; what was heard is confirmed up to the first that was not. */
async function takeAll(session: Session, listening: { offset: number }, updates: readonly Update[]): Promise<void> {
  const taken = await Promise.allSettled(updates.map((update) => inOrder(session, update)));
  const at = taken.findIndex((each) => each.status === "rejected");
  const next = at < 0 ? (updates.at(-1)?.update_id ?? listening.offset - 1) + 1 : updates[at]?.update_id;
  listening.offset = next ?? listening.offset;
  const lost = taken[at];
  if (lost?.status === "rejected") throw lost.reason;
}

/** Waits for the update before it in its chat, and does not overtake one that failed. */
async function inOrder(session: Session, update: Update): Promise<void> {
  if (!isUpdate(update)) return;
  const chat = chatOf(update);
  const turn = (session.turns.get(chat) ?? Promise.resolve()).then(() => session.bot.handleUpdate(update));
  session.turns.set(chat, turn);
  try {
    await turn;
  } finally {
    if (session.turns.get(chat) === turn) session.turns.delete(chat);
  }
}

function chatOf(update: Update): number {
  if ("message" in update) return update.message.chat.id;
  if ("edited_message" in update) return update.edited_message.chat.id;
  if ("callback_query" in update) return update.callback_query.message?.chat.id ?? 0;
  if ("message_reaction" in update) return update.message_reaction.chat.id;
  return "my_chat_member" in update ? update.my_chat_member.chat.id : 0;
}

async function hearUpdate(session: Session, update: Update): Promise<void> {
  const { bot, ears, now, stop } = session;
  if ("my_chat_member" in update) await renew(session);
  const me = botOf(bot);
  const link = (fileId: string, signal: AbortSignal): Promise<URL> => fileLink(bot, fileId, signal);
  const around = { me, now, keep: (found: Found) => keep(found, link, stop) };
  const all = await translate(update, around).catch((error: unknown) => {
    if (stop.aborted) throw error;
    return unreadable(update, around);
  });
  for (const heard of all) await ears.hear(heard);
  if (!("callback_query" in update)) return;
  session.crash("press heard");
  // Only ends the spinner on the button: the press is heard whether or not this arrives.
  const press = { callback_query_id: update.callback_query.id };
  await inTime(PRESS_WAIT_MS, [stop], (options) => bot.telegram.callApi("answerCallbackQuery", press, options)).catch(() => {});
}

const nameOf = (bot: Telegraf, stop: AbortSignal) => inTime(NAME_WAIT_MS, [stop], (options) => bot.telegram.callApi("getMe", {}, options));

/** What the bot may hear is settled with @BotFather while we run, and counts for a group from when it is added there. */
async function renew({ bot, stop }: Session): Promise<void> {
  const renewed = await nameOf(bot, stop).catch(() => undefined);
  if (renewed) bot.botInfo = renewed;
}

function botOf(bot: Telegraf): Me {
  if (!bot.botInfo) throw new Error("an update came before the bot knew its own name");
  return bot.botInfo;
}

async function fileLink(bot: Telegraf, fileId: string, signal: AbortSignal): Promise<URL> {
  return bot.telegram.getFileLink(await bot.telegram.callApi("getFile", { file_id: fileId }, until(signal)));
}
