import { createBots } from "../../src/bots.ts";
import { createMemory } from "../../src/channel/memory/index.ts";
import { createTelegram, type Telegram, type TelegramOptions } from "../../src/channel/telegram/index.ts";
import type { Worlds } from "../../src/cli/play/worlds.ts";
import { createVault } from "../../src/db/seal.ts";
import type { Sql } from "../../src/db/connect.ts";
import { noRoom } from "../../src/delivery/index.ts";
import { createProgram, type Program } from "../../src/program.ts";
import { type BotApi, type Chat, startBotApi, TOKEN, type User } from "../bot-api/server.ts";

/** A town whose people are on Telegram, and the whole machine between. */
export type TelegramTown = {
  api: BotApi;
  sql: Sql;
  /** Somebody of the town, who has opened the chat with the bot; a group of the town. */
  person(name: string): Promise<User>;
  group(name: string): Promise<Chat>;
  /** Everything said to a chat so far, as soon as one of its lines holds these words; without them, when everything was heard. */
  said(chat: { id: number }, words?: RegExp): Promise<string>;
  /** What somebody who is not on Telegram was told at home. */
  home(name: string): string;
  /** Something happens, and all that comes of it is done. */
  after(what: () => unknown): Promise<void>;
  turnTo(moment: number): Promise<void>;
  close(): Promise<void>;
};

export async function telegramTown(worlds: Worlds, town: string, begins: string): Promise<TelegramTown> {
  let now = Date.parse(begins);
  const api = await startBotApi({ now: () => now });
  const { sql, close } = await worlds.open("telegram.md", town);
  const home = createMemory("web");
  await home.start({ hear: async () => {}, state: () => {} });
  const { program, channel } = await programOn(sql, { token: TOKEN, apiRoot: api.root, now: () => now, backOffMs: [1] }, [home]);
  const tied = (sqlOf: Promise<unknown>): Promise<unknown> => sqlOf.then(() => sql`update town set revision = revision + 1`);
  await program.work();
  const settled = async (): Promise<void> => {
    await api.waitFor("everything is heard", () => api.pending() === 0);
    await program.flush();
    await program.drain();
  };
  const linesOf = (chat: { id: number }): string[] => api.sent(chat.id).map((each) => each.text ?? "");
  return {
    api,
    sql,
    async person(name) {
      const user = api.person(name);
      api.begun.add(user.id);
      await tied(
        sql`insert into account (channel, kind, external_id, person_id) select 'telegram', 'user', ${String(user.id)}, id from person where name = ${name}`,
      );
      return user;
    },
    async group(name) {
      const chat = api.group(name);
      await tied(
        sql`insert into account (channel, kind, external_id, room_id) select 'telegram', 'chat', ${String(chat.id)}, id from room where name = ${name}`,
      );
      return chat;
    },
    async said(chat, words) {
      await settled();
      if (words) await api.waitFor(`${words} in ${chat.id}`, () => linesOf(chat).some((each) => words.test(each)));
      return linesOf(chat).join("\n");
    },
    home: (name) =>
      home
        .messages({ kind: "direct", id: name })
        .map((each) => each.text)
        .join("\n"),
    async after(what) {
      await what();
      await settled();
    },
    async turnTo(moment) {
      now = moment;
      await program.work();
    },
    async close() {
      await channel.stop();
      await api.close();
      await close();
    },
  };
}

/** The machine on a database, listening on Telegram; it may share both with another. */
export async function programOn(
  sql: Sql,
  options: TelegramOptions,
  others: Parameters<typeof createProgram>[0]["channels"],
  only?: "speaks",
): Promise<{ program: Program; channel: Telegram }> {
  const channel = createTelegram(options);
  const program = await createProgram({
    sql,
    now: options.now,
    ...createBots(),
    vault: createVault("telegram"),
    channels: [channel, ...others],
    home: "web",
    window: (run) => void setImmediate(run),
    pace: () => Promise.resolve(),
    // Beside another it hears, and leaves it to that one to speak.
    ...(only ? { rooms: noRoom } : {}),
  });
  const hear = async (heard: Parameters<Program["hear"]>[0]): Promise<void> => {
    await program.hear(heard);
    // Not waited for: a line that finds its group moved is what tells of it.
    void program.drain();
  };
  const up = Promise.withResolvers<void>();
  await channel.start({ hear, state: (state) => state === "up" && up.resolve() }, only);
  if (!only) await up.promise;
  return { program, channel };
}
