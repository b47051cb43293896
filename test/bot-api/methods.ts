import { ApiError, type Chat, type Markup, type Message, type Params, type Upload, type User } from "./shapes.ts";
import type { Store } from "./store.ts";
import type { Updates } from "./updates.ts";

type Call = { params: Params; files: ReadonlyMap<string, Upload> };
export type Method = (call: Call) => unknown;

/** What the Bot API does, as far as the program asks it: limits and words as the real one has them. */
export function createMethods(me: User, store: Store, updates: Updates, now: () => number): Record<string, Method> {
  const chatOf = (params: Params) => {
    const id = Number(params.chat_id);
    const chat = store.chats.get(id);
    if (!chat) throw new ApiError(400, "Bad Request: chat not found");
    const next = store.moved.get(id);
    if (next) throw new ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: next });
    const why = store.barred.get(id);
    if (why) throw new ApiError(403, why);
    if (chat.type === "private" && !store.begun.has(id)) throw new ApiError(403, "Forbidden: bot can't initiate conversation with a user");
    return chat;
  };
  const post = (params: Params, fields: Record<string, unknown>): Message => {
    const chat = chatOf(params);
    const markup = read<Markup>(params.reply_markup);
    checkMarkup(markup);
    const thread = params.message_thread_id === undefined ? undefined : Number(params.message_thread_id);
    if (thread !== undefined && !store.topics.has(`${chat.id}:${thread}`)) throw new ApiError(400, "Bad Request: message thread not found");
    const reply = replyIn(params, chat, store);
    return store.post(chat, me, {
      ...fields,
      ...(markup ? { reply_markup: markup } : {}),
      ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
      ...(reply ? { reply_to_message: reply } : {}),
    });
  };
  const upload =
    (kind: "photo" | "document"): Method =>
    ({ params, files }) => {
      const file = files.get(kind);
      if (!file) throw new ApiError(400, `Bad Request: there is no ${kind} in the request`);
      const piece = { file_id: store.keep(file.bytes), file_unique_id: file.name, file_name: file.name, file_size: file.bytes.length };
      const caption = params.caption === undefined ? {} : { caption: checkText(params.caption, 1024) };
      return post(params, { [kind]: kind === "photo" ? [piece] : piece, ...caption });
    };
  return {
    getMe: () => ({ ...me, can_join_groups: true, can_read_all_group_messages: !store.privacy.on, supports_inline_queries: false }),
    ...settings(store, updates),
    sendMessage: ({ params }) => post(params, { text: checkText(params.text, 4096), ...(params.entities ? { entities: read(params.entities) } : {}) }),
    sendPhoto: upload("photo"),
    sendDocument: upload("document"),
    answerCallbackQuery: () => true,
    editMessageText({ params }) {
      const message = store.messages.find((each) => each.chat.id === Number(params.chat_id) && each.message_id === Number(params.message_id));
      if (!message || message.from.id !== me.id) throw new ApiError(400, "Bad Request: message to edit not found");
      return Object.assign(message, { text: checkText(params.text, 4096), edit_date: Math.floor(now() / 1000) });
    },
    getFile({ params }) {
      const bytes = store.files.get(String(params.file_id));
      if (!bytes) throw new ApiError(400, "Bad Request: invalid file_id");
      if (bytes.length > 20 * 1024 * 1024) throw new ApiError(400, "Bad Request: file is too big");
      return { file_id: params.file_id, file_unique_id: "u", file_size: bytes.length, file_path: `files/${String(params.file_id)}` };
    },
    getChat: ({ params }) => chatOf(params),
    leaveChat: ({ params }) => (store.barred.set(chatOf(params).id, "Forbidden: bot is not a member of the supergroup chat"), true),
  };
}

/** What a bot settles: its menu, and how it hears. */
function settings(store: Store, updates: Updates): Record<string, Method> {
  return {
    setMyCommands({ params }) {
      const commands = read<{ command: string; description: string }[]>(params.commands) ?? [];
      for (const { command, description } of commands) {
        if (!/^[a-z0-9_]{1,32}$/u.test(command)) throw new ApiError(400, "Bad Request: BOT_COMMAND_INVALID");
        if (!description || description.length > 256) throw new ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
      }
      store.menus.set(read<{ type: string }>(params.scope)?.type ?? "default", commands);
      return true;
    },
    setWebhook({ params: { url, secret_token: secret, allowed_updates: allowed } }) {
      updates.allow(read<string[]>(allowed));
      updates.hook.set(typeof url === "string" && url ? { url, ...(typeof secret === "string" ? { secret } : {}) } : undefined);
      return true;
    },
    deleteWebhook: () => (updates.hook.set(undefined), true),
    getWebhookInfo: () => updates.hook.info(),
  };
}

/** The message that is quoted. In a topic it must be there, whatever is said of sending without it. */
function replyIn(params: Params, chat: Chat, store: Store): Message | undefined {
  const wanted = read<{ message_id: number; allow_sending_without_reply?: boolean }>(params.reply_parameters);
  const found = wanted && store.messages.find((each) => each.chat.id === chat.id && each.message_id === wanted.message_id);
  if (wanted && !found && (!wanted.allow_sending_without_reply || params.message_thread_id !== undefined))
    throw new ApiError(400, "Bad Request: message to be replied not found");
  return found;
}

/** In a form, what is not text comes as JSON. */
const read = <T>(value: unknown): T | undefined => (typeof value === "string" ? (JSON.parse(value) as T) : (value as T | undefined));

function checkText(value: unknown, max: number): string {
  const text = typeof value === "string" ? value : "";
  if (!text.isWellFormed()) throw new ApiError(400, "Bad Request: strings must be encoded in UTF-8");
  if (!text.trim()) throw new ApiError(400, "Bad Request: message text is empty");
  if (text.length > max) throw new ApiError(400, "Bad Request: message is too long");
  return text;
}

function checkMarkup(markup: Markup | undefined): void {
  for (const { text, callback_data: data } of markup?.inline_keyboard?.flat() ?? []) {
    if (!text) throw new ApiError(400, "Bad Request: inline keyboard button text is empty");
    if (!data || Buffer.byteLength(data) > 64) throw new ApiError(400, "Bad Request: BUTTON_DATA_INVALID");
  }
}
