import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { createTelegram, type Webhook } from "../../src/channel/telegram/index.ts";
import { MAX_UPDATE_BYTES } from "../../src/channel/telegram/webhook.ts";
import { TOKEN } from "../bot-api/server.ts";
import { SECRET, type TelegramHarness, telegramWebhook } from "./telegram-start.ts";

describe("the Telegram webhook", { timeout: 30_000 }, () => {
  let harness: TelegramHarness;
  let webhook: Webhook;
  before(async () => {
    harness = await telegramWebhook();
    await harness.channel.start(harness.ears);
    await harness.ears.up();
    assert.ok(harness.channel.webhook);
    webhook = harness.channel.webhook;
  });
  beforeEach(() => {
    harness.ears.heard.length = 0;
    harness.ears.refused.length = 0;
  });
  after(() => harness.channel.stop().then(harness.close));

  const update = (text: string, id = 9) => ({
    update_id: id,
    message: { message_id: id, date: 1, chat: { id: 5, type: "private", first_name: "荣" }, from: { id: 5, first_name: "荣", is_bot: false }, text },
  });
  const call = (body: RequestInit["body"], secret: string | undefined = SECRET, more: RequestInit = {}): Promise<Response> =>
    webhook.handle(
      new Request("http://local/hook/telegram", {
        method: "POST",
        body: body ?? null,
        headers: secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret },
        ...more,
      }),
    );
  const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

  it("is at the path of its address", () => {
    assert.equal(webhook.path, "/hook/telegram");
  });

  it("takes no call without the secret, and does not read it", async () => {
    let read = 0;
    const body = () => new ReadableStream({ pull: (controller) => ((read += 1), controller.enqueue(new Uint8Array(1024))) }, { highWaterMark: 0 });
    const streamed = { duplex: "half" } as RequestInit;
    for (const wrong of ["", "x", `${SECRET}x`, SECRET.slice(1), SECRET.toUpperCase()]) assert.equal(await statusOf(call(body(), wrong, streamed)), 401);
    const bare = new Request("http://local/hook/telegram", { method: "POST", body: JSON.stringify(update("伪造")) });
    assert.equal(await statusOf(webhook.handle(bare)), 401);
    assert.equal(read, 0);
    assert.equal(harness.ears.heard.length, 0);
  });

  it("answers a call only after it is heard", async () => {
    const held = harness.ears.hold("慢慢存");
    let answered = false;
    const answer = call(JSON.stringify(update("慢慢存"))).finally(() => (answered = true));
    await held.begun;
    assert.equal(answered, false);
    held.letGo();
    assert.equal(await statusOf(answer), 200);
    assert.equal(harness.ears.heard.length, 1);
  });

  it("lets the platform try again when a message could not be stored", async () => {
    harness.ears.fail(1);
    assert.equal(await statusOf(call(JSON.stringify(update("再来", 11)))), 500);
    assert.equal(await statusOf(call(JSON.stringify(update("再来", 11)))), 200);
    assert.equal(harness.ears.refused[0]?.key, harness.ears.heard[0]?.key);
  });

  it("takes a call that comes again, under the same key", async () => {
    for (const _ of [1, 2]) assert.equal(await statusOf(call(JSON.stringify(update("又一遍", 14)))), 200);
    assert.equal(new Set(harness.ears.heard.map((each) => each.key)).size, 1);
  });

  it("hears two calls of one chat in the order they came", async () => {
    const held = harness.ears.hold("先说");
    const answers = [call(JSON.stringify(update("先说", 12))), call(JSON.stringify(update("后说", 13)))];
    await held.begun;
    held.letGo();
    assert.deepEqual(await Promise.all(answers.map(statusOf)), [200, 200]);
    assert.deepEqual(
      harness.ears.heard.map((each) => each.kind === "message" && each.text),
      ["先说", "后说"],
    );
  });

  it("refuses what is too large, told or not", async () => {
    const large = new Uint8Array(MAX_UPDATE_BYTES + 1);
    const secret = { "x-telegram-bot-api-secret-token": SECRET };
    assert.equal(await statusOf(call(large)), 413);
    assert.equal(await statusOf(call("{}", SECRET, { headers: { ...secret, "content-length": String(MAX_UPDATE_BYTES + 1) } })), 413);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)) });
    assert.equal(await statusOf(call(endless, SECRET, { duplex: "half" } as RequestInit)), 413);
  });

  it("refuses what is no update", async () => {
    const odd = [
      "",
      "{",
      "null",
      "[]",
      "7",
      '"x"',
      "{}",
      '{"update_id":"1"}',
      '{"update_id":1,"message":{}}',
      '{"update_id":1,"message_reaction":{"chat":{"id":5},"message_id":1,"date":1,"new_reaction":[]}}',
      '{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":"x"}}}',
    ];
    for (const body of odd) assert.equal(await statusOf(call(body)), 400, body);
    assert.equal(await statusOf(call(null, SECRET, { method: "GET" })), 405);
    assert.equal(harness.ears.heard.length, 0);
  });

  it("takes nothing before start and after stop, so that the platform keeps it", async () => {
    const webhookOf = createTelegram({ token: TOKEN, now: Date.now, webhook: { url: "https://example.test/x", secret: SECRET } }).webhook;
    const request = new Request("http://local/x", {
      method: "POST",
      body: JSON.stringify(update("早了")),
      headers: { "x-telegram-bot-api-secret-token": SECRET },
    });
    assert.equal(await statusOf(webhookOf?.handle(request) ?? Promise.reject(new Error("no webhook"))), 503);
  });

  it("is not made with a secret that anybody could send", () => {
    for (const secret of ["", "有中文", "a b", "x".repeat(257)])
      assert.throws(() => createTelegram({ token: TOKEN, now: Date.now, webhook: { url: "https://example.test/x", secret } }), /secret/u);
  });
});
