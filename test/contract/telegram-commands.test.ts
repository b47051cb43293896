import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Chat, User } from "../bot-api/server.ts";
import type { HeardMessage } from "./ears.ts";
import { type TelegramHarness, telegramPolling } from "./telegram-start.ts";

describe("Telegram's commands", { timeout: 30_000 }, () => {
  let harness: TelegramHarness;
  let room: Chat;
  let who: User;
  before(async () => {
    harness = await telegramPolling();
    await harness.channel.start(harness.ears);
    await harness.ears.up();
  });
  beforeEach(() => {
    harness.ears.heard.length = 0;
    room = harness.api.group("氟硅材料链企业群");
    who = harness.api.person("荣");
  });
  after(() => harness.channel.stop().then(harness.close));

  const heard = async (chat: Chat, text: string): Promise<Pick<HeardMessage, "text" | "mentionsMe">> => {
    harness.ears.heard.length = 0;
    harness.api.say(chat, who, text);
    const message = await harness.ears.waitFor(`${text} is heard`, () => harness.ears.heard[0]);
    assert.ok(message.kind === "message");
    return { text: message.text, ...(message.mentionsMe ? { mentionsMe: true } : {}) };
  };

  it("stand in the menu in Chinese, in private with the one that begins, in groups without", async () => {
    const { api } = harness;
    const menu = (scope: string) => (api.menus.get(scope) ?? []).map((each) => `${each.command} ${each.description}`);
    await api.waitFor("both menus", () => api.menus.size === 2);
    const everywhere = ["report 反映问题", "policy 问政策", "list 我的事项", "help 帮助", "human 转人工"];
    assert.deepEqual(menu("all_private_chats"), ["start 开始使用", ...everywhere]);
    assert.deepEqual(menu("all_group_chats"), everywhere);
  });

  it("say what the conversation knows, with whatever stands behind them", async () => {
    const direct = harness.api.direct(who);
    const said = { "/report": "反映问题", "/report 资金缺800万": "反映问题 资金缺800万", "/policy": "有哪些政策", "/policy\n技改补贴": "问政策 技改补贴" };
    for (const [command, text] of Object.entries({ ...said, "/list": "我的事项", "/HELP": "帮助", "/human": "转人工", "/start": "你好" }))
      assert.deepEqual(await heard(direct, command), { text }, command);
  });

  it("speak to it in a group, with its name or without", async () => {
    const text = "反映问题 资金缺800万";
    assert.deepEqual(await heard(room, "/report@lianxin_bot 资金缺800万"), { text, mentionsMe: true });
    assert.deepEqual(await heard(room, "/report 资金缺800万"), { text, mentionsMe: true });
    assert.deepEqual(await heard(room, "/report@Lianxin_Bot @lianxin_bot 资金缺800万"), { text: "反映问题 @链心 资金缺800万", mentionsMe: true });
  });

  it("are left as they are where they are another's, unknown, or no command", async () => {
    assert.deepEqual(await heard(room, "/help@another_bot"), { text: "/help@another_bot" });
    assert.deepEqual(await heard(room, "/weather@lianxin_bot 桓台"), { text: "/weather 桓台", mentionsMe: true });
    assert.deepEqual(await heard(room, "/weather 桓台"), { text: "/weather 桓台" });
    assert.deepEqual(await heard(room, "请发 /help"), { text: "请发 /help" });
    assert.deepEqual(await heard(harness.api.direct(who), "/reports"), { text: "/reports" });
  });

  it("are set again with the next connection when the menu was refused, and hold up nothing", async () => {
    const { api, channel, ears, close } = await telegramPolling();
    api.fault("setMyCommands", { status: 500, description: "Internal Server Error" });
    await channel.start(ears);
    await ears.up();
    const user = api.person("荣");
    api.say(api.direct(user), user, "早");
    await ears.message("早");
    await api.waitFor("it was refused", () => api.calls.some((each) => each.method === "setMyCommands"));
    assert.equal(api.menus.size, 0);
    await api.down();
    await ears.waitFor("it notices", () => ears.states.at(-1)?.state === "down");
    await api.up();
    await api.waitFor("both menus", () => api.menus.size === 2);
    await channel.stop();
    await close();
  });
});
