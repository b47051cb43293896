import assert from "node:assert/strict";
import { BOT_NAME } from "../../src/channel/port.ts";
import type { Claims } from "./contract.ts";
import { asHeard } from "./harness.ts";

const HOUR_MS = 3_600_000;

export const hearingContract: Claims = {
  async "a message is heard once, with who said what, where and when"({ channel, ears, far }) {
    const room = far.group("氟硅材料链企业群");
    const rong = far.person("荣师傅");
    const before = Date.now();
    const messageId = far.say(room, rong, "流动资金缺800万，银行说抵押物不够");
    const heard = await ears.message("缺800万");
    await far.settled();
    assert.equal(ears.heard.length, 1);
    assert.equal(heard.channel, channel.id);
    assert.ok(heard.account && heard.key);
    assert.deepEqual(heard.where, room);
    assert.deepEqual(heard.from, rong);
    assert.equal(heard.text, asHeard(channel, room, "流动资金缺800万，银行说抵押物不够"));
    assert.equal(heard.messageId, messageId);
    // Platforms tell whole seconds.
    assert.ok(heard.at > before - 1000 && heard.at <= Date.now());
    assert.ok(!heard.quote && !heard.edited && !heard.media?.length);
    if (channel.capabilities.hearsGroup) assert.ok(!heard.mentionsMe);
  },

  async "a message delivered twice has one key, two messages of the same words have two"({ ears, far }) {
    const room = far.group("群");
    const wang = far.person("王秀");
    far.say(room, wang, "都好");
    far.again();
    const [first, second] = [await ears.message("都好"), await ears.message("都好", 2)];
    assert.equal(first.key, second.key);
    assert.equal(first.at, second.at);
    far.say(room, wang, "都好");
    assert.notEqual((await ears.message("都好", 3)).key, first.key);
  },

  async "a message that comes an hour late keeps the time it was said"({ ears, far }) {
    const said = Math.floor(Date.now() / 1000) * 1000 - HOUR_MS;
    far.say(far.group("群"), far.person("刘阿姨"), "早", { at: said });
    assert.equal((await ears.message("早")).at, said);
  },

  async "words in private are told from words in a group"({ ears, far }) {
    const li = far.person("李党");
    const direct = await far.direct(li);
    far.say(direct, li, "这里只有你我");
    far.say(far.group("群"), li, "这里人多");
    assert.deepEqual((await ears.message("这里只有你我")).where, direct);
    assert.equal((await ears.message("这里人多")).where.kind, "group");
  },

  async "two people of one nickname stay two people"({ ears, far }) {
    const room = far.group("群");
    const [one, other] = [far.person("平安是福"), far.person("平安是福")];
    far.say(room, one, "我是三楼的");
    far.say(room, other, "我是五楼的");
    const [third, fifth] = [await ears.message("三楼"), await ears.message("五楼")];
    assert.equal(third.from.name, fifth.from.name);
    assert.notEqual(third.from.id, fifth.from.id);
  },

  async "a mention of the bot calls it by the one name it has"({ ears, far }) {
    far.say(far.group("群"), far.person("荣师傅"), "本周卡住的有哪些", { toBot: true });
    const heard = await ears.message("本周卡住");
    assert.equal(heard.mentionsMe, true);
    assert.equal(heard.text, `@${BOT_NAME} 本周卡住的有哪些`);
    assert.ok(!heard.mentions?.length);
  },

  async "a mention of somebody else does not call the bot"({ ears, far }) {
    const wang = far.person("王总");
    far.say(far.group("群"), far.person("荣师傅"), "中午一起吃饭吗", { mentions: wang });
    const heard = await ears.message("吃饭");
    assert.ok(!heard.mentionsMe);
    assert.ok(
      heard.mentions?.some((each) => each === wang.id || each === wang.name),
      JSON.stringify(heard.mentions),
    );
  },

  async "a quote of the bot's words is told from a quote of a person's"({ channel, ears, far }) {
    const room = far.group("群");
    const wang = far.person("王小云");
    const own = far.say(room, wang, "下午两点开会");
    await ears.message("下午两点");
    const sent = await channel.send({ key: "a", to: room, text: "请回复收到", buttons: [] });
    assert.ok(sent.ok);
    far.say(room, wang, "收到", { quotes: sent.messageIds[0] ?? "" });
    far.say(room, wang, "改到三点", { quotes: own });
    assert.deepEqual((await ears.message("收到")).quote, { messageId: sent.messageIds[0], mine: true, text: "请回复收到" });
    assert.deepEqual((await ears.message("改到三点")).quote, { messageId: own, mine: false, text: "下午两点开会" });
  },

  async "a pressed button says which message it was on and what it holds"({ channel, ears, far }) {
    if (!channel.capabilities.buttons) return;
    const room = far.group("群");
    const qian = far.person("钱经理");
    const sent = await channel.send({ key: "b", to: room, text: "新的问题", buttons: [{ label: "接单", data: "accept:42" }] });
    assert.ok(sent.ok);
    assert.deepEqual(far.shown(room)[0]?.buttons, [{ label: "接单", data: "accept:42" }]);
    far.press(room, sent.messageIds[0] ?? "", "accept:42", qian);
    const { data, messageId, from, where } = await ears.kind("press");
    assert.deepEqual({ data, messageId, from, where: where.id }, { data: "accept:42", messageId: sent.messageIds[0], from: qian, where: room.id });
  },

  async "a button this program never made is heard as it is, each press with its own key"({ channel, ears, far }) {
    if (!channel.capabilities.buttons) return;
    const room = far.group("群");
    const qian = far.person("钱经理");
    const sent = await channel.send({ key: "c", to: room, text: "旧版本的按钮", buttons: [{ label: "办结", data: "done" }] });
    assert.ok(sent.ok);
    for (const data of ["v0/{no}/🙂", "v0/{no}/🙂"]) far.press(room, sent.messageIds[0] ?? "", data, qian);
    await ears.waitFor("both presses", () => ears.heard.length === 2);
    const [first, second] = ears.heard;
    assert.ok(first?.kind === "press" && second?.kind === "press");
    assert.equal(first.data, "v0/{no}/🙂");
    assert.notEqual(first.key, second.key);
  },

  async "an edit is a correction of the same message, each with its own key"({ channel, ears, far }) {
    if (!channel.capabilities.edits) return;
    const room = far.group("群");
    const rong = far.person("荣师傅");
    const messageId = far.say(room, rong, "缺800万");
    far.edit(room, messageId, "缺3500万", rong);
    far.edit(room, messageId, "缺3600万", rong);
    far.again();
    const all = [await ears.message("缺800万"), await ears.message("缺3500万"), await ears.message("缺3600万"), await ears.message("缺3600万", 2)];
    assert.deepEqual(
      all.map((each) => each.messageId),
      [messageId, messageId, messageId, messageId],
    );
    assert.deepEqual(
      all.map((each) => each.edited ?? false),
      [false, true, true, true],
    );
    assert.equal(new Set(all.map((each) => each.key)).size, 3);
  },

  async "who comes and who goes is heard"({ ears, far }) {
    const room = far.group("群");
    const xin = far.person("新来的");
    far.join(room, xin);
    far.leave(room, xin);
    const [came, went] = [await ears.kind("join"), await ears.kind("leave")];
    assert.deepEqual([came.who, went.who], [xin, xin]);
    assert.equal(came.where.id, room.id);
    assert.notEqual(came.key, went.key);
  },

  async "a picture comes with its content and its words"({ ears, far }) {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0, 10, 13]);
    far.say(far.group("群"), far.person("王秀"), "屋顶漏了", { picture: bytes });
    const [picture] = (await ears.message("屋顶漏了")).media ?? [];
    assert.equal(picture?.kind, "picture");
    assert.deepEqual(Buffer.from(picture?.bytes ?? []), Buffer.from(bytes));
  },

  async "a place comes with where it is"({ ears, far }) {
    far.say(far.group("群"), far.person("王秀"), "", { place: [36.81, 118.05] });
    assert.deepEqual((await ears.message("")).media, [{ kind: "place", name: "36.81,118.05" }]);
  },

  async "a file that cannot be had is heard all the same, with the reason"({ ears, far }) {
    far.say(far.group("群"), far.person("王秀"), "材料在这里", { lost: true });
    const [file] = (await ears.message("材料")).media ?? [];
    assert.equal(file?.bytes, undefined);
    assert.ok(file?.missing);
  },
};
