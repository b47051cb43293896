import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { startBotApi, TOKEN, type User } from "../bot-api/server.ts";
import { dataFolder, MORNING, startProgram, toMorning } from "./program.ts";
import { townOf } from "./town.ts";

test("from a group's sentence to a closed matter over Telegram, the program killed and started again in between", async () => {
  const far = await startBotApi({ patienceMs: 30_000, now: () => MORNING });
  const folder = await dataFolder();
  const [rong, qian] = [far.person("老荣"), far.person("小钱")] as [User, User];
  const group = far.group("氟硅材料链企业群");
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify(withGroup(rong, qian, group.id)));
  const env = { LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, LIANXIN_SANDBOX: "on", TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root };
  const told = (chat: number, what: RegExp) =>
    far.waitFor(`${what} in ${chat}`, () => far.messages.findLast((each) => each.chat.id === chat && each.from.id === far.me.id && what.test(each.text ?? "")));

  let program = await startProgram(env);
  try {
    await toMorning(program);
    for (const user of [rong, qian]) far.say(far.direct(user), user, "帮助");
    await told(qian.id, /反映问题/u);
    await told(rong.id, /反映问题/u);

    far.say(group, rong, "@lianxin_bot 流动资金缺800万，银行说抵押物不够");
    const answer = await told(group.id, /已登记/u);
    const no = /氟硅-\d{4}/u.exec(answer.text ?? "")?.[0] ?? "";
    const task = await told(qian.id, new RegExp(`新事项 ${no}`, "u"));

    const data = task.reply_markup?.inline_keyboard?.flat().find((each) => each.text === "接单")?.callback_data ?? "";
    far.press(task, data, qian);
    await program.kill();
    program = await startProgram(env);
    await told(qian.id, new RegExp(`${no} 已接单`, "u"));

    far.say(far.direct(qian), qian, `${no} 已办结，授信批下来了`);
    await told(rong.id, /经办人.*办好/su);
    await program.post("/api/sandbox/clock", { by: "12d" });
    await told(rong.id, /回访/u);
    far.say(far.direct(rong), rong, "解决了");
    await told(rong.id, new RegExp(`${no} 已办结`, "u"));

    const story = await program.get<{ state: string; result: string; story: { verb?: string }[] }>(`/api/matters/${encodeURIComponent(no)}`);
    assert.equal(story.state, "closed");
    assert.equal(story.result, "solved");
    assert.equal(story.story.filter((each) => each.verb === "accepted").length, 1, "accepted once, however often it was delivered");
    assert.equal(await program.stop(), 0);
  } finally {
    await program.kill().catch(() => {});
    await far.close();
    await folder.remove();
  }
});

/** Beside them the bank's manager there, and the group. */
const withGroup = (rong: User, qian: User, group: number) => {
  const town = townOf(rong);
  return {
    ...town,
    people: [...town.people, { name: "钱经理", accounts: { telegram: String(qian.id) } }],
    rooms: [{ name: "氟硅材料链企业群", chain: "氟硅材料", people: ["荣师傅"], accounts: { telegram: String(group) } }],
  };
};
