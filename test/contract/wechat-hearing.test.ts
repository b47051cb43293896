import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Heard } from "../../src/channel/port.ts";
import { type WechatHarness, wechatInProcess } from "./wechat-start.ts";

const HOUR_MS = 3_600_000;
const open: WechatHarness[] = [];
const started = async (changes: Parameters<typeof wechatInProcess>[0] = {}): Promise<WechatHarness> => {
  const harness = await wechatInProcess(changes);
  open.push(harness);
  await harness.channel.start(harness.ears);
  await harness.ears.up();
  return harness;
};
const kinds = (heard: readonly Heard[]): string[] => heard.map((each) => each.kind);

describe("WeChat is heard", { timeout: 30_000 }, () => {
  after(() => Promise.all(open.map(({ channel }) => channel.stop())));

  it("as who people are in the room, an echo of the bot's own words as nobody's", async () => {
    const { channel, far, ears } = await started({ echoWaitMs: 5_000 });
    const room = far.group("群");
    // Without an id the echo is waited for: it has come when this resolves.
    far.post({ do: "mute", ids: false, echo: true });
    assert.ok((await channel.send({ key: "1", to: room, text: "大家好", buttons: [] })).ok);
    far.say(room, far.person("荣师傅"), "你好");
    await ears.message("你好");
    assert.equal(ears.heard.length, 1);
  });

  it("with the key it had, when an old message comes again after a reconnect, and with its own time", async () => {
    const { channel, far, ears } = await started();
    const room = far.group("群");
    const said = Date.now() - HOUR_MS;
    far.say(room, far.person("刘阿姨"), "早", { at: said });
    await ears.message("早");
    await channel.stop();
    far.again();
    await channel.start(ears);
    const again = await ears.message("早", 2);
    assert.equal(again.key, ears.heard[0]?.key);
    assert.equal(again.account, ears.heard[0]?.account);
    assert.equal(again.at, said);
  });

  it("a renamed room stays the same room", async () => {
    const { far, ears } = await started();
    const room = far.group("氟硅群");
    const rong = far.person("荣师傅");
    far.say(room, rong, "改名之前");
    await ears.message("改名之前");
    far.rename(room, "氟硅材料链企业群");
    const renamed = await ears.kind("room");
    assert.deepEqual([renamed.change, renamed.to, renamed.where.id], ["renamed", "氟硅材料链企业群", room.id]);
    far.say(room, rong, "改名之后");
    assert.deepEqual((await ears.message("改名之后")).where, { ...room, name: "氟硅材料链企业群" });
  });

  it("who left without a word is missed at the next look, and only they", async () => {
    const { far, ears } = await started({ reconcileMs: 5 });
    const room = far.group("群");
    const [stays, goes] = [far.person("留下的"), far.person("走了的")];
    far.join(room, stays);
    far.join(room, goes);
    await ears.waitFor("both joined", () => kinds(ears.heard).filter((each) => each === "join").length === 2);
    far.quit(room, goes);
    const left = await ears.kind("leave");
    assert.deepEqual(left.who, goes);
    assert.equal(left.where.id, room.id);
  });

  it("who came and went during an outage is noticed after it", async () => {
    const { channel, far, ears } = await started();
    const room = far.group("群");
    const [old, fresh] = [far.person("老成员"), far.person("新成员")];
    far.join(room, old);
    await ears.kind("join");
    far.say(room, old, "我在");
    await ears.message("我在");
    await channel.stop();
    far.quit(room, old);
    far.post({ do: "enter", room: room.id, who: fresh.id });
    far.post({ do: "retitle", room: room.id, topic: "新群名" });
    await channel.start(ears);
    const left = await ears.kind("leave");
    assert.deepEqual(left.who, old);
    assert.equal((await ears.kind("room")).to, "新群名");
    await ears.waitFor("the newcomer", () => ears.heard.some((each) => each.kind === "join" && each.who.id === fresh.id));
  });

  it("ids that all changed with the login are not people who left", async () => {
    const { channel, far, ears } = await started();
    const room = far.group("群");
    const before = ["甲", "乙", "丙", "丁"].map((name) => far.person(name));
    for (const who of before) far.join(room, who);
    await ears.waitFor("all joined", () => ears.heard.length === before.length);
    await channel.stop();
    for (const who of before) far.quit(room, who);
    const again = far.person("甲");
    far.say(room, again, "我还是我");
    far.post({ do: "retitle", room: room.id, topic: "新群名" });
    await channel.start(ears);
    await ears.message("我还是我");
    await ears.kind("room");
    far.say(room, again, "看过成员之后");
    await ears.message("看过成员之后");
    assert.ok(!ears.heard.some((each) => each.kind === "leave"));
  });

  it("a room's order is kept while the rooms do not wait for each other", async () => {
    const { far, ears } = await started();
    const [slow, other] = [far.group("慢"), far.group("快")];
    const rong = far.person("荣师傅");
    const held = ears.hold("第一句");
    far.say(slow, rong, "第一句");
    far.say(slow, rong, "第二句");
    await held.begun;
    far.say(other, rong, "别的群");
    await ears.message("别的群");
    held.letGo();
    await ears.message("第二句");
    const texts = ears.heard.flatMap((each) => (each.kind === "message" ? [each.text] : []));
    assert.deepEqual(texts, ["别的群", "第一句", "第二句"]);
  });

  it("a message that cannot be read is told as an outage, and holds up nothing", async () => {
    const { far, ears, failures } = await started();
    const room = far.group("群");
    far.post({ do: "broken", id: "m-broken" });
    far.say(room, far.person("荣师傅"), "之后");
    await ears.message("之后");
    await ears.waitFor("the outage is told", () => ears.states.length === 3);
    assert.deepEqual(
      ears.states.map((each) => each.state),
      ["up", "down", "up"],
    );
    assert.match(failures.join(), /m-broken/u);
  });
});
