import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Outgoing, Sent } from "../../src/channel/port.ts";
import type { Chat, Fault } from "../bot-api/server.ts";
import { type TelegramHarness, telegramPolling } from "./telegram-start.ts";

type File = { file_id: string; file_name: string };

describe("Telegram says", { timeout: 30_000 }, () => {
  let harness: TelegramHarness;
  let room: Chat;
  let count = 0;
  before(async () => {
    harness = await telegramPolling();
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  beforeEach(() => {
    room = harness.api.group("群");
  });
  after(() => harness.channel.stop().then(harness.close));

  const send = (line: Partial<Outgoing>, signal?: AbortSignal): Promise<Sent> =>
    harness.channel.send({ key: `line-${(count += 1)}`, to: { kind: "group", id: String(room.id) }, text: "通知", buttons: [], ...line }, signal);
  const kindOf = (sent: Sent): string => (sent.ok ? "ok" : sent.kind);

  it("what a refusal means for the line", async () => {
    const meanings: [Fault, string][] = [
      [{ status: 403, description: "Forbidden: bot was blocked by the user" }, "unreachable"],
      [{ status: 403, description: "Forbidden: bot can't initiate conversation with a user" }, "unreachable"],
      [{ status: 403, description: "Forbidden: user is deactivated" }, "gone"],
      [{ status: 403, description: "Forbidden: bot was kicked from the group chat" }, "gone"],
      [{ status: 400, description: "Bad Request: chat not found" }, "unreachable"],
      [{ status: 400, description: "Bad Request: not enough rights to send text messages to the chat" }, "unreachable"],
      [{ status: 400, description: "Bad Request: BUTTON_DATA_INVALID" }, "refused"],
      [{ status: 400, description: "Bad Request: message is too long" }, "too_big"],
      [{ status: 401, description: "Unauthorized" }, "auth"],
      [{ status: 500, description: "Internal Server Error" }, "temporary"],
      [{ status: 502, description: "Bad Gateway" }, "unknown"],
      ["drop", "unknown"],
      ["cut", "unknown"],
    ];
    for (const [fault, kind] of meanings) {
      harness.api.fault("sendMessage", fault);
      assert.equal(kindOf(await send({})), kind, JSON.stringify(fault));
    }
  });

  it("a table as a picture and a spreadsheet, then the words with their buttons", async () => {
    const sheet = { name: "“开会”回执/台账", columns: ["姓名", "状态"], rows: [["荣师傅", "未确认"]] };
    const sent = await send({ text: "共1人", buttons: [{ label: "收到", data: "ok" }], sheets: [sheet] });
    const [picture, file, words] = harness.api.sent(String(room.id));
    assert.equal(words?.text, "共1人");
    assert.deepEqual(sent.ok && sent.messageIds[0], `${room.id}:${words?.message_id}`);
    const starts = ({ file_id }: File) => harness.api.files.get(file_id)?.subarray(0, 4).toString("latin1");
    assert.equal(starts((picture?.["photo"] as File[])[0] as File), "\u0089PNG");
    const document = file?.["document"] as File;
    assert.deepEqual([document.file_name, starts(document)], ["“开会”回执 台账.xlsx", "PK\u0003\u0004"]);
  });

  it("a table goes on where it stopped: what was shown is not shown again", async () => {
    const sheet = { name: "台账", columns: ["姓名"], rows: [["荣师傅"]] };
    harness.api.fault("sendDocument", { status: 500, description: "Internal Server Error" });
    assert.equal(kindOf(await send({ key: "table", sheets: [sheet] })), "temporary");
    assert.equal(kindOf(await send({ key: "table", sheets: [sheet] })), "ok");
    assert.deepEqual(
      harness.api.sent(String(room.id)).map((each) => each.text ?? (each["photo"] ? "picture" : "file")),
      ["picture", "file", "通知"],
    );
  });

  it("how long a pause is asked for", async () => {
    harness.api.fault("sendMessage", { status: 429, description: "Too Many Requests: retry after 17", parameters: { retry_after: 17 } });
    const sent = await send({});
    assert.deepEqual([kindOf(sent), !sent.ok && sent.retryAfterMs], ["rate", 17_000]);
  });

  it("that a person has to open the chat, and the link that opens it", async () => {
    const stranger = harness.api.person("陌生人");
    assert.equal(kindOf(await send({ to: { kind: "direct", id: String(stranger.id) } })), "unreachable");
    assert.equal(harness.channel.directLink?.("ab_C-9"), "https://t.me/lianxin_bot?start=ab_C-9");
    assert.equal(harness.channel.directLink?.(), "https://t.me/lianxin_bot");
    assert.equal(harness.channel.directLink?.("带空格 的"), undefined);
  });

  it("that nothing was sent while the platform refuses connections", async () => {
    await harness.api.down();
    await harness.ears.waitFor("the loss is noticed", () => harness.ears.states.at(-1)?.state === "down");
    assert.equal(kindOf(await send({})), "temporary");
    await harness.api.up();
    assert.deepEqual(harness.api.sent(room.id), []);
  });

  it("where a group went, and hears of it once more under the same key", async () => {
    const next = harness.api.migrate(room, harness.api.person("管理员"), true);
    const sent = await send({});
    assert.deepEqual([kindOf(sent), !sent.ok && sent.movedTo], ["temporary", String(next.id)]);
    const heard = await harness.ears.kind("room");
    assert.deepEqual([heard.change, heard.where.id, heard.to, heard.key], ["migrated", String(room.id), String(next.id), `${room.id}:migrated:${next.id}`]);
    assert.equal(kindOf(await send({ to: { kind: "group", id: String(next.id) } })), "ok");
  });

  it("the rest of a long line when its key comes again, not its beginning twice", async () => {
    const line = { key: "long", text: `${"甲".repeat(4096)}${"乙".repeat(4096)}${"丙".repeat(10)}` };
    const plain = { status: 429, description: "Too Many Requests", parameters: { retry_after: 1 } };
    harness.api.fault("sendMessage", { status: 500, description: "Internal Server Error" });
    assert.equal(kindOf(await send(line)), "temporary");
    const sending = send(line);
    // The first piece passes, the second is refused: the fault waits for it.
    await harness.api.waitFor("the first piece", () => harness.api.sent(room.id).length === 1 && (harness.api.fault("sendMessage", plain), true));
    assert.equal(kindOf(await sending), "rate");
    const sent = await send(line);
    assert.deepEqual(
      harness.api.sent(room.id).map((each) => [each.text?.[0], each.text?.length]),
      [
        ["甲", 4096],
        ["乙", 4096],
        ["丙", 10],
      ],
    );
    assert.equal(sent.ok && sent.messageIds.length, 3);
  });

  it("a name so that its bearer is called, also one without a user name", async () => {
    await send({
      text: "请确认",
      mention: [
        { id: "77", name: "荣😀师傅" },
        { id: "78", name: "王秀" },
      ],
    });
    const [shown] = harness.api.sent(room.id);
    assert.equal(shown?.text, "@荣😀师傅 @王秀 请确认");
    assert.deepEqual(
      shown?.entities?.map((each) => [shown.text?.slice(each.offset, each.offset + each.length), each.user?.id]),
      [
        ["@荣😀师傅", 77],
        ["@王秀", 78],
      ],
    );
  });

  it("links without having them opened, words without reading markup in them", async () => {
    await send({ text: "<b>登录</b> https://example.test/once" });
    const call = harness.api.calls.findLast((each) => each.method === "sendMessage");
    assert.deepEqual(call?.params.link_preview_options, { is_disabled: true });
    assert.equal(call?.params.parse_mode, undefined);
  });

  it("nothing where there is nothing to say, and nothing once it is called off", async () => {
    assert.equal(kindOf(await send({ text: " \n " })), "refused");
    assert.equal(kindOf(await send({}, AbortSignal.abort())), "temporary");
    assert.deepEqual(harness.api.sent(room.id), []);
  });
});
