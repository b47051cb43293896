import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { startBotApi, TOKEN, type User } from "../bot-api/server.ts";
import { dataFolder, MORNING, type Running, startProgram, toMorning } from "./program.ts";

const SHANGHAI_MS = 8 * 3_600_000;
/** The morning after the one that the program is turned to: its windows are opened by the clock. */
const at = (time: string): string => `${new Date(MORNING + SHANGHAI_MS + 86_400_000).toISOString().slice(0, 10)} ${time}`;

test("a morning over Telegram with one smiley missing: asked, accepted, the program killed, and the late smiley clears everybody", async () => {
  let now = MORNING;
  const { far, folder, group, people, env } = await team(() => now);
  const { 刘阿姨: liu, 张大爷: zhang, 王秀: xiu, 李党: dang } = people;
  /** Earlier mornings passed while the clock was turned to this one. */
  let from = 0;
  const said = (chat: number, what: RegExp) =>
    far.messages.slice(from).filter((each) => each.chat.id === chat && each.from.id === far.me.id && what.test(each.text ?? ""));
  const told = (chat: number, what: RegExp) => far.waitFor(`${what} in ${chat}`, () => said(chat, what).at(-1));
  const say = (user: User, text: string) => far.say(far.direct(user), user, text);

  let program = await startProgram(env);
  const turn = async (to: string): Promise<void> => {
    assert.ok((await program.post("/api/sandbox/clock", { to })).ok);
    now = Date.parse(`${to.replace(" ", "T")}:00+08:00`);
  };
  try {
    await toMorning(program);
    for (const user of Object.values(people)) say(user, "帮助");
    for (const user of Object.values(people)) await told(user.id, /我能帮您/u);
    from = far.messages.length;

    await turn(at("06:40"));
    far.say(group, zhang, "大家早");
    say(zhang, "早");
    await told(zhang.id, /收到您的平安/u);
    await turn(at("08:35"));
    await told(liu.id, /还没收到您今天的平安/u);
    assert.equal(said(zhang.id, /还没收到/u).length, 0, "who sent a sign is not asked");
    assert.equal(said(group.id, /./u).length, 0, "good morning in the group is heard without a word");

    await turn(at("09:01"));
    const task = await told(xiu.id, /刘阿姨.*没有报平安/u);
    const no = /平安-\d{4}/u.exec(task.text ?? "")?.[0] ?? "";
    const data = task.reply_markup?.inline_keyboard?.flat().find((each) => each.text === "接单")?.callback_data ?? "";
    far.press(task, data, xiu);
    await program.kill();
    program = await startProgram(env);
    await told(xiu.id, /已接单/u);

    say(liu, "早，刚才手机没电了");
    await told(liu.id, /收到您的平安/u);
    await told(xiu.id, new RegExp(`解除 ${no}：刘阿姨`, "u"));

    await assertClosedOnce(program, no);
    await turn(at("12:00"));
    assert.equal(said(dang.id, /刘阿姨/u).length, 0, "the ladder stopped at the volunteer");
    assert.equal(await program.stop(), 0);
  } finally {
    await program.kill().catch(() => {});
    await far.close();
    await folder.remove();
  }
});

/** Each step once, however often it was delivered. */
async function assertClosedOnce(program: Running, no: string): Promise<void> {
  const { state, story } = await program.get<{ state: string; story: { verb?: string }[] }>(`/api/matters/${encodeURIComponent(no)}`);
  assert.equal(state, "closed");
  assert.deepEqual(
    story.flatMap(({ verb }) => (verb ? [verb] : [])),
    ["opened", "accepted", "heard_from", "closed"],
  );
}

/** Two elders, their volunteer and the backup, each on their own Telegram account. */
async function team(now: () => number) {
  const far = await startBotApi({ patienceMs: 60_000, now });
  const folder = await dataFolder();
  const people = { 刘阿姨: far.person("刘阿姨"), 张大爷: far.person("张大爷"), 王秀: far.person("王秀"), 李党: far.person("李党") };
  const group = far.group("空巢守护一队群");
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify(townOf(people, group.id)));
  const env = { LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, LIANXIN_SANDBOX: "on", TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root };
  return { far, folder, group, people, env };
}

const townOf = (people: Record<string, User>, group: number) => ({
  name: "示例市",
  people: Object.entries(people).map(([name, user]) => ({ name, accounts: { telegram: String(user.id) } })),
  teams: [
    {
      name: "空巢守护一队",
      leader: "王队长",
      volunteers: [{ name: "王秀" }, { name: "李党" }],
      elders: [
        { name: "刘阿姨", volunteer: "王秀", backup: "李党", smiley: "06:30-08:30" },
        { name: "张大爷", volunteer: "王秀", backup: "李党", smiley: "06:30-08:30" },
      ],
    },
  ],
  rooms: [{ name: "空巢守护一队群", team: "空巢守护一队", people: Object.keys(people), accounts: { telegram: String(group) } }],
  secretaries: ["孙书记"],
});
