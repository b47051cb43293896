import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { type WechatHarness, wechatInProcess } from "./wechat-start.ts";

const open: WechatHarness[] = [];
const started = async (changes: Parameters<typeof wechatInProcess>[0] = {}): Promise<WechatHarness> => {
  const harness = await wechatInProcess(changes);
  open.push(harness);
  await harness.channel.start(harness.ears);
  await harness.ears.up();
  return harness;
};

describe("WeChat is spoken to", { timeout: 30_000 }, () => {
  after(() => Promise.all(open.map(({ channel }) => channel.stop())));

  it("a mention rings for the person and names them", async () => {
    const { channel, far } = await started();
    const room = far.group("群");
    const rong = far.person("荣师傅");
    assert.ok((await channel.send({ key: "1", to: room, text: "请确认", buttons: [], mention: [rong] })).ok);
    assert.deepEqual([far.board[0]?.text, far.board[0]?.mentions], ["@荣师傅\u2005请确认", [rong.id]]);
  });

  it("where the puppet answers no id, the echo is the receipt", async () => {
    const { channel, far } = await started({ echoWaitMs: 5_000 });
    const room = far.group("群");
    far.post({ do: "mute", ids: false, echo: true });
    const sent = await channel.send({ key: "1", to: room, text: "通知", buttons: [] });
    assert.deepEqual(sent, { ok: true, messageIds: [far.board[0]?.messageId] });
  });

  it("where there is neither an id nor an echo, nobody knows", async () => {
    const { channel, far } = await started();
    const room = far.group("群");
    far.post({ do: "mute", ids: false, echo: false });
    const sent = await channel.send({ key: "1", to: room, text: "通知", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "unknown");
  });

  it("a table is a picture and a spreadsheet, before the words", async () => {
    const { channel, far } = await started();
    const room = far.group("群");
    const sheets = [{ name: "台账/五月", columns: ["企业", "差额"], rows: [["甲", "800万"]] }];
    const sent = await channel.send({ key: "1", to: room, text: "请看", buttons: [], sheets });
    assert.ok(sent.ok);
    assert.deepEqual(
      far.board.map((each) => each.file ?? each.text),
      ["table.png", "台账 五月.xlsx", "请看"],
    );
    assert.equal(sent.messageIds[0], far.board[2]?.messageId);
  });

  it("after a login it is quiet for a while, and shows nothing meanwhile", async () => {
    let now = 1_000_000;
    const { channel, far } = await started({ now: () => now, quietMs: 30_000 });
    const line = { key: "1", to: far.group("群"), text: "早", buttons: [] };
    assert.deepEqual(await channel.send(line), { ok: false, kind: "rate", retryAfterMs: 30_000, message: "the account pauses" });
    assert.equal(far.board.length, 0);
    now += 30_000;
    assert.ok((await channel.send(line)).ok);
  });

  it("the whole account pauses between two messages; who would wait long goes back to the queue", async () => {
    const now = 1_000_000;
    const { channel, far } = await started({ now: () => now, gapMs: 60_000 });
    const [room, other] = [far.group("群"), far.group("别的群")];
    assert.ok((await channel.send({ key: "1", to: room, text: "一", buttons: [] })).ok);
    const waits: unknown[] = [];
    for (const key of ["2", "3"]) {
      const sent = await channel.send({ key, to: other, text: key, buttons: [] });
      assert.equal(!sent.ok && sent.kind, "rate");
      waits.push(!sent.ok && sent.retryAfterMs);
    }
    // Each its own moment, or all would come again at once.
    assert.deepEqual(waits, [60_000, 120_000]);
    assert.equal(far.board.length, 1);
  });

  it("a process without the login leaves its lines to the one that has it", async () => {
    const harness = await wechatInProcess();
    open.push(harness);
    await harness.channel.start(harness.ears, "speaks");
    const sent = await harness.channel.send({ key: "1", to: harness.far.group("群"), text: "一", buttons: [] });
    assert.equal(!sent.ok && sent.kind, "rate");
    await harness.channel.start(harness.ears);
    await harness.ears.up();
    assert.ok((await harness.channel.send({ key: "1", to: harness.far.group("群"), text: "一", buttons: [] })).ok);
  });
});
