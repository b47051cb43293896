import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Outgoing, Sent } from "../../src/channel/port.ts";
import type { Chat, Message, User } from "../bot-api/server.ts";
import { type TelegramHarness, telegramPolling } from "./telegram-start.ts";

const sheet = { name: "台账", columns: ["姓名"], rows: [["荣师傅"]] };

describe("On Telegram an answer", { timeout: 30_000 }, () => {
  let harness: TelegramHarness;
  let room: Chat;
  let who: User;
  let count = 0;
  before(async () => {
    harness = await telegramPolling();
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  beforeEach(() => {
    harness.ears.heard.length = 0;
    room = harness.api.group("氟硅材料链企业群");
    who = harness.api.person("荣");
  });
  after(() => harness.channel.stop().then(harness.close));

  const send = async (line: Partial<Outgoing>, thread?: number): Promise<Sent & { ok: true }> => {
    const to = { kind: "group" as const, id: String(room.id), ...(thread === undefined ? {} : { thread: String(thread) }) };
    const sent = await harness.channel.send({ key: `t-${(count += 1)}`, to, text: "收到", buttons: [], ...line });
    assert.ok(sent.ok, JSON.stringify(sent));
    return sent;
  };
  const quoting = ({ chat, message_id }: Message) => ({ quote: { messageId: `${chat.id}:${message_id}` } });
  const shown = () => harness.api.sent(room.id).map((each) => [each.text ?? "file", each.reply_to_message?.message_id, each["message_thread_id"]]);

  it("quotes what it answers, once however many parts it has", async () => {
    const asked = harness.api.say(room, who, "还有谁没收到");
    await send({ text: `${"甲".repeat(4096)}乙`, ...quoting(asked) });
    await send({ text: "名单在表里", sheets: [sheet], ...quoting(asked) });
    assert.deepEqual(
      harness.api.sent(room.id).map((each) => each.reply_to_message?.message_id),
      [asked.message_id, undefined, asked.message_id, undefined, undefined],
    );
  });

  it("is said without the quote where the message is gone, or has another number since the group moved", async () => {
    const asked = harness.api.say(room, who, "在吗");
    await send({ quote: { messageId: `${room.id}:7` } });
    await send({ quote: { messageId: `-1:${asked.message_id}` } });
    await send({ quote: { messageId: "odd" } });
    assert.deepEqual(shown(), [
      ["收到", undefined, undefined],
      ["收到", undefined, undefined],
      ["收到", undefined, undefined],
    ]);
  });

  it("goes back into the topic in which it was asked", async () => {
    const topic = harness.api.topic(room, who, "融资");
    const asked = harness.api.say(room, who, "请问进度", { fields: topic });
    const { where, quote } = await harness.ears.message("请问进度");
    assert.deepEqual([where.thread, quote], [String(topic.message_thread_id), undefined]);
    await send({ to: where, sheets: [sheet], ...quoting(asked) });
    assert.deepEqual(shown(), [
      ["file", asked.message_id, topic.message_thread_id],
      ["file", undefined, topic.message_thread_id],
      ["收到", undefined, topic.message_thread_id],
    ]);
  });

  it("knows a topic from a chain of replies, into which nothing can be sent", async () => {
    harness.api.say(room, who, "回复里说", { fields: { message_thread_id: 5 } });
    assert.equal((await harness.ears.message("回复里说")).where.thread, undefined);
  });

  it("stands in its topic without the quote where only the message is gone, in the group where the topic is", async () => {
    const { message_thread_id: open } = harness.api.topic(room, who, "融资");
    const { message_thread_id: closed } = harness.api.topic(room, who, "旧话题");
    harness.api.topics.delete(`${room.id}:${closed}`);
    const gone = { quote: { messageId: `${room.id}:7` } };
    await send(gone, open);
    await send(gone, closed);
    harness.api.fault("sendMessage", { status: 400, description: "Bad Request: TOPIC_CLOSED" });
    await send({}, open);
    assert.deepEqual(shown(), [
      ["收到", undefined, open],
      ["收到", undefined, undefined],
      ["收到", undefined, undefined],
    ]);
  });

  it("can be pressed and quoted in its topic like anywhere", async () => {
    const { message_thread_id: thread, ...fields } = harness.api.topic(room, who, "融资");
    const sent = await send({ text: "请选", buttons: [{ label: "接单", data: "accept:42" }] }, thread);
    const line = harness.api.sent(room.id)[0] as Message;
    harness.api.press(line, "accept:42", who);
    const press = await harness.ears.kind("press");
    assert.deepEqual([press.messageId, press.where.thread], [sent.messageIds[0], String(thread)]);
    harness.api.say(room, who, "这条我接", { reply: line, fields: { ...fields, message_thread_id: thread, reply_to_message: line } });
    const reply = await harness.ears.message("这条我接");
    assert.deepEqual([reply.quote?.messageId, reply.quote?.mine, reply.where.thread], [sent.messageIds[0], true, String(thread)]);
  });

  it("tells that it hears only part of a group when privacy mode is on, and all as its administrator", async () => {
    const { api, ears, channel } = harness;
    const added = (as?: "administrator") => {
      ears.heard.length = 0;
      api.added(room, who, as);
      return ears.kind("room");
    };
    assert.equal((await added()).hearsAll, true);
    api.privacy.on = true;
    assert.equal((await added()).hearsAll, false);
    assert.equal(channel.capabilities.hearsGroup, false);
    assert.match(channel.capabilities.hearsGroupHow ?? "", /BotFather.*\/setprivacy/u);
    assert.equal((await added("administrator")).hearsAll, true);
    api.privacy.on = false;
    assert.equal((await added()).hearsAll, true);
    assert.equal(channel.capabilities.hearsGroup, true);
    // Of a private chat there is nothing to say.
    ears.heard.length = 0;
    api.added(api.direct(who), who);
    assert.equal((await ears.kind("room")).hearsAll, undefined);
  });
});
