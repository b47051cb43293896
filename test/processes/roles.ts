import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { scratchServer } from "../../src/db/scratch.ts";
import { startBotApi, TOKEN } from "../bot-api/server.ts";
import { type Running, startProgram } from "../running/program.ts";
import { townOf } from "../running/town.ts";

test("a channel hears, a worker speaks, a web process shows; the second channel takes over when the first is gone", async () => {
  const server = await scratchServer(undefined);
  const database = await server.database();
  const folder = await mkdtemp(join(tmpdir(), "lianxin-roles-"));
  const far = await startBotApi({ patienceMs: 30_000 });
  const rong = far.person("老荣");
  const town = join(folder, "town.json");
  await writeFile(town, JSON.stringify(townOf(rong)));
  const start = (role: string): Promise<Running> =>
    startProgram({
      DATABASE_URL: database.url,
      LIANXIN_SECRET: "a secret of this test",
      LIANXIN_DATA: folder,
      LIANXIN_TOWN: town,
      LIANXIN_ROLE: role,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: far.root,
    });
  const running: Running[] = [];
  try {
    // All four at once on an empty database.
    running.push(...(await Promise.all(["channel", "channel", "worker", "web"].map(start))));
    const [first, second, worker, web] = running as [Running, Running, Running, Running];
    const answers = (count: number) => far.waitFor(`${count} answers`, () => (far.sent(rong.id).length >= count ? true : undefined));
    far.say(far.direct(rong), rong, "帮助");
    await answers(1);
    const listens = async (one: Running): Promise<boolean> =>
      /lianxin_channel_listening\{channel="telegram"\} 1/u.test(await (await fetch(`${one.address}/metrics`)).text());
    assert.deepEqual([await listens(worker), await listens(web)], [false, false]);
    const [holder, other] = (await listens(first)) ? [first, second] : [second, first];
    assert.equal(await listens(other), false, "only one listens");
    await holder.kill();
    far.say(far.direct(rong), rong, "帮助");
    await answers(2);
    assert.equal(await listens(other), true);
    assert.match(await (await fetch(`${web.address}/`)).text(), /链心/u);
    assert.equal((await fetch(`${worker.address}/`)).status, 404, "a worker has no pages");
    for (const one of [other, worker, web]) assert.equal(await one.stop(), 0, one.errors());
    assert.equal(far.sent(rong.id).length, 2, "each was answered once");
  } finally {
    await Promise.all(running.map((one) => one.kill().catch(() => {})));
    await far.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
