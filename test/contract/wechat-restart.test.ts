import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Sent } from "../../src/channel/port.ts";
import { startPhoneHost } from "../wechat/start-server.ts";
import { wechatOverGrpc } from "./wechat-start.ts";

// The client keeps what it knows of people and rooms in the home folder.
const home = mkdtempSync(join(tmpdir(), "lianxin-wechat-"));
process.env.HOME = home;

const MESSAGES = 60;

describe("WeChat's puppet server", { timeout: 90_000 }, () => {
  after(() => rmSync(home, { recursive: true, force: true }));

  it("is killed under load and begun anew: nothing is heard or said twice, and the gap is told", async () => {
    const [first, second] = await Promise.all([startPhoneHost(), startPhoneHost()]);
    const { channel, ears, far, remote } = await wechatOverGrpc(first);
    try {
      await channel.start(ears);
      await ears.up();
      const rooms = [far.group("一群"), far.group("二群")];
      const rong = far.person("荣师傅");
      const outcomes: Promise<Sent>[] = [];
      for (let n = 0; n < MESSAGES; n += 1) {
        const room = rooms[n % 2] ?? assert.fail();
        far.say(room, rong, `之前 ${n}。`);
        outcomes.push(channel.send({ key: `line-${n}`, to: room, text: `回复 ${n}。`, buttons: [] }));
      }
      await ears.message(`之前 ${MESSAGES / 3}。`);
      await first.kill();
      await ears.waitFor("the outage is told", () => ears.states.at(-1)?.state === "down");
      const during = await channel.send({ key: "during", to: rooms[0] ?? assert.fail(), text: "断着的时候", buttons: [] });
      assert.equal(!during.ok && during.kind, "temporary");
      await remote.begin(second);
      await ears.up();
      far.say(rooms[0] ?? assert.fail(), rong, "之后");
      await ears.message("之后");
      assert.ok((await channel.send({ key: "after", to: rooms[1] ?? assert.fail(), text: "又能说了", buttons: [] })).ok);

      assert.equal(new Set(ears.heard.map((each) => each.key)).size, ears.heard.length);
      assert.deepEqual(
        ears.states.map((each) => each.state),
        ["up", "down", "up"],
      );
      for (const [n, sent] of (await Promise.all(outcomes)).entries()) {
        const shown = far.board.filter((each) => each.text === `回复 ${n}。`).length;
        assert.ok(sent.ok ? shown === 1 : sent.kind === "unknown" ? shown <= 1 : shown === 0, `line ${n} was shown ${shown} times: ${JSON.stringify(sent)}`);
      }
    } finally {
      await channel.stop();
      await Promise.all([first.kill(), second.kill()]);
    }
  });
});
