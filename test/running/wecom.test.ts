import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { sealedCall, xmlOf } from "../wecom/callback.ts";
import { AES_KEY, AGENT_ID, BOT_ID, BOT_SECRET, CORP_ID, SECRET, TOKEN } from "../wecom/ids.ts";
import type { Shown } from "../wecom/methods.ts";
import { startWecom } from "../wecom/server.ts";
import { dataFolder, MORNING, startProgram, toMorning } from "./program.ts";

const GROUP = "wr-fluorine";
const town = {
  name: "示例市",
  people: [
    { name: "荣师傅", accounts: { wecom: "rong" } },
    { name: "钱经理", accounts: { wecom: "qian" } },
  ],
  chains: [
    {
      name: "氟硅材料",
      code: "氟硅",
      leader: "周链长",
      secretary: "孙书记",
      bank: { name: "示例银行", people: ["钱经理"] },
      enterprises: [{ name: "森荣新材料", people: ["荣师傅"], commissioner: "李专员" }],
    },
  ],
  secretaries: ["孙书记"],
  rooms: [{ name: "氟硅材料链企业群", chain: "氟硅材料", people: ["荣师傅"], accounts: { wecom: GROUP } }],
};

test("over WeCom a sentence said to the robot in a group becomes a card in the owner's app, and its press an answer", async () => {
  const far = await startWecom(30_000);
  const folder = await dataFolder();
  const path = join(folder.path, "..", "town.json");
  await writeFile(path, JSON.stringify(town));
  for (const [id, name] of [
    ["rong", "荣师傅"],
    ["qian", "钱经理"],
  ] as const)
    far.members.set(id, name);
  const program = await startProgram({
    LIANXIN_DATA: folder.path,
    LIANXIN_TOWN: path,
    LIANXIN_SANDBOX: "on",
    WECOM_CORP_ID: CORP_ID,
    WECOM_AGENT_ID: AGENT_ID,
    WECOM_SECRET: SECRET,
    WECOM_TOKEN: TOKEN,
    WECOM_AES_KEY: AES_KEY,
    WECOM_BOT_ID: BOT_ID,
    WECOM_BOT_SECRET: BOT_SECRET,
    WECOM_API_ROOT: far.root,
  });
  try {
    await toMorning(program);
    await far.waitFor("the robot is connected", () => far.robot.frames.some((each) => each.cmd === "aibot_subscribe"));
    far.robot.tell("aibot_msg_callback", {
      msgid: "m1",
      aibotid: BOT_ID,
      chattype: "group",
      chatid: GROUP,
      from: { userid: "rong" },
      create_time: MORNING / 1000,
      msgtype: "text",
      text: { content: "@链心 流动资金缺800万，银行说抵押物不够" },
    });
    const answer = await far.waitFor("the answer in the group", () => far.robot.shown.find((each) => each.chat === GROUP && /已登记/u.test(each.text)));
    const no = /氟硅-\d{4}/u.exec(answer.text)?.[0] ?? "";
    const card = await far.waitFor("the owner's card", () =>
      far.shown.find((each) => each.to === "qian" && each.buttons.some(({ label }) => label === "接单")),
    );
    const press = pressOn(card);
    assert.equal(await (await fetch(sealedCall(`${program.address}/wecom`, xmlOf(press)))).text(), "success");
    await far.waitFor("the press is answered", () => far.shown.find((each) => each.to === "qian" && each.text.includes(`${no} 已接单`)));
    const forged = await fetch(sealedCall(`${program.address}/wecom`, xmlOf(press), { token: "guess" }));
    assert.deepEqual([forged.status, await forged.text()], [401, "signature"]);
    assert.equal(await program.stop(), 0);
  } finally {
    await program.kill().catch(() => {});
    await far.close();
    await folder.remove();
  }
});

const pressOn = ({ id, buttons }: Shown) => ({
  ToUserName: CORP_ID,
  FromUserName: "qian",
  CreateTime: MORNING / 1000 + 60,
  MsgType: "event",
  Event: "template_card_event",
  EventKey: buttons.find((each) => each.label === "接单")?.data ?? "",
  TaskId: id,
  ResponseCode: "c1",
  AgentID: Number(AGENT_ID),
});
