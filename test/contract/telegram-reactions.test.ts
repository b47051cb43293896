import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Chat, Message, User } from "../bot-api/server.ts";
import type { HeardMessage } from "./ears.ts";
import { type TelegramHarness, telegramPolling, telegramWebhook } from "./telegram-start.ts";

for (const [how, start] of Object.entries({ polling: telegramPolling, "a webhook": telegramWebhook }))
  describe(`A sign put to a message on Telegram, by ${how},`, { timeout: 30_000 }, () => {
    let harness: TelegramHarness;
    let room: Chat;
    let who: User;
    let line: Message;
    before(async () => {
      harness = await start();
      await harness.channel.start(harness.ears);
      await harness.ears.up();
    });
    beforeEach(async () => {
      harness.ears.heard.length = 0;
      room = harness.api.group("氟硅材料链企业群");
      who = harness.api.person("荣");
      await harness.channel.send({ key: `${room.id}`, to: { kind: "group", id: String(room.id) }, text: "周五开会，请回复收到", buttons: [] });
      line = harness.api.sent(room.id)[0] as Message;
    });
    after(() => harness.channel.stop().then(harness.close));

    /** What was heard before the next word. */
    const until = async (word: string): Promise<HeardMessage[]> => {
      harness.api.say(room, who, word);
      await harness.ears.message(word);
      await harness.far.settled();
      return harness.ears.heard.filter((each): each is HeardMessage => each.kind === "message" && each.text !== word);
    };

    it("is a sticker that quotes it", async () => {
      harness.api.react(line, who, ["👍"]);
      const [heard, ...more] = await until("完");
      assert.deepEqual(more, []);
      assert.deepEqual(
        [heard?.text, heard?.media, heard?.quote?.messageId, heard?.reaction, heard?.from.id, heard?.where.id],
        ["", [{ kind: "sticker", name: "👍" }], `${room.id}:${line.message_id}`, true, String(who.id), String(room.id)],
      );
    });

    it("has one key however often it is delivered, and another for each person and sign", async () => {
      harness.api.react(line, who, ["👍"]);
      harness.api.again();
      harness.api.react(line, who, ["❤"], ["👍"]);
      harness.api.react(line, harness.api.person("王"), ["👍"]);
      const heard = await until("完");
      assert.equal(heard.length, 4);
      assert.equal(new Set(heard.map((each) => each.key)).size, 3);
      assert.deepEqual(
        heard.map((each) => each.media?.[0]?.name),
        ["👍", "👍", "❤", "👍"],
      );
    });

    it("says nothing when it is taken away, nor from somebody who hides", async () => {
      harness.api.react(line, who, [], ["👍"]);
      harness.api.react(line, room, ["👍"]);
      assert.deepEqual(await until("完"), []);
    });
  });
