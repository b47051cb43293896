import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Outgoing, Sent } from "../../src/channel/port.ts";
import type { Fault } from "../wecom/server.ts";
import { wecomApp, type WecomHarness } from "./wecom-start.ts";

const kindOf = (sent: Sent): string => (sent.ok ? "ok" : sent.kind);
const sheet = { name: "名单/9月", columns: ["姓名"], rows: [["王秀"]] };

describe("the WeCom app says", { timeout: 30_000 }, () => {
  let harness: WecomHarness;
  let now = 0;
  beforeEach(async () => {
    now = Date.now();
    harness = await wecomApp({ now: () => now });
    harness.server.members.set("li", "李党");
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  afterEach(() => harness.channel.stop().then(harness.close));

  let count = 0;
  const send = (line: Partial<Outgoing>, signal?: AbortSignal): Promise<Sent> =>
    harness.channel.send({ key: `k${(count += 1)}`, to: { kind: "direct", id: "li" }, text: "话", buttons: [], ...line }, signal);
  const shown = () => harness.server.shown;
  const calls = (path: string): number => harness.server.calls.filter((each) => each.path === path).length;

  it("with one token for all calls, asked for once and renewed before it ends", async () => {
    const begun = harness.server.tokens();
    assert.ok((await Promise.all([send({}), send({}), send({})])).every((each) => each.ok));
    assert.equal(harness.server.tokens(), begun);
    now += 7200_000 - 4 * 60_000;
    await Promise.all([send({}), send({})]);
    assert.equal(harness.server.tokens(), begun + 1);
  });

  it("once more with a new token where the old one does not count any more, and no oftener", async () => {
    const begun = harness.server.tokens();
    harness.server.voidToken();
    assert.equal(kindOf(await send({})), "ok");
    assert.deepEqual([harness.server.tokens(), shown().length], [begun + 1, 1]);
    harness.server.fault("message/send", { errcode: 42001, errmsg: "access_token expired" }, 2);
    assert.equal(kindOf(await send({})), "auth");
    assert.deepEqual([harness.server.tokens(), shown().length], [begun + 2, 1]);
  });

  it("what became of a line, whatever the platform answers", async () => {
    const answers: [number, string][] = [
      [-1, "temporary"],
      [45009, "rate"],
      [45033, "rate"],
      [40003, "gone"],
      [60111, "gone"],
      [81013, "gone"],
      [60102, "unreachable"],
      [40001, "auth"],
      [48002, "auth"],
      [60020, "auth"],
      [301002, "auth"],
      [45002, "too_big"],
      [40058, "refused"],
      [999999, "refused"],
    ];
    for (const [errcode, kind] of answers) {
      harness.server.fault("message/send", { errcode, errmsg: "x" });
      assert.equal(kindOf(await send({})), kind, String(errcode));
    }
    const odd: [Fault, string][] = [
      [{ status: 500 }, "temporary"],
      [{ status: 502 }, "unknown"],
      [{ status: 504 }, "unknown"],
      [{ status: 429 }, "rate"],
      [{ status: 413 }, "too_big"],
      [{ status: 404 }, "refused"],
      ["drop", "unknown"],
    ];
    for (const [fault, kind] of odd) {
      harness.server.fault("message/send", fault);
      assert.equal(kindOf(await send({})), kind, JSON.stringify(fault));
    }
    assert.deepEqual(shown(), []);
  });

  it("for how long the platform wants a pause", async () => {
    harness.server.fault("message/send", { errcode: 45009, errmsg: "api freq out of limit" });
    harness.server.fault("message/send", { errcode: 45033, errmsg: "api concurrent out of limit" });
    const waits = [await send({}), await send({})].map((each) => !each.ok && each.retryAfterMs);
    assert.deepEqual(waits, [60_000, 1000]);
  });

  it("that a member without a licence cannot be reached, though the platform answers with success", async () => {
    harness.server.fault("message/send", { errcode: 0, errmsg: "ok", unlicenseduser: "li" } as Fault);
    assert.equal(kindOf(await send({})), "unreachable");
  });

  it("that nothing was sent while the platform refuses connections, with a token or without", async () => {
    assert.equal(kindOf(await send({})), "ok");
    await harness.server.down();
    assert.equal(kindOf(await send({})), "temporary");
    now += 7200_000;
    assert.equal(kindOf(await send({})), "temporary");
    await harness.server.up();
    assert.equal(kindOf(await send({})), "ok");
  });

  it("short words and their buttons in one card, long words before it, no more buttons than a card holds", async () => {
    const buttons = [
      { label: "接单", data: "accept:42" },
      { label: "转办", data: "reroute:42" },
    ];
    const long = `${"新的问题。".repeat(40)}`;
    const short = await send({ text: "新的问题", buttons });
    assert.ok((await send({ text: long, buttons })).ok);
    const many = Array.from({ length: 7 }, (_, at) => ({ label: `第${at + 1}项`, data: `d${at}` }));
    assert.ok((await send({ text: "选一项", buttons: many })).ok);
    assert.deepEqual(
      shown().map(({ type, text, buttons: under }) => [type, text, under.length]),
      [
        ["template_card", "新的问题", 2],
        ["text", long, 0],
        ["template_card", "", 2],
        ["text", "选一项\n回复数字：1 第1项，2 第2项，3 第3项，4 第4项，5 第5项，6 第6项，7 第7项", 0],
      ],
    );
    assert.equal(short.ok && short.messageIds[0], shown()[0]?.id);
  });

  it("long words in pieces of 2,048 bytes, no character cut in two", async () => {
    const text = `一${"汉字😀".repeat(600)}`;
    assert.ok((await send({ text })).ok);
    const pieces = shown().map((each) => each.text);
    assert.equal(pieces.join(""), text);
    assert.ok(pieces.every((each) => Buffer.byteLength(each) <= 2048 && each.isWellFormed()));
    assert.ok(pieces.slice(0, -1).every((each) => Buffer.byteLength(each) > 2040));
  });

  it("the rest of a long line when its key comes again, not its beginning twice", async () => {
    const line = { key: "long", text: `${"甲".repeat(682)}\n${"乙".repeat(682)}\n${"丙".repeat(10)}` };
    const sending = send(line);
    await harness.server.waitFor(
      "the first piece",
      () => shown().length === 1 && (harness.server.fault("message/send", { errcode: 45009, errmsg: "x" }), true),
    );
    assert.equal(kindOf(await sending), "rate");
    assert.ok((await send(line)).ok);
    assert.deepEqual(
      shown().map((each) => [each.text[0], each.text.length]),
      [
        ["甲", 682],
        ["乙", 682],
        ["丙", 10],
      ],
    );
  });

  it("a table as a picture and a spreadsheet, under its own name", async () => {
    const sent = await send({ text: "名单在此", sheets: [sheet] });
    assert.deepEqual(
      shown().map(({ type, file, text }) => [type, file?.name ?? text, file?.bytes.subarray(0, 2).toString("latin1")]),
      [
        ["image", "table.png", "\x89P"],
        ["file", "名单 9月.xlsx", "PK"],
        ["text", "名单在此", undefined],
      ],
    );
    assert.equal(sent.ok && sent.messageIds.length, 3);
  });

  it("that nothing was shown where a file was not taken", async () => {
    harness.server.fault("media/upload", "drop");
    assert.equal(kindOf(await send({ sheets: [sheet] })), "temporary");
    assert.deepEqual(shown(), []);
  });

  it("no links that hide where they lead", async () => {
    await send({ text: '<a href="https://evil.example">登录</a> <abbr> 1<2' });
    assert.equal(shown()[0]?.text, '＜a href="https://evil.example">登录＜/a> <abbr> 1<2');
  });

  it("nothing where there is nothing to say, to a group, or once it is called off", async () => {
    assert.equal(kindOf(await send({ text: " \n " })), "refused");
    assert.equal(kindOf(await send({ to: { kind: "group", id: "g" } })), "unreachable");
    assert.equal(kindOf(await send({}, AbortSignal.abort())), "temporary");
    assert.equal(calls("message/send"), 0);
  });
});

describe("a group robot's webhook", { timeout: 30_000 }, () => {
  const KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
  const room = { kind: "group" as const, id: "氟硅群" };
  let harness: WecomHarness;
  beforeEach(async () => {
    harness = await wecomApp({ groupRobots: new Map([[room.id, KEY]]) });
    harness.server.robots.set(KEY, room.id);
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  afterEach(() => harness.channel.stop().then(harness.close));
  const send = (line: Partial<Outgoing> = {}): Promise<Sent> => harness.channel.send({ key: "k", to: room, text: "话", buttons: [], ...line });

  it("announces, and rings for who is named", async () => {
    const { capabilities } = harness.channel;
    assert.deepEqual([capabilities.mentions, capabilities.perRoomPerMinute], [true, 20]);
    assert.ok((await send({ text: "请确认", mention: [{ id: "li", name: "李党" }], sheets: [sheet] })).ok);
    assert.deepEqual(
      harness.server.shown.map(({ to, type, text, rings }) => [to, type, text, rings]),
      [
        [room.id, "image", "", []],
        [room.id, "file", "", []],
        [room.id, "text", "请确认", ["li"]],
      ],
    );
  });

  it("writes out no numbers that nobody there could hear, and splits in bytes", async () => {
    await send({ text: "汉".repeat(700), buttons: [{ label: "收到", data: "ok" }] });
    assert.deepEqual(
      harness.server.shown.map((each) => each.text.length),
      [682, 18],
    );
  });

  it("is told to wait a minute after twenty, and that its key counts no more", async () => {
    harness.server.fault("webhook/send", { errcode: 45009, errmsg: "api freq out of limit" });
    const sent = await send();
    assert.deepEqual([kindOf(sent), !sent.ok && sent.retryAfterMs], ["rate", 60_000]);
    harness.server.robots.clear();
    assert.equal(kindOf(await send()), "gone");
    assert.equal(kindOf(await send({ to: { kind: "group", id: "别的群" } })), "unreachable");
  });
});
