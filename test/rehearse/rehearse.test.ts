import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createBots } from "../../src/bots.ts";
import { Stage } from "../../src/cli/play/stage.ts";
import { SECRET } from "../../src/cli/play/worlds.ts";
import { rehearsal } from "../../src/cli/rehearse.ts";
import type { Work } from "../../src/conversation/index.ts";
import { backup } from "../../src/db/backup.ts";
import type { Scratch, ScratchDatabase } from "../../src/db/scratch.ts";
import { createVault } from "../../src/db/seal.ts";
import { text } from "../../src/flow/asks/text.ts";
import { flow, type Left, say } from "../../src/flow/index.ts";
import { importTown } from "../../src/people/import.ts";
import type { Turn } from "../../src/people/index.ts";
import { readTown } from "../../src/people/town-file.ts";
import { inFolder } from "../db/program.ts";
import { scratch } from "../db/scratch.ts";
import { command, contentsOf } from "../restore/town.ts";

/* A town speaks with one version of the program; the next is asked what it would have said. */

const START = Date.parse("2026-11-23T01:00:00Z");
const HOUR = 3_600_000;
const GROUP = { kind: "group" as const, id: "氟硅材料链企业群" };
const direct = (id: string) => ({ kind: "direct" as const, id });

const visit = flow<Turn>("visit.log")
  .opensOn("走访")
  .ask("where", text({ min: 2 }), "去了哪里？", { spot: false })
  .ends((a) => [say(`记下：${a.where}`)]);
const visitNow = flow<Turn>("visit.log", 2)
  .opensOn("走访")
  .ask("place", text({ min: 2 }), "走访了哪家企业？", { spot: false })
  .from(1, ({ answers }: Left<{ where: string }>) => ({ key: "place", answers: { place: answers.where } }))
  .ends((a) => [say(`已记走访：${a.place}`)]);

const { work, understand } = createBots();
function botsWith(flows: Work["flows"]) {
  return { work: { ...work, flows: [...work.flows, ...flows] }, understand };
}

let server: Scratch;
let town: ScratchDatabase;
let stage: Stage;
before(async () => {
  server = await scratch();
  town = await server.database(undefined, { max: 2 });
  const bots = botsWith([visit]);
  const read = readTown(JSON.parse(await readFile(new URL("../towns/small.json", import.meta.url), "utf8")));
  assert.ok(read.ok);
  await importTown(town.sql, read.town, { now: START - HOUR, vault: createVault(SECRET), readers: bots.work.towns });
  stage = new Stage(town.sql, bots, undefined);
  stage.now = START;
  await stage.rebuild();
  await firstWeek();
});
after(() => server.close());

type Saying = { text: string; mentionsMe?: boolean; quote?: { messageId: string; mine: boolean } };
const says = (who: string, where: { kind: "group" | "direct"; id: string }, what: Saying) =>
  stage.turn(() => stage.memory.say({ kind: "message", where, from: { id: who, name: who }, at: stage.now, ...what }));

/** Words in a group, a button, a quote, an owner who is reminded, a return visit, an interrupted report, a walk. */
async function firstWeek(): Promise<void> {
  await says("荣师傅", GROUP, { text: "@链心 流动资金缺800万，银行说抵押物不够，电话13812345678", mentionsMe: true });
  await says("王小云", GROUP, { text: "中午一起吃饭吗" });
  const task = stage.memory.messages(direct("钱经理")).at(-1);
  const press = task?.buttons.find((each) => each.label === "接单")?.data ?? "";
  const from = { id: "钱经理", name: "钱经理" };
  await stage.turn(() => stage.memory.say({ kind: "press", where: direct("钱经理"), from, at: stage.now, messageId: task?.messageId ?? "", data: press }));
  await stage.advance(START + 2 * HOUR);
  await says("钱经理", direct("钱经理"), { text: "已联系，明天上门", quote: { messageId: task?.messageId ?? "", mine: true } });
  await stage.advance(START + 26 * HOUR);
  await says("钱经理", direct("钱经理"), { text: "办结" });
  await stage.advance(START + 50 * HOUR);
  await says("荣师傅", direct("荣师傅"), { text: "解决了" });
  await says("李专员", direct("李专员"), { text: "走访" });
  await says("李专员", direct("李专员"), { text: "森荣新材料" });
  await says("赵主任", direct("赵主任"), { text: "走访" });
}

const rehearsed = (flows: Work["flows"], from?: string) => rehearsal(town.sql, server, { secret: SECRET, from }, botsWith(flows));

test("the same version says the same of everything that was heard, and writes nothing", async () => {
  const held = await contentsOf(town.sql);
  const { text: told, changed } = await rehearsed([visit]);
  assert.equal(changed, 0, told);
  assert.match(told, /进行中的对话 1 个：1 个照常继续，0 个随版本迁移，0 个会再问一次。\n待答的问题 \d+ 个：.*\n8 轮中 0 轮回复会变。\n$/u);
  assert.deepEqual(await contentsOf(town.sql), held);
});

test("each reply that would change is shown as it was and as it would be, without anybody's name or number", async () => {
  const { text: told, changed } = await rehearsed([visitNow]);
  assert.equal(changed, 3, told);
  assert.match(told, /11月25日.* 私聊 李某（经办人）\n {2}说：森荣新材料\n {2}当时：记下：森荣新材料\n {2}现在：已记走访：森荣新材料\n/u);
  assert.match(told, /进行中的对话 1 个：0 个照常继续，1 个随版本迁移，0 个会再问一次。/u);
  assert.match(told, /8 轮中 3 轮回复会变。\n$/u);
});

test("what would no longer be understood is a change too, and what the clock says goes on meanwhile", async () => {
  const deaf = botsWith([visit]);
  const understand: typeof deaf.understand = (words, context) =>
    words.includes("流动资金") ? { intent: "none", facts: {}, confidence: 0, because: [] } : deaf.understand(words, context);
  const { text: told } = await rehearsal(town.sql, server, { secret: SECRET, from: undefined }, { ...deaf, understand });
  assert.match(told, /群 荣某（企业成员）\n {2}说：@链心 .*电话13…78\n {2}当时：已登记 氟硅-0001/u);
  assert.match(told, /说：办结\n {2}当时：氟硅-0001 已记为办完/u);
});

test("with a backup to begin from, only what was heard since is rehearsed", () =>
  inFolder(async (folder) => {
    const file = join(folder, "sunday");
    await backup(town.sql, folder, file, { secret: SECRET });
    stage.now += HOUR;
    await says("赵主任", direct("赵主任"), { text: "东岳氟材" });
    assert.match((await rehearsed([visit], file)).text, /\n1 轮中 0 轮回复会变。\n$/u);
    // The conversation that waited when the backup was made is carried, and its answer taken.
    assert.match((await rehearsed([visitNow], file)).text, /当时：记下：东岳氟材\n {2}现在：已记走访：东岳氟材\n[\s\S]*\n1 轮中 1 轮回复会变。\n$/u);
  }));

test("the command answers 0, 1 and 2", async () => {
  const env = { DATABASE_URL: town.url, LIANXIN_SECRET: SECRET, TEST_DATABASE_URL: server.url };
  // The program as it is knows no visits: what was asked then, it does not ask.
  const run = command(["rehearse"], env);
  assert.equal(run.status, 1, run.complained);
  assert.match(run.said, /1 个已没有这种对话|\d 轮回复会变/u);
  assert.deepEqual({ ...command(["rehearse", "--to", "x"], env) }, { status: 2, said: "", complained: "用法：npx lianxin rehearse [--from 备份文件]\n" });
  assert.equal(command(["rehearse", "--from", "no-such-file"], env).status, 2);
});
