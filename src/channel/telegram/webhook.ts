import { createHash, timingSafeEqual } from "node:crypto";
import type { Update } from "telegraf/types";
import { readAtMost } from "./media.ts";

/** An update is a few kilobytes; four million bytes hold the longest text anybody could make of one. */
export const MAX_UPDATE_BYTES = 4 * 1024 * 1024;
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

export type Webhook = { path: string; handle(request: Request): Promise<Response> };

/** The address the platform calls: 200 only after the update was heard, anything else is delivered again. */
export function createWebhook(options: { url: string; secret: string }, take: (update: Update) => Promise<"heard" | "not ready">): Webhook {
  // https://core.telegram.org/bots/api#setwebhook: an empty secret would let anybody speak as anybody.
  if (!/^[\w-]{1,256}$/u.test(options.secret)) throw new Error("the Telegram webhook needs a secret of 1–256 letters, digits, _ or -");
  const answer = (status: number): Response => new Response(null, { status });
  return {
    path: new URL(options.url).pathname,
    async handle(request) {
      // Proven first: a forged call is not read, and learns nothing about what would have been accepted.
      if (!sameSecret(request.headers.get(SECRET_HEADER) ?? "", options.secret)) return answer(401);
      if (request.method !== "POST") return answer(405);
      if (Number(request.headers.get("content-length") ?? 0) > MAX_UPDATE_BYTES) return answer(413);
      const body = await readAtMost(request.body, MAX_UPDATE_BYTES);
      if (!body) return answer(413);
      const update = parse(body);
      if (!update) return answer(400);
      try {
        return answer((await take(update)) === "heard" ? 200 : 503);
      } catch {
        return answer(500);
      }
    },
  };
}

/** Hashed to one length, so that the time taken tells nothing. */
function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

function parse(body: Uint8Array): Update | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isUpdate(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null && !Array.isArray(value);
const isMessage = (value: unknown): boolean =>
  isObject(value) && Number.isSafeInteger(value.message_id) && Number.isSafeInteger(value.date) && isObject(value.chat) && Number.isSafeInteger(value.chat.id);

const isReaction = (value: unknown): boolean =>
  isObject(value) &&
  isMessage(value) &&
  (value.user === undefined || isObject(value.user)) &&
  Array.isArray(value.old_reaction) &&
  Array.isArray(value.new_reaction);

/** Has what every update of its kind has. One that has not could never be heard, however often it is delivered. */
export function isUpdate(value: unknown): value is Update {
  if (!isObject(value) || !Number.isSafeInteger(value.update_id)) return false;
  if ("message" in value) return isMessage(value.message);
  if ("edited_message" in value) return isMessage(value.edited_message);
  if ("callback_query" in value) return isObject(value.callback_query) && isObject(value.callback_query.from) && typeof value.callback_query.id === "string";
  if ("message_reaction" in value) return isReaction(value.message_reaction);
  if ("my_chat_member" in value) return isObject(value.my_chat_member) && isObject(value.my_chat_member.chat) && isObject(value.my_chat_member.from);
  return true;
}
