import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { dataFolder, startProgram } from "./program.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));
const folder = await dataFolder();
const program = await startProgram({ LIANXIN_DATA: folder.path });
after(async () => {
  assert.equal(await program.stop(), 0);
  await folder.remove();
});
const other = await dataFolder();
after(() => other.remove());
const refusal = (env: Record<string, string>): Promise<string> =>
  startProgram(env).then(
    async (running) => {
      await running.stop();
      return "it started";
    },
    (error: Error) => error.message,
  );

test("a second program on the same folder ends with one sentence, and the first goes on", async () => {
  const said = await refusal({ LIANXIN_DATA: folder.path });
  assert.match(said, /^exit 1: [^\n]*\n$/u);
  assert.ok(said.includes(folder.path));
  assert.equal((await fetch(`${program.address}/readyz`)).status, 200);
});

test("a town file with an unknown field is refused by name, at start and by import", async () => {
  const town = join(other.path, "..", "town.json");
  await writeFile(town, JSON.stringify({ name: "x", chains: [{ name: "c", leeder: "z" }] }));
  assert.match(await refusal({ LIANXIN_DATA: other.path, LIANXIN_TOWN: town }), /^exit 1: chains\[0\]\.leeder[^\n]*\n$/u);
  const run = spawnSync(process.execPath, ["bin/lianxin.js", "import", town], {
    cwd: home,
    env: { ...process.env, LIANXIN_DATA: folder.path },
    encoding: "utf8",
  });
  assert.equal(run.status, 1);
  assert.match(run.stderr, /chains\[0\]\.leeder/u);
});

test("a port that is taken ends with one sentence naming it", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  assert.match(await refusal({ LIANXIN_DATA: other.path, PORT: String(port) }), new RegExp(`^exit 1: 端口 ${port} [^\\n]*\\n$`, "u"));
  taken.close();
});

test("a setting that makes no sense is named", async () => {
  assert.match(await refusal({ PORT: "no" }), /PORT/u);
  assert.match(await refusal({ TELEGRAM_WEBHOOK_URL: "https://x.example/hook", TELEGRAM_BOT_TOKEN: "1:a" }), /TELEGRAM_WEBHOOK_SECRET/u);
  assert.match(
    await refusal({ WECOM_CORP_ID: "ww1" }),
    /^exit 1: 设置了 WECOM_CORP_ID，还要设置 WECOM_AGENT_ID、WECOM_SECRET、WECOM_TOKEN、WECOM_AES_KEY。\n$/u,
  );
  assert.match(await refusal({ WECOM_GROUP_ROBOTS: "某群" }), /WECOM_GROUP_ROBOTS/u);
});

test("without the sandbox its routes are not there, and the front page says what runs; with it, its clock is where it was after a restart", async () => {
  let running = await startProgram({ LIANXIN_DATA: other.path, LIANXIN_SANDBOX: "off" });
  assert.equal((await running.post("/api/sandbox/say", { person: "荣师傅", text: "在吗" })).status, 404);
  for (const path of ["/", "/healthz", "/readyz"]) assert.equal((await fetch(`${running.address}${path}`)).status, 200, path);
  assert.equal(await running.stop(), 0);
  running = await startProgram({ LIANXIN_DATA: other.path });
  const turned = (await (await running.post("/api/sandbox/clock", { by: "50h" })).json()) as { now: string };
  assert.equal(await running.stop(), 0);
  running = await startProgram({ LIANXIN_DATA: other.path });
  const { now } = (await (await running.post("/api/sandbox/clock", { by: "1m" })).json()) as { now: string };
  assert.ok(Date.parse(now) > Date.parse(turned.now));
  assert.equal(await running.stop(), 0);
});
