import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, describe, it } from "node:test";
import { createTelegram } from "../../src/channel/telegram/index.ts";
import { startBotApi, TOKEN } from "../bot-api/server.ts";
import { createEars } from "./ears.ts";
import { type TelegramHarness, telegramPolling, telegramWebhook } from "./telegram-start.ts";

const open: TelegramHarness[] = [];
const polling = async (...args: Parameters<typeof telegramPolling>): Promise<TelegramHarness> => {
  const harness = await telegramPolling(...args);
  open.push(harness);
  return harness;
};
const started = async (harness: TelegramHarness): Promise<TelegramHarness> => {
  await harness.channel.start(harness.ears);
  await harness.ears.up();
  return harness;
};

describe("Telegram stays connected", { timeout: 30_000 }, () => {
  after(() => Promise.all(open.map(({ channel, close }) => channel.stop().then(close))));

  it("starts while the platform is away, and comes up with it", async () => {
    const { api, channel, ears } = await polling();
    await api.down();
    await channel.start(ears);
    await ears.waitFor("it says that it is down", () => ears.states.at(-1)?.state === "down");
    // Back, but not well yet: no news worth telling.
    api.fault("getMe", { status: 500, description: "Internal Server Error" }, 3);
    await api.up();
    await ears.up();
    assert.deepEqual(
      ears.states.map((each) => each.state),
      ["down", "up"],
    );
  });

  it("tells an outage once, and is up again only when what was said meanwhile is heard", async () => {
    const { api, far, ears } = await started(await polling());
    const [room, who] = [far.group("群"), far.person("刘阿姨")];
    await api.down();
    await ears.waitFor("it says that it is down", () => ears.states.at(-1)?.state === "down");
    for (let n = 0; n < 250; n += 1) far.say(room, who, `早 ${n}`);
    await api.up();
    await ears.up();
    assert.deepEqual(
      ears.states.map((each) => [each.state, each.heard]),
      [
        ["up", 0],
        ["down", 0],
        ["up", 250],
      ],
    );
    assert.deepEqual(
      ears.heard.map((each) => each.kind === "message" && each.text),
      Array.from({ length: 250 }, (_, n) => `早 ${n}`),
    );
  });

  it("waits out another program that polls with its token", async () => {
    const { api, ears } = await started(await polling());
    await api.waitFor("its poll is held", api.polling);
    const intruder = await fetch(`${api.root}/bot${TOKEN}/getUpdates`);
    assert.equal(intruder.status, 200);
    await ears.waitFor("it says so", () => ears.states.some((each) => each.why?.includes("409")));
    await ears.waitFor("it is up again", () => ears.states.length === 3 && ears.states.at(-1)?.state === "up");
  });

  it("says once that its token is refused, and asks no more", async () => {
    const { channel, api, ears, far } = await polling({ token: "1:wrong", backOffMs: [0] });
    await channel.start(ears);
    await ears.waitFor("it says so", () => ears.states.length);
    const to = far.group("群");
    for (const key of ["1", "2", "3"]) {
      const sent = await channel.send({ key, to, text: "在吗", buttons: [] });
      assert.equal(!sent.ok && sent.kind, "auth");
    }
    assert.equal(ears.states.length, 1);
    assert.match(ears.states[0]?.why ?? "", /^auth: 401/u);
    assert.equal(api.calls.filter((each) => each.method === "getMe").length, 1);
  });

  it("waits as long as the platform asks before it polls again", async () => {
    const { api, ears, channel } = await polling();
    api.fault("getUpdates", { status: 429, description: "Too Many Requests", parameters: { retry_after: 0.2 } });
    const from = performance.now();
    await channel.start(ears);
    await ears.up();
    assert.ok(performance.now() - from >= 200);
  });

  it("leaves what it had in its hands to the next program, under the same key", async () => {
    const { api, far, ears } = await started(await polling());
    const held = ears.hold("别丢");
    far.say(far.group("群"), far.person("荣师傅"), "这句别丢");
    await held.begun;
    assert.equal(api.pending(), 1);
    const next = { channel: createTelegram({ token: TOKEN, apiRoot: api.root, now: Date.now, backOffMs: [1] }), ears: createEars() };
    await next.channel.start(next.ears);
    const again = await next.ears.message("这句别丢");
    await next.channel.stop();
    held.letGo();
    assert.equal((await ears.message("这句别丢")).key, again.key);
  });

  it("hears the rooms of one batch beside each other, each in its order", async () => {
    const { channel, far, ears } = await polling();
    const [slow, fast, who] = [far.group("慢"), far.group("快"), far.person("荣师傅")];
    const held = ears.hold("等一下");
    far.say(slow, who, "等一下");
    far.say(slow, who, "然后");
    far.say(fast, who, "不等");
    await channel.start(ears);
    await ears.message("不等");
    assert.deepEqual(
      ears.heard.map((each) => each.where.id),
      [fast.id],
    );
    held.letGo();
    await ears.message("然后");
  });

  it("counts as down while what it hears cannot be stored", async () => {
    const { far, ears } = await started(await polling());
    ears.fail(Infinity);
    far.say(far.group("群"), far.person("刘阿姨"), "早");
    await ears.waitFor("it says so", () => ears.states.at(-1)?.why?.includes("database"));
    ears.fail(0);
    await ears.waitFor("it is up again", () => ears.states.length === 3 && ears.states.at(-1)?.state === "up");
    assert.equal(ears.states.at(-1)?.heard, 1);
  });

  it("goes past an update that no program could read", async () => {
    const { api, far, ears } = await started(await polling());
    for (const odd of [
      { message: {} },
      { message: null },
      { callback_query: { id: "1" } },
      { message_reaction: { old_reaction: [] } },
      { something_new: { a: 1 } },
      {},
    ])
      api.tell(odd);
    far.say(far.group("群"), far.person("荣师傅"), "还听得见");
    await ears.message("还听得见");
    await far.settled();
    assert.equal(ears.heard.length, 1);
  });

  it("keeps a message it stumbles over for a person, and goes on", async () => {
    const { api, far, ears } = await started(await polling());
    const [room, who] = [api.group("群"), api.person("荣师傅")];
    const odd = [
      { photo: null },
      { entities: 7 },
      { new_chat_members: 1 },
      { sender_chat: "x" },
      { reply_to_message: 5 },
      { venue: 1 },
      { from: null, text: "没有名字" },
    ];
    for (const fields of odd) api.say(room, who, "", { fields });
    api.say(room, who, "还听得见");
    await ears.message("还听得见");
    await far.settled();
    assert.equal(ears.heard.length, odd.length + 1);
    assert.deepEqual(new Set(ears.heard.map((each) => each.kind)), new Set(["message"]));
    assert.equal(new Set(ears.heard.map((each) => each.key)).size, odd.length + 1);
  });

  it("takes its webhook back when another program took it", async () => {
    const harness = await telegramWebhook({ webhookCheckMs: 5 });
    open.push(harness);
    const { api, ears, url } = await started(harness);
    await fetch(`${api.root}/bot${TOKEN}/setWebhook?url=http://127.0.0.1:9/elsewhere`);
    await ears.waitFor("it says so", () => ears.states.some((each) => each.why?.includes("elsewhere")));
    await ears.waitFor("it is up again", () => ears.states.at(-1)?.state === "up");
    assert.ok(api.calls.filter((each) => each.method === "setWebhook" && each.params.url === url).length >= 2);
  });

  it("says that it is down while the platform cannot reach its webhook", async () => {
    const harness = await telegramWebhook({ webhookCheckMs: 5 });
    open.push(harness);
    const { far, ears } = await started(harness);
    ears.fail(Infinity);
    far.say(far.group("群"), far.person("刘阿姨"), "早");
    await ears.waitFor("it says so", () => ears.states.some((each) => each.why?.includes("cannot reach us")));
    ears.fail(0);
    await ears.message("早");
  });

  it("lets its process end after stop, and loads telegraf only when started", async () => {
    const api = await startBotApi();
    const child = spawn(process.execPath, [new URL("start-and-stop.ts", import.meta.url).pathname, api.root], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (piece: Buffer) => (printed += piece.toString()));
    const ended = new Promise((exited) => child.on("exit", exited));
    await api.waitFor("it polls", api.polling);
    api.say(api.group("群"), api.person("刘阿姨"), "早");
    const code = await ended;
    await api.close();
    assert.equal(code, 0);
    assert.deepEqual(printed.trim().split("\n"), ["before start: false", "after start: true", "heard 早", "stopped"]);
  });
});
