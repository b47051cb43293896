import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { sealedCall, xmlOf } from "../wecom/callback.ts";
import { AGENT_ID, CORP_ID } from "../wecom/ids.ts";
import { wecomApp, type WecomHarness } from "./wecom-start.ts";

describe("the WeCom app hears", { timeout: 30_000 }, () => {
  let harness: WecomHarness;
  beforeEach(async () => {
    harness = await wecomApp();
    harness.server.members.set("li", "李党");
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  afterEach(() => harness.channel.stop().then(harness.close));

  let count = 0;
  const tell = async (fields: Record<string, string | number>): Promise<string> => {
    const message = xmlOf({ ToUserName: CORP_ID, FromUserName: "li", CreateTime: 1_700_000_000, AgentID: Number(AGENT_ID), ...fields });
    const answer = await fetch(sealedCall(harness.url, message));
    return answer.text();
  };
  const said = (MsgType: string, more: Record<string, string | number>): Promise<string> => tell({ MsgType, MsgId: String((count += 1)), ...more });

  it("a picture, a voice, a video and a file with their contents", async () => {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0]);
    harness.server.files.set("m1", bytes);
    await said("image", { MediaId: "m1", PicUrl: "http://p.example/1" });
    await said("voice", { MediaId: "m1", Format: "amr" });
    await said("video", { MediaId: "m1", ThumbMediaId: "t" });
    await said("file", { MediaId: "m1", FileName: "材料.pdf" });
    assert.deepEqual(
      harness.ears.heard.map(
        (each) => each.kind === "message" && each.media?.map(({ kind, name, bytes: had }) => [kind, name, had && Buffer.from(had).equals(Buffer.from(bytes))]),
      ),
      [[["picture", "m1.jpg", true]], [["voice", "m1.amr", true]], [["file", "m1.mp4", true]], [["file", "材料.pdf", true]]],
    );
  });

  it("what cannot be had all the same, and says why in Chinese", async () => {
    await said("image", { MediaId: "lost" });
    harness.server.files.set("huge", new Uint8Array(20 * 1024 * 1024 + 1));
    await said("file", { MediaId: "huge", FileName: "大.zip" });
    await said("miniprogram", {});
    assert.deepEqual(
      harness.ears.heard.map((each) => each.kind === "message" && each.media?.[0]?.missing),
      ["下载失败：40007 invalid media_id", "超过 20 MB，没有取下来", "这种消息链心还看不懂"],
    );
  });

  it("a place with its label, a link with what it says", async () => {
    await said("location", { Location_X: "36.81", Location_Y: "118.05", Scale: 16, Label: "唐山镇政府" });
    await said("link", { Title: "通知", Description: "请看", Url: "https://x.example/1" });
    assert.deepEqual(
      harness.ears.heard.map((each) => each.kind === "message" && [each.text, each.media]),
      [
        ["唐山镇政府", [{ kind: "place", name: "36.81,118.05" }]],
        ["通知\n请看\nhttps://x.example/1", undefined],
      ],
    );
  });

  it("nothing when the app is opened or given to a member, and that it was taken from them", async () => {
    for (const Event of ["enter_agent", "subscribe", "click", "LOCATION"]) assert.equal(await tell({ MsgType: "event", Event, EventKey: "" }), "success");
    assert.deepEqual(harness.ears.heard, []);
    await tell({ MsgType: "event", Event: "unsubscribe" });
    const gone = await harness.ears.kind("room");
    assert.deepEqual([gone.change, gone.where.id], ["removed", "li"]);
  });

  it("a press told again under the same key", async () => {
    const press = { MsgType: "event", Event: "template_card_event", EventKey: "accept:42", TaskId: "lianxin-1", ResponseCode: "c1" };
    await tell(press);
    await tell(press);
    await tell({ ...press, ResponseCode: "c2" });
    const keys = harness.ears.heard.map((each) => each.key);
    assert.deepEqual([keys.length, new Set(keys).size, keys[0] === keys[1]], [3, 2, true]);
  });

  it("who speaks by name, asked for once, and by id where the platform does not tell", async () => {
    harness.server.nameless.add("li");
    harness.server.members.set("wang", "王总");
    for (const FromUserName of ["li", "wang", "wang", "nobody"]) await said("text", { Content: "在", FromUserName });
    assert.deepEqual(
      harness.ears.heard.map((each) => each.from.name),
      ["li", "王总", "王总", "nobody"],
    );
    assert.equal(harness.server.calls.filter((each) => each.path === "user/get").length, 3);
  });

  it("in a process that only speaks, too: every one of them may be called", async () => {
    await harness.channel.stop();
    await harness.channel.start(harness.ears, "speaks");
    assert.equal(await said("text", { Content: "早" }), "success");
    assert.equal((await harness.ears.message("早")).from.name, "李党");
  });
});

describe("the WeCom app's state", { timeout: 30_000 }, () => {
  it("is down while its secret is refused, and says so", async () => {
    const app = { corpId: CORP_ID, agentId: AGENT_ID, secret: "wrong", token: "t", aesKey: "a".repeat(43) };
    const harness = await wecomApp({ app, checkMs: 1 });
    await harness.channel.start(harness.ears);
    const down = await harness.ears.waitFor("it is down", () => harness.ears.states.find((each) => each.state === "down"));
    assert.match(down.why ?? "", /^auth: 40001/u);
    await harness.channel.stop();
    await harness.close();
  });

  it("is down while the platform is away, and up when it is back", async () => {
    const harness = await wecomApp({ checkMs: 1 });
    await harness.channel.start(harness.ears);
    await harness.ears.up();
    await harness.server.down();
    await harness.ears.waitFor("the loss is noticed", () => harness.ears.states.at(-1)?.state === "down");
    await harness.server.up();
    await harness.ears.up();
    await harness.channel.stop();
    await harness.close();
  });
});
