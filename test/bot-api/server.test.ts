import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type BotApi, startBotApi, TOKEN } from "./server.ts";

type Answer = { ok: boolean; result?: Record<string, unknown>; error_code?: number; description?: string };

/* What the channel does not use yet, or uses only when all goes well. */
describe("the local Bot API", { timeout: 20_000 }, () => {
  let api: BotApi;
  before(async () => {
    api = await startBotApi();
  });
  after(() => api.close());

  const call = async (method: string, body: FormData | Record<string, unknown>, token = TOKEN): Promise<Answer> => {
    const form = body instanceof FormData;
    const response = await fetch(`${api.root}/bot${token}/${method}`, {
      method: "POST",
      body: form ? body : JSON.stringify(body),
      ...(form ? {} : { headers: { "content-type": "application/json" } }),
    });
    return (await response.json()) as Answer;
  };

  it("keeps a picture sent as a form byte for byte, and gives it out again", async () => {
    const room = api.group("群");
    const bytes = Uint8Array.from({ length: 1000 }, (_, n) => (n * 7) % 256);
    const form = new FormData();
    form.set("chat_id", String(room.id));
    form.set("caption", "图片说明");
    form.set("photo", new Blob([bytes]), "图.jpg");
    assert.equal((await call("sendPhoto", form)).ok, true);
    const [shown] = api.sent(room.id);
    assert.equal(shown?.caption, "图片说明");
    const [{ file_id: id }] = shown?.photo as [{ file_id: string }];
    const file = await call("getFile", { file_id: id });
    const content = await fetch(`${api.root}/file/bot${TOKEN}/${String(file.result?.file_path)}`);
    assert.deepEqual(new Uint8Array(await content.arrayBuffer()), bytes);
  });

  it("edits and answers what the bot said, and only that", async () => {
    const room = api.group("群");
    const theirs = api.say(room, api.person("荣师傅"), "原话");
    const mine = await call("sendMessage", { chat_id: room.id, text: "收到", reply_parameters: { message_id: theirs.message_id } });
    assert.equal((mine.result?.reply_to_message as { text: string }).text, "原话");
    assert.equal((await call("editMessageText", { chat_id: room.id, message_id: mine.result?.message_id, text: "已办结" })).ok, true);
    assert.equal(api.sent(room.id)[0]?.text, "已办结");
    assert.equal((await call("editMessageText", { chat_id: room.id, message_id: theirs.message_id, text: "改人家的话" })).ok, false);
  });

  it("knows a room until the bot leaves it", async () => {
    const room = api.group("群");
    assert.equal((await call("getChat", { chat_id: room.id })).result?.title, "群");
    await call("leaveChat", { chat_id: room.id });
    assert.equal((await call("sendMessage", { chat_id: room.id, text: "还在吗" })).error_code, 403);
  });

  it("refuses what the real one refuses", async () => {
    const { id: chat_id } = api.group("群");
    const refused = async (more: Record<string, unknown>): Promise<string> => (await call("sendMessage", { chat_id, text: "x", ...more })).description ?? "";
    assert.match(await refused({ text: "" }), /empty/u);
    assert.match(await refused({ text: "字".repeat(4097) }), /too long/u);
    assert.match(await refused({ chat_id: 5 }), /chat not found/u);
    assert.match(await refused({ text: "\ud83d" }), /UTF-8/u);
    assert.match(await refused({ reply_markup: { inline_keyboard: [[{ text: "x", callback_data: "字".repeat(22) }]] } }), /BUTTON_DATA_INVALID/u);
    assert.equal((await call("getMe", {}, "1:other")).error_code, 401);
    assert.equal((await call("sendTelepathy", {})).error_code, 404);
  });

  it("gives an update out again until the next poll confirms it, and ends an older poll with 409", async () => {
    const poll = (offset: number, timeout = 0): Promise<Answer> => call("getUpdates", { offset, timeout });
    const stop = api.pending();
    const first = poll(0);
    const again = poll(0);
    const [one, two] = [await first, await again];
    assert.deepEqual(one.result, two.result);
    assert.equal((one.result as unknown as unknown[]).length, stop);
    const last = (one.result as unknown as { update_id: number }[]).at(-1)?.update_id ?? 0;
    const older = poll(last + 1, 50);
    await api.waitFor("the poll is held", api.polling);
    assert.equal(api.pending(), 0);
    const newer = poll(last + 1, 50);
    assert.equal((await older).error_code, 409);
    api.say(api.group("群"), api.person("荣师傅"), "醒醒");
    assert.equal(((await newer).result as unknown as unknown[]).length, 1);
  });

  it("keeps what a webhook does not take, and answers no poll meanwhile", async () => {
    await call("setWebhook", { url: "http://127.0.0.1:9/nobody" });
    assert.equal((await call("getUpdates", {})).error_code, 409);
    api.say(api.group("群"), api.person("荣师傅"), "听得到吗");
    await api.waitFor("a call failed", () => api.webhookInfo().last_error_message);
    assert.ok(api.pending() > 0);
    assert.equal((await call("getWebhookInfo", {})).result?.url, "http://127.0.0.1:9/nobody");
    await call("deleteWebhook", {});
    assert.equal((await call("getUpdates", {})).ok, true);
  });
});
