import { Scenes, session, Telegraf } from "telegraf";
import { ASKED, OPENING } from "../contender.ts";
import { AGAIN, detailOf, isYes, laneOf, NOT_REGISTERED, registered } from "./answers.ts";
import { ME, peer, sentOf, TOKEN, updateOf } from "./peer.ts";

/* A wizard scene, its session read and written by telegraf's own `session({ store })`: the two statements its guide's
   PostgreSQL store sends, without that store's query builder. Its calls to Telegram end in `callApi`. */

type Context = Scenes.WizardContext<{ cursor: number; state: { detail?: string; lane?: string } } & Scenes.WizardSessionData>;

await peer(({ sessions, say, openMatter }) => {
  const stateOf = (ctx: Context) => ctx.wizard.state as { detail: string; lane: string };
  const report = new Scenes.WizardScene<Context>(
    "report",
    async (ctx) => {
      await ctx.reply(ASKED.detail);
      return ctx.wizard.next();
    },
    async (ctx) => {
      const detail = detailOf(ctx.text ?? "");
      if (detail === undefined) return ctx.reply(AGAIN.detail);
      stateOf(ctx).detail = detail;
      await ctx.reply(ASKED.lane);
      return ctx.wizard.next();
    },
    async (ctx) => {
      const lane = laneOf(ctx.text ?? "");
      if (lane === undefined) return ctx.reply(AGAIN.lane);
      stateOf(ctx).lane = lane;
      await ctx.reply(ASKED.right(lane, stateOf(ctx).detail));
      return ctx.wizard.next();
    },
    async (ctx) => {
      await ctx.reply(isYes(ctx.text ?? "") ? registered(await openMatter(stateOf(ctx))) : NOT_REGISTERED);
      return ctx.scene.leave();
    },
  );
  const bot = new Telegraf<Context>(TOKEN);
  bot.botInfo = { ...ME, supports_inline_queries: false };
  const callApi = async (_method: string, { chat_id, text }: { chat_id: number; text: string }) => {
    say(text);
    return sentOf(chat_id, text);
  };
  bot.use((ctx, next) => {
    ctx.telegram.callApi = callApi as never;
    return next();
  });
  const store = { get: (key: string) => sessions.read(key), set: sessions.write.bind(sessions), delete: sessions.remove.bind(sessions) };
  bot.use(session({ store: store as never }), new Scenes.Stage<Context>([report]).middleware());
  bot.hears(OPENING, (ctx) => ctx.scene.enter("report"));
  bot.catch((error) => {
    throw error;
  });
  return (message) => bot.handleUpdate(updateOf(message));
});
