import { type Conversation, type ConversationFlavor, conversations, createConversation } from "@grammyjs/conversations";
import { sequentialize } from "@grammyjs/runner";
import { PsqlAdapter } from "@grammyjs/storage-psql";
import { Bot, type Context } from "grammy";
import { Pool } from "pg";
import { ASKED, OPENING } from "../contender.ts";
import { AGAIN, detailOf, isYes, laneOf, NOT_REGISTERED, registered } from "./answers.ts";
import { ME, peer, sentOf, TOKEN, updateOf } from "./peer.ts";

/* A conversation as its guide writes one, a chat's updates one after the other as the runner's guide says, stored by
   grammY's own adapter for PostgreSQL (given a pool, where its guide gives it one connection). Its client's
   `fetch` answers at once. */

type Flavored = ConversationFlavor<Context>;

await peer(
  ({ sessions, say, openMatter }) => {
    async function report(conversation: Conversation<Flavored, Context>, ctx: Context) {
      await ctx.reply(ASKED.detail);
      const detail = await conversation.form.build({
        collationKey: "detail",
        validate: (each) => ((value) => (value === undefined ? { ok: false } : { ok: true, value }))(detailOf(each.msg?.text ?? "")),
        otherwise: (each) => each.reply(AGAIN.detail),
      });
      await ctx.reply(ASKED.lane);
      const lane = await conversation.form.build({
        collationKey: "lane",
        validate: (each) => ((value) => (value === undefined ? { ok: false } : { ok: true, value }))(laneOf(each.msg?.text ?? "")),
        otherwise: (each) => each.reply(AGAIN.lane),
      });
      await ctx.reply(ASKED.right(lane, detail));
      const answer = await conversation.waitFor("message:text");
      const no = isYes(answer.msg.text) ? await conversation.external(() => openMatter({ detail, lane })) : undefined;
      await ctx.reply(no ? registered(no) : NOT_REGISTERED);
    }
    const fetch = async (_url: string, { body }: { body: string }) => {
      const { chat_id, text } = JSON.parse(body) as { chat_id: number; text: string };
      say(text);
      return { json: async () => ({ ok: true, result: sentOf(chat_id, text) }) };
    };
    const bot = new Bot<Flavored>(TOKEN, { botInfo: { ...ME, supports_inline_queries: false } as never, client: { fetch: fetch as never } });
    const adapter = { read: (key: string) => sessions.read(key), write: sessions.write.bind(sessions), delete: sessions.remove.bind(sessions) };
    bot.use(sequentialize((ctx) => ctx.chatId?.toString()));
    bot.use(conversations({ storage: { type: "key", adapter: adapter as never } }));
    bot.use(createConversation(report));
    bot.hears(OPENING, (ctx) => ctx.conversation.enter("report"));
    return (message) => bot.handleUpdate(updateOf(message) as never);
  },
  async ({ socket, database }) => {
    const client = new Pool({ host: socket, port: 5432, user: "lianxin", database, max: 16 });
    const adapter = await PsqlAdapter.create({ tableName: "session", client: client as never });
    return { read: (key) => adapter.read(key), write: (key, value) => adapter.write(key, value), remove: (key) => adapter.delete(key) };
  },
);
