import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, test } from "node:test";
import type { TestEars } from "../contract/ears.ts";
import { wechatFarEnd } from "../contract/wechat-far.ts";
import { createEars } from "../contract/ears.ts";
import type { Shown } from "../wechat/phone.ts";
import { startPhoneHost, startRemotePhone } from "../wechat/start-server.ts";
import { dataFolder, startProgram } from "./program.ts";

const folder = await dataFolder();
after(() => folder.remove());
const refusal = (env: Record<string, string>): Promise<string> =>
  startProgram({ LIANXIN_DATA: folder.path, ...env }).then(
    async (running) => (await running.stop(), "it started"),
    (error: Error) => error.message,
  );

test("what is missing to reach WeChat is said in one sentence", async () => {
  assert.match(await refusal({ WECHATY_PUPPET: "service" }), /^exit 1: [^\n]*WECHATY_TOKEN[^\n]*\n$/u);
  assert.match(await refusal({ WECHATY_TOKEN: "insecure_x" }), /^exit 1: [^\n]*WECHATY_PUPPET[^\n]*\n$/u);
  assert.match(
    await refusal({ WECHATY_PUPPET: "mock", LIANXIN_ROLE: "worker", DATABASE_URL: "postgres://127.0.0.1:1/x" }),
    /^exit 1: [^\n]*LIANXIN_ROLE[^\n]*\n$/u,
  );
  assert.match(await refusal({ WECHATY_PUPPET: "../puppet" }), /^exit 1: [^\n]*WECHATY_PUPPET[^\n]*\n$/u);
});

test("a puppet that is not installed leaves WeChat out, and the program runs", async () => {
  const running = await startProgram({ LIANXIN_DATA: folder.path, WECHATY_PUPPET: "wechaty-puppet-not-there" });
  try {
    const answer = await fetch(`${running.address}/wechat`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /is not installed/u);
    assert.equal((await fetch(`${running.address}/readyz`)).status, 200);
    assert.equal(running.errors().split("WeChat is left out").length, 2);
  } finally {
    assert.equal(await running.stop(), 0);
  }
});

test("the real program answers in a group of a phone at the other end of a puppet server", async () => {
  const ears: TestEars = createEars();
  const board: Shown[] = [];
  const host = await startPhoneHost();
  const remote = await startRemotePhone(host, (shown) => {
    board.push(shown);
    ears.changed();
  });
  const far = wechatFarEnd(remote.post, board, ears);
  const rong = far.person("荣师傅");
  const direct = await far.direct(rong);
  const running = await startProgram({
    LIANXIN_DATA: folder.path,
    HOME: folder.path,
    WECHATY_PUPPET: "service",
    WECHATY_TOKEN: remote.token,
    WECHATY_ENDPOINT: remote.endpoint,
    WECHATY_QUIET_SECONDS: "0",
  });
  try {
    far.say(direct, rong, "你好");
    const shown = await ears.waitFor("an answer", () => far.shown(direct)[0]);
    assert.ok(shown.text);
    assert.match(await (await fetch(`${running.address}/wechat`)).text(), /已登录：小链/u);
    assert.equal((await fetch(`${running.address}/api/sandbox/lines?person=x`)).status, 404);
  } finally {
    assert.equal(await running.stop(), 0);
    await host.kill();
    rmSync(`${folder.path}/.wechaty`, { recursive: true, force: true });
  }
});
