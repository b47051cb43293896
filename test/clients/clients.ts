import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { dataFolder, startProgram, toMorning } from "../running/program.ts";
import { NAMES, type Place, type Shown, type Side } from "./side.ts";
import { telegramSide } from "./telegram.ts";
import { wechatSide } from "./wechat.ts";
import { wecomSide } from "./wecom.ts";

/* One play, a problem from the sentence to its closure, acted by the real program with the real client of each platform
   against a local server. What is said to people must be the same everywhere, but for what is written in a button's place. */

const PLACES: readonly Place[] = ["group", "rong", "qian"];
/** What stands in the place of buttons where there are none. */
const WRITTEN_CHOICES = /^回复数字：/u;

const townOf = ({ channel, ids }: Side) => ({
  name: "示例市",
  people: [
    { name: NAMES.rong, accounts: { [channel]: ids.rong } },
    { name: NAMES.qian, accounts: { [channel]: ids.qian } },
  ],
  chains: [
    {
      name: "氟硅材料",
      code: "氟硅",
      leader: "周链长",
      secretary: "孙书记",
      bank: { name: "示例银行", people: [NAMES.qian] },
      enterprises: [{ name: "森荣新材料", people: [NAMES.rong], commissioner: "李专员" }],
    },
  ],
  secretaries: ["孙书记"],
  rooms: [{ name: NAMES.group, chain: "氟硅材料", people: [NAMES.rong], accounts: { [channel]: ids.group } }],
});

/** Acts the play; answers what everybody read, place by place, line by line. */
async function act(side: Side): Promise<Record<Place, string[]>> {
  const folder = await dataFolder();
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify(townOf(side)));
  const program = await startProgram({ LIANXIN_DATA: folder.path, HOME: folder.path, LIANXIN_TOWN: town, LIANXIN_SANDBOX: "on", ...side.env });
  const told = (place: Place, what: RegExp): Promise<Shown> =>
    side.waitFor(`${what} in ${place} of ${side.channel}`, () => side.shown(place).findLast((each) => what.test(each.text)));
  try {
    await side.begun(program.address);
    await toMorning(program);
    for (const who of ["rong", "qian"] as const) {
      side.say(who, who, "帮助");
      await told(who, /反映问题/u);
    }
    side.say("group", "rong", "流动资金缺800万，银行说抵押物不够");
    const no = /氟硅-\d{4}/u.exec((await told("group", /已登记/u)).text)?.[0] ?? "";
    side.choose("qian", await told("qian", new RegExp(`新事项 ${no}`, "u")), "接单");
    await told("qian", new RegExp(`${no} 已接单`, "u"));
    side.say("qian", "qian", `${no} 已办结，授信批下来了`);
    await told("rong", /经办人.*办好/su);
    assert.ok((await program.post("/api/sandbox/clock", { by: "12d" })).ok);
    await told("rong", /回访/u);
    side.say("rong", "rong", "解决了");
    await told("rong", new RegExp(`${no} 已办结`, "u"));
    const story = await program.get<{ state: string; result: string }>(`/api/matters/${encodeURIComponent(no)}`);
    assert.deepEqual([story.state, story.result], ["closed", "solved"], side.channel);
    assert.equal(await program.stop(), 0);
    return Object.fromEntries(PLACES.map((place) => [place, read(side.shown(place))])) as Record<Place, string[]>;
  } finally {
    await program.kill().catch(() => {});
    await side.close();
    await folder.remove();
  }
}

const read = (shown: readonly Shown[]): string[] => shown.flatMap((each) => each.text.split("\n")).filter((line) => line.trim() && !WRITTEN_CHOICES.test(line));

test("a problem from sentence to closure reads the same on Telegram, WeChat over gRPC and WeCom", async () => {
  const telegram = await act(await telegramSide());
  assert.ok(telegram.rong.some((line) => line.includes("回访")) && telegram.group.length > 0);
  assert.deepEqual(await act(await wechatSide()), telegram, "WeChat");
  assert.deepEqual(await act(await wecomSide()), telegram, "WeCom");
});
