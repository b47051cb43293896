import assert from "node:assert/strict";
import { test } from "node:test";
import type { Login } from "../../src/channel/port.ts";
import type { Sql } from "../../src/db/connect.ts";
import { createKeeper } from "../../src/media/keep.ts";
import { onDisk } from "../../src/media/store.ts";
import { createWeb, type WebOptions } from "../../web/app.tsx";

const nowhere = undefined as unknown as Sql;
/** The pages of a program that has no sandbox and never asks its database. */
const app = (more: Partial<WebOptions>) =>
  createWeb({
    sql: nowhere,
    hear: async () => {},
    now: () => 0,
    zone: "Asia/Shanghai",
    turnClock: async () => {},
    sandbox: false,
    shows: true,
    troubles: async () => [],
    metrics: async () => "",
    failed: () => {},
    changed: { subscribe: () => () => {} },
    webhooks: [],
    media: createKeeper(
      nowhere,
      onDisk("", () => {}),
      () => 0,
    ),
    ...more,
  });
const scan: Login = { state: "scan", code: "http://weixin.qq.com/x/abc", since: 0 };
const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });
const look = (login: Login, headers: Record<string, string> = { host: "localhost:3000" }, env: object = from("127.0.0.1")) =>
  app({ login: () => login }).request("/wechat", { headers }, env);

test("the login page shows the code to whoever sits at this machine, and says how it stands", async () => {
  const waiting = await look(scan);
  assert.equal(waiting.status, 200);
  assert.equal(waiting.headers.get("cache-control"), "no-store");
  const page = await waiting.text();
  assert.match(page, /等待扫码/u);
  assert.match(page, /<svg /u);
  const online = await (await look({ state: "online", name: "小链", since: 0 })).text();
  assert.match(online, /已登录：小链/u);
  assert.doesNotMatch(online, /<svg /u);
  assert.match(await (await look({ state: "kicked", why: "别处登录", since: 0 })).text(), /被微信下线了[^]*别处登录/u);
});

test("nobody else sees the code: whoever scans it would be the bot", async () => {
  assert.equal((await look(scan, { host: "lianxin.example" })).status, 403);
  assert.equal((await look(scan, { host: "localhost:3000" }, from("192.168.1.7"))).status, 403);
  assert.equal((await look(scan, { host: "localhost:3000", "x-forwarded-for": "1.2.3.4" })).status, 403);
  assert.equal((await look(scan, { host: "localhost:3000" }, from("::ffff:127.0.0.1"))).status, 200);
});

test("without WeChat there is no such page", async () => {
  assert.equal((await app({}).request("/wechat", { headers: { host: "localhost" } })).status, 404);
});
