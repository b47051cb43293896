import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { startBotApi, TOKEN } from "../bot-api/server.ts";
import { startModelServer } from "../model/server.ts";
import { dataFolder, MORNING, startProgram, toMorning } from "./program.ts";
import { townOf } from "./town.ts";

/** An Ogg page with an Opus head, as Telegram's voices begin. */
const VOICE = Buffer.concat([Buffer.from("OggS"), Buffer.alloc(24), Buffer.from("OpusHead"), Buffer.alloc(64)]);

test("with a model a voice is read like words, and words nobody could place are asked about; its failure is nobody's problem", async () => {
  const far = await startBotApi({ patienceMs: 30_000, now: () => MORNING });
  let down = false;
  const model = await startModelServer(({ body }) => {
    if (down) return { status: 500, message: "down" };
    return { content: "messages" in body ? JSON.stringify({ intent: "problem.report", because: "咋整" }) : "流动资金缺800万，银行说抵押物不够" };
  });
  const folder = await dataFolder();
  const rong = far.person("老荣");
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify(townOf(rong)));
  const env = { OPENAI_API_KEY: "k", OPENAI_BASE_URL: model.url, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root, LIANXIN_SANDBOX: "on" };
  const program = await startProgram({ LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, ...env });
  const says = (text: string, more = {}) => far.say(far.direct(rong), rong, text, more);
  const told = (what: RegExp) => far.waitFor(String(what), () => far.sent(rong.id).findLast((each) => what.test(each.text ?? "")));
  try {
    await toMorning(program);
    says("", { file: { as: "voice", bytes: VOICE } });
    await told(/已登记 氟硅-0001。融资，800万/u);
    says("那边的锅不知道咋整呢");
    await told(/您说“咋整”，是想说.*1 是 2 不是/u);
    says("2");
    await told(/换个说法/u);
    down = true;
    says("那边第二口锅不知道咋整呢");
    await told(/没太听懂/u);
    says("取消");
    says("", { file: { as: "voice", bytes: Buffer.concat([VOICE, Buffer.from("2")]) } });
    await told(/已转给|已存入|看一眼|附件/u);
    assert.ok(!model.received.some((each) => each.text.includes("老荣") || each.text.includes("荣师傅")));
    assert.equal(await program.stop(), 0);
  } finally {
    await program.kill().catch(() => {});
    await model.close();
    await far.close();
    await folder.remove();
  }
});
