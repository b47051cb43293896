import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { encrypt, getSignature } from "@wecom/crypto";
import fc from "fast-check";
import { createCallback, type Fields, FRESH_MS, MAX_CALLBACK_BYTES, type Webhook } from "../../src/channel/wecom/callback.ts";
import { readXml } from "../../src/channel/wecom/xml.ts";
import { echoCall, type Forged, sealedCall, xmlOf } from "../wecom/callback.ts";
import { AES_KEY, CORP_ID, TOKEN } from "../wecom/ids.ts";
import { wecomApp, type WecomHarness } from "./wecom-start.ts";

/** The company's own example, as the platform publishes it with its sample programs in six languages. */
const official = {
  token: "QDG6eK",
  aesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
  corpId: "wx5823bf96d3bd56c7",
  echo: {
    query: { msg_signature: "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", timestamp: "1409659589", nonce: "263014780" },
    sealed: "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
    opened: "1616140317555161061",
  },
  message: {
    query: { msg_signature: "477715d11cdb4164915debcba66cb864d751f3e6", timestamp: "1409659813", nonce: "1372623149" },
    sealed:
      "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
  },
};

describe("the official example", () => {
  const heard: Fields[] = [];
  const hook = (changes: Partial<Parameters<typeof createCallback>[0]> = {}): Webhook =>
    createCallback({ path: "/wecom", ...official, now: () => 1_409_659_800_000, ...changes }, async (fields) => (heard.push(fields), "heard"));
  const echo = (): Request => new Request(`http://local/wecom?${new URLSearchParams({ ...official.echo.query, echostr: official.echo.sealed }).toString()}`);
  const post = (): Request =>
    new Request(`http://local/wecom?${new URLSearchParams(official.message.query).toString()}`, {
      method: "POST",
      body: `<xml><ToUserName><![CDATA[${official.corpId}]]></ToUserName><Encrypt><![CDATA[${official.message.sealed}]]></Encrypt><AgentID><![CDATA[218]]></AgentID></xml>`,
    });
  beforeEach(() => void (heard.length = 0));

  it("proves the address with the word it was sealed with", async () => {
    const answer = await hook().handle(echo());
    assert.deepEqual([answer.status, await answer.text()], [200, official.echo.opened]);
  });

  it("opens, and says who said what", async () => {
    assert.equal((await hook().handle(post())).status, 200);
    assert.deepEqual(Object.fromEntries(heard[0] ?? []), {
      ToUserName: "wx5823bf96d3bd56c7",
      FromUserName: "mycreate",
      CreateTime: "1409659813",
      MsgType: "text",
      Content: "hello",
      MsgId: "4561255354251345929",
      AgentID: "218",
    });
  });

  it("is refused with another token, for another company, in another year", async () => {
    for (const [changes, code] of [
      [{ token: "QDG6eL" }, "signature"],
      [{ corpId: "wx5823bf96d3bd56c8" }, "receiver"],
      [{ aesKey: AES_KEY }, "receiver"],
      [{ now: Date.now }, "stale"],
    ] as const)
      for (const call of [echo(), post()]) assert.equal(await (await hook(changes).handle(call)).text(), code);
    assert.deepEqual(heard, []);
  });
});

describe("the WeCom callback", { timeout: 30_000 }, () => {
  let harness: WecomHarness;
  let webhook: Webhook;
  before(async () => {
    harness = await wecomApp();
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

  let count = 0;
  const said = (text: string, more: Record<string, string> = {}): string =>
    xmlOf({
      ToUserName: CORP_ID,
      FromUserName: "li",
      CreateTime: Math.floor(Date.now() / 1000),
      MsgType: "text",
      Content: text,
      MsgId: String((count += 1)),
      AgentID: 1000002,
      ...more,
    });
  const code = async (request: Request): Promise<string> => (await webhook.handle(request)).text();
  const call = (message: string, forged?: Forged): Promise<string> => code(sealedCall("http://local/wecom", message, forged));

  it("is at the path of its own", () => assert.equal(webhook.path, "/wecom"));

  it("answers the address's proof only to the company", async () => {
    assert.equal(await code(echoCall("http://local/wecom", "8273")), "8273");
    assert.equal(await code(echoCall("http://local/wecom", "8273", { token: "x" })), "signature");
    assert.equal(await code(echoCall("http://local/wecom", "8273", { corpId: "ww-another" })), "receiver");
    assert.equal(await code(echoCall("http://local/wecom", "8273", { at: Date.now() - FRESH_MS - 2000 })), "stale");
  });

  it("refuses each forgery by what is wrong with it, and hears none", async () => {
    const forgeries: [string, Forged, string][] = [
      ["another token", { token: "guess" }, "signature"],
      ["a signature of something else", { signature: "0".repeat(40) }, "signature"],
      ["another company, rightly signed", { corpId: "ww-another" }, "receiver"],
      ["no company", { corpId: "" }, "receiver"],
      ["another key", { aesKey: official.aesKey }, "receiver"],
      ["from before", { at: Date.now() - FRESH_MS - 2000 }, "stale"],
      ["from later", { at: Date.now() + FRESH_MS + 2000 }, "stale"],
    ];
    for (const [what, forged, expected] of forgeries) assert.equal(await call(said("伪造"), forged), expected, what);
    assert.deepEqual(harness.ears.heard, []);
  });

  it("does not read what comes without a proof", async () => {
    let read = 0;
    const body = (): ReadableStream => new ReadableStream({ pull: (pipe) => ((read += 1), pipe.enqueue(new Uint8Array(1024))) }, { highWaterMark: 0 });
    const proofs = [
      "",
      "?msg_signature=x&timestamp=1&nonce=1",
      `?msg_signature=${"0".repeat(40)}&timestamp=soon&nonce=1`,
      `?msg_signature=${"0".repeat(40)}&timestamp=1`,
    ];
    for (const proof of proofs)
      assert.equal(await code(new Request(`http://local/wecom${proof}`, { method: "POST", body: body(), duplex: "half" } as RequestInit)), "signature");
    assert.equal(read, 0);
  });

  it("hears the same call once, however often it is made, and the same message under the same key", async () => {
    const at = Date.now();
    const message = said("又来了");
    const made = (nonce: string): Request => sealedCall("http://local/wecom", message, { at, nonce });
    const [first, replay] = [made("n1"), made("n1")];
    // Sealing is salted: a replay is the very same bytes.
    const replayed = new Request(first.url, { method: "POST", body: await first.clone().text() });
    assert.equal(await code(first), "success");
    assert.equal(await code(replayed), "success");
    assert.equal(harness.ears.heard.length, 1);
    assert.equal(await code(replay), "success");
    assert.equal(await code(made("n2")), "success");
    assert.equal(new Set(harness.ears.heard.map((each) => each.key)).size, 1);
  });

  it("answers only after it is heard, and lets the platform try again what could not be stored", async () => {
    const held = harness.ears.hold("慢慢存");
    let answered = false;
    const answer = call(said("慢慢存")).finally(() => (answered = true));
    await held.begun;
    assert.equal(answered, false);
    held.letGo();
    assert.equal(await answer, "success");
    harness.ears.fail(1);
    const message = said("再来");
    assert.equal(await call(message), "not-stored");
    assert.equal(await call(message), "success");
    assert.equal(harness.ears.refused[0]?.key, harness.ears.heard[1]?.key);
  });

  it("lets nothing of a member's overtake what could not be stored before it", async () => {
    harness.ears.fail(1);
    assert.deepEqual(await Promise.all([call(said("先说")), call(said("后说"))]), ["not-stored", "not-stored"]);
    assert.deepEqual(harness.ears.heard, []);
  });

  it("refuses what is too large, told or not", async () => {
    const address = sealedCall("http://local/wecom", said("大")).url;
    const large = "x".repeat(MAX_CALLBACK_BYTES + 1);
    assert.equal(await code(new Request(address, { method: "POST", body: large })), "too-large");
    assert.equal(
      await code(new Request(address, { method: "POST", body: "<xml/>", headers: { "content-length": String(MAX_CALLBACK_BYTES + 1) } })),
      "too-large",
    );
    const endless = new ReadableStream({ pull: (pipe) => pipe.enqueue(new Uint8Array(1024 * 1024)) });
    assert.equal(await code(new Request(address, { method: "POST", body: endless, duplex: "half" } as RequestInit)), "too-large");
    assert.equal(await code(new Request(address, { method: "PUT", body: "x" })), "method");
  });

  it("refuses a rightly signed seal that holds nothing readable", async () => {
    const signed = (sealed: string): Request => {
      const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), "n"];
      const query = new URLSearchParams({ msg_signature: getSignature(TOKEN, timestamp, nonce, sealed), timestamp, nonce });
      return new Request(`http://local/wecom?${query.toString()}`, { method: "POST", body: `<xml><Encrypt>${sealed}</Encrypt></xml>` });
    };
    const key = Buffer.from(`${AES_KEY}=`, "base64");
    const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
    // Says that it is four thousand million bytes long.
    const long = Buffer.concat([Buffer.alloc(16), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from(CORP_ID), Buffer.alloc(10, 10)]);
    const overlong = Buffer.concat([cipher.update(long.subarray(0, 48)), cipher.final()]).toString("base64");
    for (const [sealed, expected] of [
      ["", "unreadable"],
      ["AAAA", "unreadable"],
      ["not base64 at all", "unreadable"],
      [Buffer.alloc(48).toString("base64"), "receiver"],
      [overlong, "receiver"],
      [encrypt(AES_KEY, "{}", CORP_ID), "unreadable"],
      [encrypt(AES_KEY, "", CORP_ID), "unreadable"],
    ] as const)
      assert.equal(await code(signed(sealed)), expected, sealed.slice(0, 20));
    assert.deepEqual(harness.ears.heard, []);
  });

  it("expands nothing: an entity bomb, an outer file, a document type are unreadable", async () => {
    const bombs = [
      `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>`,
      `<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>`,
      `<?xml version="1.0"?><xml/>`,
      `<xml><Content>&lol;</Content></xml>`,
      `<xml><Content>&#38;</Content></xml>`,
      `<xml a="b"/>`,
      `<xml><!-- --></xml>`,
      `<xml><MsgId>1</MsgId><MsgId>2</MsgId></xml>`,
      `<xml>${"<a>".repeat(20)}${"</a>".repeat(20)}</xml>`,
      `<xml>${"<a></a>".repeat(1000)}</xml>`,
      `<xml>${"&lt;".repeat(30_000)}</xml>`,
      `<xml></xml><xml></xml>`,
      `<xml><Content>不完`,
      "",
    ];
    for (const bomb of bombs) {
      assert.equal(await call(bomb), "unreadable", bomb.slice(0, 40));
      assert.equal(await code(new Request(sealedCall("http://local/wecom", "x").url, { method: "POST", body: bomb })), "unreadable", bomb.slice(0, 40));
    }
    assert.deepEqual(harness.ears.heard, []);
    assert.deepEqual(Object.fromEntries(readXml("<xml><A>1 &lt; 2</A>\n<B><![CDATA[a]]]]><![CDATA[>b]]></B><C><D>x</D></C><E/></xml>") ?? []), {
      A: "1 < 2",
      B: "a]]>b",
      E: "",
    });
  });

  it("reads whatever somebody writes as it was written, and throws at nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
        (text) => readXml(xmlOf({ A: 1, Content: text }))?.get("Content") === text,
      ),
    );
    const pieces = fc.constantFrom("<a>", "</a>", "<xml>", "</xml>", "<b/>", "<![CDATA[", "]]>", "&lt;", "&x;", "<", ">", "字", "<!--", "<?", "<a b='c'>");
    fc.assert(fc.property(fc.array(pieces), (all) => (readXml(all.join("")), readXml(`<xml>${all.join("")}</xml>`), true)));
  });

  it("hears words with NUL and half a character without harm", async () => {
    for (const text of ["前\u0000后", "坏\ud83d字", "]]></Content><MsgId>7</MsgId><Content>"]) assert.equal(await call(said(text)), "success");
    assert.deepEqual(
      harness.ears.heard.map((each) => each.kind === "message" && each.text),
      ["前\u0000后", "坏\ufffd字", "]]></Content><MsgId>7</MsgId><Content>"],
    );
  });

  it("takes nothing before start and after stop, so that the platform tells it again", async () => {
    const idle = await wecomApp();
    const answer = await idle.channel.webhook?.handle(sealedCall("http://local/wecom", said("早了")));
    assert.deepEqual([answer?.status, await answer?.text()], [503, "not-ready"]);
    await idle.close();
  });
});
