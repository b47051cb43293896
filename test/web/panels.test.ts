import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { scratch } from "../db/scratch.ts";
import { someMorning, someNotice, someRota } from "./panel-rows.ts";
import { openWorld, type World } from "./world.ts";

const query = (words: Record<string, string>): string => `/?${new URLSearchParams(words)}`;
/** What stands on the page, without its tags. */
const wordsOf = (page: string): string => page.replace(/<[^>]+>/gu, " ").replace(/\s+/gu, " ");
/** The part of the page between two of its words. */
const between = (text: string, from: string, until: string): string => text.slice(text.indexOf(from), text.indexOf(until, text.indexOf(from)));

describe("the panels beside the chat", () => {
  let world: World;
  let notice: number;
  before(async () => {
    world = await openWorld({}, "sample");
    await someMorning(world.sql, "2026-11-24");
    notice = await someNotice(world.sql);
    await someRota(world.sql);
  });
  after(async () => {
    await world.close();
    await (await scratch()).close();
  });
  const get = async (words: Record<string, string>) => (await world.app.request(query(words))).text();
  const read = async (words: Record<string, string>) => wordsOf(await get(words));
  const json = async <T>(path: string) => (await (await world.app.request(path)).json()) as T;

  it("are one link away from each other, whichever is open, with one number each", async () => {
    const page = await get({ as: "荣师傅" });
    for (const panel of ["mornings", "notices", "rota", "policies"]) assert.ok(page.includes(`&amp;tab=matters&amp;panel=${panel}"`), panel);
    const strip = between(wordsOf(page), "事项 0 件", "还没有事项");
    assert.match(strip, /平安 \d+\/\d+ 户 回执 \d+\/\d+ 人 轮值 \d+月\d+日 政策 \d+ 项/u);
  });

  it("show the morning team by team, the team of whom one looks at first, and count nobody who is away", async () => {
    const { teams, households } = await json<{ teams: { team: string; asked: number; safe: number; away: number }[]; households: Record<string, unknown>[] }>(
      "/api/mornings",
    );
    const [safe, asked] = [teams.reduce((sum, each) => sum + each.safe, 0), teams.reduce((sum, each) => sum + each.asked, 0)];
    assert.ok(teams.some((each) => each.away) && asked < 60);
    const wall = await read({ as: "丁光明", panel: "mornings" });
    assert.ok(wall.includes(`志愿者报平安 ${safe} / ${asked} 户`), wall.slice(0, 2000));
    assert.match(wall, /11月24日 周二.*空巢守护二队 队长/u);
    assert.ok(wall.indexOf("空巢守护二队 队长") < wall.indexOf("空巢守护一队 队长"));
    assert.match(wall, /刘阿姨 王秀 签到/u);
    for (const word of ["没人应", "有情况", "未报", "待报", "已提醒", "在找志愿者", "已解除 06:41", "不在家，到 11月30日"])
      assert.ok(wall.includes(word), word);
    assert.equal(households.length, 60);
    const one = await read({ as: "王秀", panel: "mornings", team: "空巢守护三队" });
    assert.ok(one.includes("空巢守护三队 队长") && !one.includes("空巢守护一队 队长"));
  });

  it("say nothing of addresses, illness or telephones", async () => {
    for (const panel of ["mornings", "notices", "rota", "policies"]) {
      const page = await get({ as: "王秀", panel });
      assert.ok(!/号楼|住院|头晕|139000|13800/u.test(page), panel);
    }
    assert.ok(!/号楼|住院|头晕|1390/u.test(JSON.stringify(await json("/api/mornings"))));
  });

  it("show who has confirmed a notice, those missing first, and why it did not reach somebody", async () => {
    const list = await read({ as: "孙书记", panel: "notices" });
    assert.match(list, /安全生产检查通知 通知 第 2 版 已发 12 \/ 19 人确认 还差 3 · 没送到 2 · 已离开 2 孙书记 09:00 14:30 提醒没回的/u);
    const ledger = between(await read({ as: "孙书记", panel: "notices", notice: String(notice) }), "全部通知", "聊天列表");
    assert.match(ledger, /第 2 版 “周五”改为“周四” 孙书记 .*请大家重新确认/u);
    assert.match(ledger, /还没回 氟硅材料链企业群.*没送到 氟硅材料链企业群 原因：机器人不在群里.*已确认 “收到” 09:12.*已离开/u);
    assert.match(ledger, /附言：那天可能去不了/u);
    const { notices } = await json<{ notices: { id: number; roster: number; confirmed: number }[] }>("/api/notices");
    assert.deepEqual([notices[0]?.id, notices[0]?.roster, notices[0]?.confirmed], [notice, 19, 12]);
    assert.equal((await json<{ receipts: unknown[] }>(`/api/notices/${notice}`)).receipts.length, 19);
    for (const wrong of ["0", "x", "99999999999999"]) assert.equal((await world.app.request(`/api/notices/${wrong}`)).status, 404);
  });

  it("show whose turn it is, the year ahead, and what became of a turn that was moved or skipped", async () => {
    const rota = await read({ as: "荣师傅", panel: "rota" });
    assert.match(rota, /氟硅材料链 换一条链/u);
    assert.match(rota, /12月15日 周二 14:00 还有 21 天 \S+ 承办 · 经验交流 · 已确认 主题：学习贯彻全会精神 地点：公司三楼党员活动室 已报名 9 人/u);
    assert.match(rota, /已办 1 场，9 人次/u);
    assert.match(rota, /2027年 1月15日 周五 红色故事会 \S+ 待确认 暂定 2月15日 周一 主题培训 \S+ 改到2月18日 周四，换\S+ 2月18日 周四/u);
    assert.match(rota, /跳过，换/u);
    const page = await get({ as: "荣师傅", panel: "rota" });
    assert.match(page, /<tr class="gone"><th scope="row"><s>2月15日/u);
    assert.match(await read({ as: "荣师傅", panel: "rota", chain: "聚氨酯" }), /聚氨酯链 换一条链.*这条链还没有轮值/u);
    assert.equal((await world.app.request(`/api/rota?chain=${encodeURIComponent("没有")}`)).status, 404);
    assert.equal((await json<{ chain: string; held: number }>(`/api/rota?chain=${encodeURIComponent("氟硅")}`)).held, 1);
  });

  it("show which enterprises of a chain fit a policy, of which one fact is missing, and why others do not", async () => {
    const library = between(await read({ as: "荣师傅", panel: "policies" }), "在受理", "聊天列表");
    assert.match(
      library,
      /氟硅材料链 换一条链 .* 森荣新材料 符合 .*缺一项 研发投入后补助 还不知道研发投入占比（第四条（二））.*不符合 首台套保险补偿 要求年营业收入不低于1亿（第五条）/u,
    );
    assert.match(
      library,
      /研发投入后补助 长期 市工业局 · 示工〔2026〕13号 研发投入的5%，最高200万元 符合 \d 家 .*缺一项 \d 家 .*森荣新材料 缺研发投入占比.*不符合 \d 家/u,
    );
    const one = between(await read({ as: "荣师傅", panel: "policies", firm: "东岭氟化工" }), "在受理", "聊天列表");
    assert.ok(/全部企业 东岭氟化工/u.test(one) && !one.includes("森荣新材料"));
    const { matches } = await json<{ matches: { organisation: string; verdict: string }[] }>(`/api/policies?chain=${encodeURIComponent("氟硅材料")}`);
    assert.deepEqual([...new Set(matches.map((each) => each.verdict))].toSorted(), ["fails", "fits", "unknown"]);
  });

  it("take along what is open wherever one goes: another phone, the search, the clock", async () => {
    const page = await get({ as: "荣师傅", panel: "rota", chain: "聚氨酯", find: "" });
    for (const kept of ['name="panel" value="rota"', 'name="chain" value="聚氨酯"']) assert.ok(page.includes(`<input type="hidden" ${kept}`), kept);
    const clock = await world.app.request("/sandbox/clock", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ as: "荣师傅", panel: "rota", tab: "matters", to: "2026-11-24T12:00" }),
    });
    assert.match(clock.headers.get("location") ?? "", /panel=rota/u);
  });

  it("say at night why nothing arrives, and turn the clock to the next working morning", async () => {
    assert.ok(!(await read({ as: "荣师傅" })).includes("安静时段"));
    await world.post("/api/sandbox/clock", { to: "2026-11-27 22:10" });
    const page = await get({ as: "荣师傅" });
    assert.match(wordsOf(page), /现在是安静时段：.*明天 07:00 才送达。 拨到早上：11月30日 周一 09:00/u);
    assert.match(page, /name="to" value="2026-11-30T09:00:00\+08:00"/u);
  });
});

describe("panels of a town that has nothing to show", () => {
  it("say what will be there and how it gets there", async () => {
    const world = await openWorld();
    try {
      for (const [panel, words] of [
        ["mornings", "还没有结对的老人"],
        ["notices", "还没有通知"],
        ["rota", "这条链还没有轮值"],
        ["policies", "还没有政策"],
      ] as const)
        assert.match(await (await world.app.request(`/?panel=${panel}`)).text(), new RegExp(words, "u"));
    } finally {
      await world.close();
      await (await scratch()).close();
    }
  });
});
