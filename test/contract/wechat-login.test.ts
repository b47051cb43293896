import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { createWechat } from "../../src/channel/wechat/index.ts";
import { createEars } from "./ears.ts";
import { type WechatHarness, wechatInProcess, wechatOptions } from "./wechat-start.ts";

const open: WechatHarness[] = [];
const made = async (changes: Parameters<typeof wechatInProcess>[0] = {}): Promise<WechatHarness> => {
  const harness = await wechatInProcess(changes);
  open.push(harness);
  return harness;
};
const states = ({ ears }: WechatHarness): string[] => ears.states.map((each) => each.state);

describe("WeChat is logged in", { timeout: 30_000 }, () => {
  after(() => Promise.all(open.map(({ channel }) => channel.stop())));

  it("by whoever scans the code, which is shown as long as nobody did", async () => {
    const harness = await made();
    const { channel, far, ears, codes } = harness;
    far.post({ do: "wants", what: "scan" });
    await channel.start(ears);
    await ears.waitFor("it says that it waits", () => ears.states.at(-1)?.state === "down");
    const { state, code } = channel.login();
    assert.deepEqual([state, code], ["scan", "http://weixin.qq.com/x/abc"]);
    assert.match(codes[0] ?? "", /[█▀▄]/u);
    far.post({ do: "login" });
    await ears.up();
    const login = channel.login();
    assert.deepEqual([login.state, login.name, login.code], ["online", "小链", undefined]);
    assert.deepEqual(states(harness), ["down", "up"]);
  });

  it("with a deadline: a puppet that shows neither a code nor a login is begun anew", async () => {
    const harness = await made({ loginWaitMs: 30 });
    const { channel, far, ears } = harness;
    far.post({ do: "wants", what: "nothing" });
    await channel.start(ears);
    await ears.waitFor("it gives up waiting", () => ears.states.at(-1)?.state === "down");
    assert.match(ears.states.at(-1)?.why ?? "", /neither a code nor a login/u);
    far.post({ do: "wants", what: "login" });
    await ears.up();
    assert.deepEqual(states(harness), ["down", "up"]);
  });

  it("until the platform kicks it: that is told, nothing can be said, and the code is shown again", async () => {
    const harness = await made();
    const { channel, far, ears, codes } = harness;
    await channel.start(ears);
    await ears.up();
    far.post({ do: "kick", why: "您的帐号在别处登录" });
    await ears.waitFor("it says that it was kicked", () => ears.states.at(-1)?.state === "down");
    assert.equal(ears.states.at(-1)?.why, "kicked: 您的帐号在别处登录");
    const sent = await channel.send({ key: "1", to: far.group("群"), text: "在吗", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "temporary");
    await ears.waitFor("the code is shown", () => codes.length === 1);
    assert.equal(channel.login().why, "您的帐号在别处登录");
    far.post({ do: "login" });
    await ears.up();
    assert.deepEqual(states(harness), ["up", "down", "up"]);
    assert.equal(channel.login().why, undefined);
  });

  it("and begun anew when it gives no sign of life any more", async () => {
    const harness = await made({ beatWaitMs: 30 });
    const { channel, far, ears } = harness;
    await channel.start(ears);
    await ears.up();
    far.post({ do: "beat" });
    await ears.waitFor("it is missed, and back", () => ears.states.length === 3);
    assert.deepEqual(states(harness), ["up", "down", "up"]);
    assert.match(ears.states[1]?.why ?? "", /no sign of life/u);
  });

  it("errors that puppets make in passing end nothing", async () => {
    const harness = await made();
    const { channel, far, ears } = harness;
    await channel.start(ears);
    await ears.up();
    far.post({ do: "noise", what: "no contact found for id" });
    far.say(far.group("群"), far.person("荣师傅"), "还在");
    await ears.message("还在");
    assert.deepEqual(states(harness), ["up"]);
  });

  it("not at all where the packages are missing: it says so, and the program goes on", async () => {
    const ears = createEars();
    const channel = createWechat(wechatOptions({ puppet: "wechaty-puppet-that-is-not-there" }, { failures: [], codes: [], changed: ears.changed }, {}));
    await channel.start(ears);
    await ears.waitFor("it says so", () => ears.states.at(-1)?.state === "down");
    assert.match(channel.login().why ?? "", /not installed/u);
    const sent = await channel.send({ key: "1", to: { kind: "group", id: "1@chatroom" }, text: "在吗", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "temporary");
    await channel.stop();
  });
});
