import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type BotApi, type Chat, type Message, startBotApi, TOKEN, type User } from "../bot-api/server.ts";
import { dataFolder, MORNING, startProgram, toMorning } from "./program.ts";

const PEOPLE = ["孙书记", "荣师傅", "赵主任", "王小云", "马总", "小马", "陈工"] as const;
const GROUPS = { 氟硅材料链企业群: ["荣师傅", "赵主任", "王小云"], 耐火材料链企业群: ["马总", "小马"], 安全生产群: ["荣师傅", "马总"] };

test("an announcement to three Telegram groups is confirmed by word, sticker, quote and delegate, the program killed in between", async () => {
  const far = await startBotApi({ patienceMs: 30_000, now: () => MORNING });
  const folder = await dataFolder();
  const users = Object.fromEntries(PEOPLE.map((name) => [name, far.person(name)])) as Record<(typeof PEOPLE)[number], User>;
  const groups = Object.keys(GROUPS).map((name) => far.group(name)) as [Chat, Chat, Chat];
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify(townOf(users, groups)));
  const env = { LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, LIANXIN_SANDBOX: "on", TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root };
  const sun = far.direct(users.孙书记);
  let program = await startProgram(env);
  try {
    await toMorning(program);
    far.say(sun, users.孙书记, "给氟硅材料链企业群、耐火材料链企业群、安全生产群和陈工发通知：周五下午两点开会");
    await told(far, sun, /将发给6人.*1 发送/su);
    far.say(sun, users.孙书记, "1");
    const notice = (await Promise.all(groups.map((group) => told(far, group, /^周五下午两点开会/u)))) as [Message, Message, Message];
    await told(far, sun, /没能送达陈工/u);

    far.say(groups[2], users.荣师傅, "收到");
    far.say(groups[0], users.赵主任, "", { fields: { sticker: { file_id: "s", file_unique_id: "s", type: "regular", width: 1, height: 1, emoji: "👌" } } });
    await program.kill();
    program = await startProgram(env);
    far.say(groups[0], users.王小云, "好的，按时参加", { reply: notice[0] });
    far.say(groups[1], users.小马, "王总替我们收到");
    await far.waitFor("everything was heard", () => far.pending() === 0);

    far.say(sun, users.孙书记, "还有谁没收到");
    const ledger = await told(far, sun, /已确认/u);
    assert.match(ledger.text ?? "", /已确认5\/6/u);
    assert.match(ledger.text ?? "", /没有送达：陈工/u);
    assert.match(ledger.text ?? "", /王小云说：按时参加/u);
    far.say(sun, users.孙书记, "回执台账");
    await told(far, sun, /回执台账，已确认5\/6/u);
    assert.deepEqual(
      far
        .sent(sun.id)
        .slice(-3)
        .map((each) => (each["photo"] ? "picture" : each["document"] ? "file" : "words")),
      ["picture", "file", "words"],
    );
    for (const group of groups) assert.equal(far.sent(group.id).length, 1, "each group hears the notice once, and nothing else");
    const figures = await (await fetch(`${program.address}/metrics`)).text();
    const carried = Number(/^lianxin_lines_carried_total (\d+)$/mu.exec(figures)?.[1]);
    assert.ok(carried >= far.sent(sun.id).slice(-3).length, `what was said is counted: ${carried}`);
    assert.equal(await program.stop(), 0);
  } finally {
    await program.kill().catch(() => {});
    await far.close();
    await folder.remove();
  }
});

const told = (far: BotApi, { id }: Chat, what: RegExp): Promise<Message> =>
  far.waitFor(`${what} in ${id}`, () => far.sent(id).findLast((each) => what.test(each.text ?? "")));

const townOf = (users: Record<string, User>, groups: readonly Chat[]) => ({
  name: "示例市",
  people: PEOPLE.map((name) => ({ name, accounts: { telegram: String(users[name]?.id) } })),
  chains: [
    {
      name: "氟硅材料",
      enterprises: [
        { name: "森荣新材料", people: ["荣师傅"] },
        { name: "东岳氟材", people: ["王小云", "赵主任"] },
      ],
    },
    { name: "耐火材料", enterprises: [{ name: "华耐科技", people: ["马总", "小马"] }] },
  ],
  rooms: Object.entries(GROUPS).map(([name, people], n) => ({ name, people, accounts: { telegram: String(groups[n]?.id) } })),
  secretaries: ["孙书记"],
});
