import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { channelContract } from "./contract.ts";
import { startPhoneHost } from "../wechat/start-server.ts";
import { wechatOverGrpc } from "./wechat-start.ts";

// The client keeps what it knows of people and rooms in the home folder.
const home = mkdtempSync(join(tmpdir(), "lianxin-wechat-"));
process.env.HOME = home;
const host = await startPhoneHost();
after(host.kill);
after(() => rmSync(home, { recursive: true, force: true }));

channelContract("the WeChat channel over gRPC", () => wechatOverGrpc(host));

test("What the client keeps on disk is still open elsewhere: nobody is heard until it is free, and the program lives on", async () => {
  const before = await wechatOverGrpc(host);
  const next = await wechatOverGrpc(host, {}, before.remote.token);
  await before.channel.start(before.ears);
  await before.ears.up();
  await next.channel.start(next.ears);
  const { why } = await next.ears.waitFor("it says what is in its way", () => next.ears.states.find((each) => each.state === "down"));
  assert.match(why ?? "", /lock/iu);
  await before.channel.stop();
  const person = next.far.person("王敏");
  const words = next.ears.message("早");
  next.far.say(await next.far.direct(person), person, "早");
  await words;
  await next.channel.stop();
  await Promise.all([before, next].map((each) => each.close()));
});
