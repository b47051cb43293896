import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { afterEach, beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import type { Outgoing, Sent } from "../../src/channel/port.ts";
import { inMarkdown } from "../../src/channel/wecom/words.ts";
import { startWecom } from "../wecom/server.ts";
import { app, robot, wecomApp, wecomRobot, type WecomHarness } from "./wecom-start.ts";

const kindOf = (sent: Sent): string => (sent.ok ? "ok" : sent.kind);

describe("the WeCom robot", { timeout: 30_000 }, () => {
  let harness: WecomHarness;
  const room = { kind: "group" as const, id: "wr1" };
  const li = { id: "li", name: "li" };
  beforeEach(async () => {
    harness = await wecomRobot();
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  afterEach(() => harness.channel.stop().then(harness.close));

  let count = 0;
  const tell = (body: Record<string, unknown>): void =>
    harness.server.robot.tell("aibot_msg_callback", {
      msgid: `x${(count += 1)}`,
      aibotid: "a",
      chattype: "group",
      chatid: room.id,
      from: { userid: "li" },
      ...body,
    });
  const text = (content: string, more: object = {}): void => tell({ msgtype: "text", text: { content }, ...more });
  const send = (line: Partial<Outgoing> = {}): Promise<Sent> => harness.channel.send({ key: `k${(count += 1)}`, to: room, text: "话", buttons: [], ...line });
  const heard = (nth: number) =>
    harness.ears.waitFor(`message ${nth}`, () => {
      const one = harness.ears.heard[nth - 1];
      return one?.kind === "message" && one;
    });

  it("is called by the name the group sees, wherever it stands, and by another where that is its name", async () => {
    for (const said of ["@链心助手 在吗", "请问@链心助手\u2005@王总 谁负责", "@小秘书 早", "没有名字"]) text(said);
    await heard(4);
    assert.deepEqual(
      harness.ears.heard.map((each) => each.kind === "message" && [each.text, each.mentions]),
      [
        ["@链心 在吗", undefined],
        ["请问@链心 @王总 谁负责", ["王总"]],
        ["@链心 早", undefined],
        ["没有名字", undefined],
      ],
    );
  });

  it("knows its own words again when they are quoted", async () => {
    const sent = await send({ text: "请回复**收到** 1_2" });
    text("@链心助手 收到", { quote: { msgtype: "text", text: { content: "请回复收到 1_2" } } });
    text("@链心助手 不对", { quote: { msgtype: "text", text: { content: "别人的话" } } });
    const [mine, other] = [await heard(1), await heard(2)];
    assert.deepEqual([mine.quote?.mine, mine.quote?.messageId], [true, sent.ok && sent.messageIds[0]]);
    assert.deepEqual([other.quote?.mine, other.quote?.text], [false, "别人的话"]);
  });

  it("hears a voice by its words, what it does not know as such, and nothing when its chat is opened", async () => {
    tell({ msgtype: "voice", voice: { content: "屋顶漏了" } });
    tell({ msgtype: "stream", stream: { id: "1" } });
    harness.server.robot.tell("aibot_event_callback", {
      msgid: "e",
      chattype: "single",
      from: { userid: "li" },
      msgtype: "event",
      event: { eventtype: "enter_chat" },
    });
    tell({ msgtype: "image", image: { url: `${harness.server.root}/file/none`, aeskey: "x" } });
    const media = [await heard(1), await heard(2), await heard(3)].map((each) => each.media?.[0]);
    assert.equal(media[0]?.transcript, "屋顶漏了");
    assert.equal(media[1]?.missing, "这种消息链心还看不懂");
    assert.equal(media[2]?.missing, "下载失败：404");
  });

  it("survives frames that make no sense", async () => {
    for (const body of [
      { msgtype: "text" },
      { msgtype: "mixed", mixed: { msg_item: "x" } },
      { msgtype: "text", text: { content: 7 }, from: null },
      { msgtype: "text", chatid: {} },
    ])
      tell(body as Record<string, unknown>);
    text("@链心助手 还在");
    await harness.ears.message("还在");
  });

  it("shows words as words: nothing in them is markup", async () => {
    const words = "# 标题\n- 一\n**粗** _斜_ [点我](https://evil.example) <font color=red>红</font> https://x.example/a_b?c=1";
    await send({ text: words });
    const [shown] = harness.server.robot.shown;
    assert.equal(shown?.text, words);
    assert.doesNotMatch(shown?.raw ?? "", /(?<!\\)[*[\]<>`]|^#|^-/mu);
    assert.ok(shown?.raw.includes("https://x.example/a_b?c=1"));
  });

  it("whatever is said is read as it was said, and grows to twice its length at most", () => {
    const shown = (raw: string): string => raw.replaceAll(/\\([!-/:-@[-`{-~])/gu, "$1");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom(..."\\*_#>-+[]()<~|` \n汉a1") }), (any, marks) => {
        for (const text of [any, marks, any + marks]) {
          const raw = inMarkdown(text);
          if (shown(raw) !== text || Buffer.byteLength(raw) > 2 * Buffer.byteLength(text)) return false;
        }
        return true;
      }),
    );
  });

  it("sends a table as a picture and a spreadsheet", async () => {
    assert.ok((await send({ sheets: [{ name: "名单", columns: ["姓名"], rows: [["王秀"]] }] })).ok);
    assert.deepEqual(
      harness.server.robot.shown.map(({ type, file }) => [type, file && Buffer.from(file.subarray(0, 2)).toString("latin1")]),
      [
        ["image", "\x89P"],
        ["file", "PK"],
        ["markdown", undefined],
      ],
    );
  });

  it("comes back by itself when the connection is lost", async () => {
    harness.server.robot.drop();
    await harness.ears.waitFor("the loss", () => harness.ears.states.at(-1)?.state === "down");
    await harness.ears.up();
    assert.equal(kindOf(await send()), "ok");
  });

  it("is kicked by another connection, says so, and does not come back to kick it in turn", async () => {
    harness.server.robot.kick();
    const down = await harness.ears.waitFor("it is down", () => harness.ears.states.at(-1)?.state === "down" && harness.ears.states.at(-1));
    assert.match(down.why ?? "", /^kicked/u);
    await harness.server.waitFor("the connection is gone", () => harness.server.robot.connections() === 0);
    assert.equal(kindOf(await send()), "temporary");
    assert.equal(harness.server.robot.frames.filter((each) => each.cmd === "aibot_subscribe").length, 1);
  });

  it("opens no connection in a process that only speaks", async () => {
    await harness.channel.stop();
    await harness.channel.start(harness.ears, "speaks");
    await harness.server.waitFor("none is open", () => harness.server.robot.connections() === 0);
    assert.equal(kindOf(await send()), "temporary");
    await harness.channel.start(harness.ears);
    await harness.server.waitFor("one is open", () => harness.server.robot.connections() === 1);
    await harness.ears.up();
    text("@链心助手 回来了", { from: { userid: li.id } });
    await harness.ears.message("回来了");
  });
});

describe("the channel's process", { timeout: 30_000 }, () => {
  it("ends after stop, and loads the robot's SDK only when started", async () => {
    const server = await startWecom();
    const child = spawn(process.execPath, [new URL("wecom-start-and-stop.ts", import.meta.url).pathname, server.root], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (piece: Buffer) => (printed += piece.toString()));
    const ended = new Promise((exited) => child.on("exit", exited));
    await server.waitFor("the robot is connected", () => server.robot.frames.some((each) => each.cmd === "aibot_subscribe"));
    server.robot.tell("aibot_msg_callback", { msgid: "1", chattype: "single", from: { userid: "li" }, msgtype: "text", text: { content: "早" } });
    const code = await ended;
    await server.close();
    assert.equal(code, 0);
    assert.deepEqual(printed.trim().split("\n"), ["before start: false", "after start: true", "heard 早", "stopped"]);
  });
});

describe("a refused robot", { timeout: 30_000 }, () => {
  it("is down, and says that it is its secret", async () => {
    const harness = await wecomRobot({ robot: { ...robot, secret: "wrong" } });
    await harness.channel.start(harness.ears);
    const down = await harness.ears.waitFor("it is down", () => harness.ears.states.at(-1)?.state === "down" && harness.ears.states.at(-1));
    assert.match(down.why ?? "", /^auth: .*853000/u);
    await harness.channel.stop();
    await harness.close();
  });
});

describe("the three ways together", { timeout: 30_000 }, () => {
  const KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
  const room = { kind: "group" as const, id: "wr1" };
  let harness: WecomHarness;
  beforeEach(async () => {
    harness = await wecomApp({ app, robot, groupRobots: new Map([[room.id, KEY]]) });
    harness.server.robots.set(KEY, room.id);
    harness.server.members.set("li", "李党");
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  afterEach(() => harness.channel.stop().then(harness.close));
  const send = (line: Partial<Outgoing>): Promise<Sent> => harness.channel.send({ key: "k", to: room, text: "话", buttons: [], ...line });

  it("a member is one account, met in a group or in private, and has the name the company gave them", async () => {
    const start = { msgid: "x1", chattype: "group", chatid: room.id, from: { userid: "li" }, create_time: 1_700_000_000 };
    harness.server.robot.tell("aibot_msg_callback", { ...start, msgtype: "text", text: { content: "@链心助手 在群里" } });
    harness.far.say({ kind: "direct", id: "li" }, { id: "li", name: "李党" }, "私下");
    const [inGroup, privately] = [await harness.ears.message("在群里"), await harness.ears.message("私下")];
    assert.deepEqual(inGroup.from, privately.from);
    assert.deepEqual([inGroup.channel, inGroup.where.kind, privately.where.kind], ["wecom", "group", "direct"]);
  });

  it("a line goes to a member by the app, to a group by the robot, by the webhook while the robot is away", async () => {
    assert.ok((await send({ to: { kind: "direct", id: "li" }, text: "私下" })).ok);
    assert.ok((await send({ text: "在群里" })).ok);
    harness.server.robot.kick();
    await harness.ears.waitFor("it is down", () => harness.ears.states.at(-1)?.state === "down");
    assert.ok((await send({ text: "还能说", buttons: [{ label: "收到", data: "1" }] })).ok);
    assert.deepEqual(
      harness.server.robot.shown.map((each) => each.text),
      ["在群里"],
    );
    assert.deepEqual(
      harness.server.shown.map(({ to, text }) => [to, text]),
      [
        ["li", "私下"],
        [room.id, "还能说\n回复数字：1 收到"],
      ],
    );
  });
});
