import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Heard } from "../../src/channel/port.ts";
import type { Chat, User } from "../bot-api/server.ts";
import type { HeardMessage } from "./ears.ts";
import { type TelegramHarness, telegramPolling } from "./telegram-start.ts";

describe("Telegram hears", { timeout: 30_000 }, () => {
  let harness: TelegramHarness;
  let room: Chat;
  let who: User;
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

  const first = (): Promise<Heard> => harness.ears.waitFor("something is heard", () => harness.ears.heard[0]);
  const message = async (): Promise<HeardMessage> => {
    const heard = await first();
    assert.ok(heard.kind === "message");
    return heard;
  };
  const all = (count: number): Promise<Heard[]> => harness.ears.waitFor(`${count} are heard`, () => harness.ears.heard.length >= count && harness.ears.heard);

  it("the code of an invitation link as what was said", async () => {
    harness.api.say(harness.api.direct(who), who, "/start ab_C-9");
    assert.equal((await message()).text, "ab_C-9");
  });

  it("a first press on start as a greeting", async () => {
    harness.api.say(harness.api.direct(who), who, "/start");
    assert.equal((await message()).text, "你好");
  });

  it("its own name however it is written, and leaves an address with its letters alone", async () => {
    harness.api.say(room, who, "请@Lianxin_Bot 看看，不是@lianxin_bots");
    const { text, mentionsMe, mentions } = await message();
    assert.deepEqual({ text, mentionsMe, mentions }, { text: "请@链心 看看，不是@lianxin_bots", mentionsMe: true, mentions: ["lianxin_bots"] });
  });

  it("a name given in full, and a person by both names", async () => {
    const wang = harness.api.person("小云", { last_name: "王" });
    harness.api.say(room, wang, "早");
    assert.deepEqual((await message()).from, { id: String(wang.id), name: "小云 王" });
  });

  it("who hides behind the group as the group", async () => {
    harness.api.say(room, { id: 1087968824, is_bot: true, first_name: "Group" }, "通知", { fields: { sender_chat: room } });
    assert.deepEqual((await message()).from, { id: String(room.id), name: room.title });
  });

  it("a voice, a document, a sticker, a contact, a place with its name", async () => {
    const { api } = harness;
    api.say(room, who, "", { file: { as: "voice", bytes: new Uint8Array([1]) } });
    api.say(room, who, "清单", { file: { as: "document", bytes: new Uint8Array([2]), name: "list.xlsx" } });
    api.say(room, who, "", { fields: { sticker: { emoji: "😊", file_id: "x", file_unique_id: "x" } } });
    api.say(room, who, "", { fields: { contact: { first_name: "明", last_name: "刘", phone_number: "13900000000" } } });
    const location = { latitude: 36.8, longitude: 118 };
    api.say(room, who, "", { fields: { location, venue: { location, title: "社区中心", address: "桓台" } } });
    const heard = (await all(5)) as HeardMessage[];
    assert.deepEqual(
      heard.map((each) => [each.text, each.media?.[0]?.kind, each.media?.[0]?.name]),
      [
        ["", "voice", "u-file-1.ogg"],
        ["清单", "file", "list.xlsx"],
        ["", "sticker", "😊"],
        ["刘 明 13900000000", undefined, undefined],
        ["社区中心 桓台", "place", "36.8,118"],
      ],
    );
    assert.deepEqual(
      heard.flatMap((each) => each.media?.map(({ bytes }) => bytes?.[0]) ?? []),
      [1, 2, undefined, undefined],
    );
  });

  it("a kind of message it does not know as something for a person to look at", async () => {
    harness.api.say(room, who, "", { fields: { paid_hologram: { stars: 5 } } });
    const { text, media } = await message();
    assert.equal(text, "");
    assert.ok(media?.[0]?.missing);
  });

  it("a picture that cannot be fetched, with its words and the reason", async () => {
    const { api } = harness;
    const picture = { as: "photo" as const, bytes: new Uint8Array([1]) };
    api.fault("getFile", { status: 400, description: "Bad Request: invalid file_id" });
    api.say(room, who, "第一张", { file: picture });
    api.fault("file", { status: 404, description: "Not Found" });
    api.say(room, who, "第二张", { file: picture });
    api.fault("file", "drop");
    api.say(room, who, "第三张", { file: picture });
    api.say(room, who, "第四张", { file: { ...picture, claims: 21 * 1024 * 1024 } });
    const reasons = ((await all(4)) as HeardMessage[]).map((each) => each.media?.[0]?.missing ?? "");
    assert.match(reasons[0] ?? "", /invalid file_id/u);
    assert.match(reasons[1] ?? "", /404/u);
    assert.match(reasons[2] ?? "", /下载失败/u);
    assert.match(reasons[3] ?? "", /20 MB/u);
  });

  it("a group that moved once, however often it is told, from the old id to the new", async () => {
    const next = harness.api.migrate(room, who);
    const heard = await all(2);
    assert.equal(new Set(heard.map((each) => each.key)).size, 1);
    for (const each of heard)
      assert.deepEqual(
        [each.kind, each.kind === "room" && each.change, each.where.id, each.kind === "room" && each.to],
        ["room", "migrated", String(room.id), String(next.id)],
      );
  });

  it("that it was let in, put out, and the room renamed", async () => {
    harness.api.added(room, who);
    harness.api.say(room, who, "", { fields: { new_chat_title: "新名字" } });
    harness.api.removed(room, who);
    const heard = await all(3);
    assert.deepEqual(
      heard.map((each) => each.kind === "room" && [each.change, each.to]),
      [
        ["added", undefined],
        ["renamed", "新名字"],
        ["removed", undefined],
      ],
    );
  });

  it("three who join as three, and not itself", async () => {
    const { api } = harness;
    api.join(room, api.person("甲"), api.me, api.person("乙"), api.person("丙"));
    const heard = await all(3);
    assert.deepEqual(
      heard.map((each) => each.kind === "join" && each.who.name),
      ["甲", "乙", "丙"],
    );
    assert.equal(new Set(heard.map((each) => each.key)).size, 3);
  });

  it("nothing in what is nobody's word: a pin, a live location that moves on, a topic's first message", async () => {
    const { api } = harness;
    const live = { latitude: 1, longitude: 2, live_period: 60 };
    api.say(room, who, "", { fields: { pinned_message: { message_id: 1 } } });
    const shared = api.say(room, who, "", { fields: { location: live } });
    api.edit({ ...shared, location: { ...live, latitude: 3 } }, "");
    api.say(room, who, "在话题里说", {
      fields: { is_topic_message: true, reply_to_message: { message_id: 1, chat: room, date: 1, forum_topic_created: { name: "话题" } } },
    });
    const heard = (await all(2)) as HeardMessage[];
    assert.deepEqual(
      heard.map((each) => each.text),
      ["", "在话题里说"],
    );
    assert.equal(heard[1]?.quote, undefined);
  });

  it("only the part of a message that is quoted", async () => {
    const { api } = harness;
    const reply = api.say(room, who, "一、开会；二、收费");
    api.say(room, who, "这条不清楚", { reply, fields: { quote: { text: "二、收费", position: 5 } } });
    assert.equal(((await all(2)) as HeardMessage[])[1]?.quote?.text, "二、收费");
  });

  it("a press also when the platform no longer takes the answer to it", async () => {
    const { api, channel, ears } = harness;
    const sent = await channel.send({ key: "p", to: { kind: "group", id: String(room.id) }, text: "选", buttons: [{ label: "好", data: "ok" }] });
    assert.ok(sent.ok);
    const [shown] = api.sent(room.id);
    assert.ok(shown);
    for (const fault of [undefined, { status: 400, description: "Bad Request: query is too old" }, "drop"] as const) {
      if (fault) api.fault("answerCallbackQuery", fault);
      api.press(shown, "ok", who);
    }
    await all(3);
    await harness.far.settled();
    assert.equal(api.calls.filter((each) => each.method === "answerCallbackQuery").length, 2);
    assert.ok(ears.states.every((each) => each.state === "up"));
  });
});
