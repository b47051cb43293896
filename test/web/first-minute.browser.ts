import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { dataFolder, type Running, startProgram } from "../running/program.ts";
import { assertSound, openBrowser, openPage } from "./browser.ts";
import { inTown as inTownOf, SCREENS, tab, talk, townFile } from "./visit.ts";

const GROUP = "氟硅材料链企业群";
const EXAMPLE = "@链心 流动资金缺800万，银行说抵押物不够";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(async () => browser?.close());

const inTown = (use: (program: Running) => Promise<void>) => inTownOf("small", use);
const rooms = (page: Page, whose: string): Locator => page.getByRole("list", { name: `${whose}的聊天` });

for (const [where, size] of Object.entries(SCREENS))
  describe(`the newcomer's first minute ${where}`, () => {
    it("goes from a sentence in the group to an owner who is reminded, and to the story of it all", async () => {
      await inTown(async (program) => {
        const { context, page, complaints } = await openPage(browser, program.address, size);
        await page.goto("/");
        await assertSound(page, "the start");

        await page
          .getByRole("list", { name: "从这几位开始" })
          .getByRole("link", { name: /荣师傅/u })
          .click();
        await rooms(page, "老荣").getByRole("link", { name: GROUP }).click();
        await talk(page).getByText("还没有人说话").waitFor();
        await assertSound(page, "an empty group");
        await page.getByRole("button", { name: EXAMPLE }).click();
        const answer = talk(page).getByText(/已登记 氟硅-0001/u);
        await answer.waitFor();
        assert.equal(await page.getByRole("button", { name: EXAMPLE }).count(), 0);
        await assertSound(page, "the answer");

        await tab(page, /聊天列表/u);
        await page
          .getByRole("list", { name: "别人收到的" })
          .getByRole("link", { name: /钱经理/u })
          .click();
        await talk(page).getByRole("button", { name: "接单" }).click();
        await talk(page)
          .getByText(/氟硅-0001 已接单/u)
          .waitFor();
        await talk(page).getByRole("button", { name: "接单 已点" }).waitFor();
        await assertSound(page, "the owner's chat");

        await page.getByRole("form", { name: "把时间往前拨" }).getByRole("button", { name: "+2 个工作日" }).click();
        await page.getByRole("status").getByText("时间走了").waitFor();
        await talk(page)
          .getByText(/氟硅-0001 已逾期/u)
          .waitFor();
        await assertSound(page, "after the clock was turned");

        await tab(page, /^事项/u);
        await page
          .getByRole("list", { name: "事项" })
          .getByRole("link", { name: /氟硅-0001.*逾期/su })
          .click();
        const steps = page.getByRole("list", { name: "经过" });
        await steps.getByText("听作“反映问题”").waitFor();
        for (const verb of ["登记", "接单", "逾期提醒经办人"]) await steps.getByText(verb, { exact: true }).first().waitFor();
        assert.match((await steps.getByRole("listitem").first().textContent()) ?? "", /荣师傅在氟硅材料链企业群说/u);
        await assertSound(page, "the story");
        assert.deepEqual(complaints, []);
        await context.close();
      });
    });
  });

describe("the open page", () => {
  it("shows what others say and do at once, and keeps what is being typed", async () => {
    await inTown(async (program) => {
      const { context, page, complaints } = await openPage(browser, program.address, SCREENS["on a wide screen"]);
      await page.goto(`/?as=${encodeURIComponent("小荣")}&room=${encodeURIComponent(GROUP)}&tab=chat`);
      const box = page.getByRole("textbox", { name: /身份在/u });
      await box.fill("我也");
      await page.getByRole("button", { name: "表情" }).click();
      await program.post("/api/sandbox/say", { person: "荣师傅", room: GROUP, text: EXAMPLE });
      await talk(page)
        .getByText(/已登记 氟硅-0001/u)
        .waitFor();
      assert.equal(await box.inputValue(), "我也");
      await page.getByRole("group", { name: "表情" }).getByRole("button", { name: "强" }).click();
      await talk(page).getByText("强", { exact: true }).waitFor();
      await page.getByRole("button", { name: "@链心" }).click();
      assert.equal(await box.inputValue(), "我也@链心 ");
      await box.fill("先看看");
      await box.press("Enter");
      await talk(page).getByText("先看看").waitFor();
      assert.equal(await box.inputValue(), "");
      const said = await program.get<{ from: string; text: string }[]>(`/api/sandbox/lines?room=${encodeURIComponent(GROUP)}&all=1`);
      assert.deepEqual(
        said.filter((each) => each.from === "小荣").map((each) => each.text),
        ["", "先看看"],
      );
      assert.deepEqual(complaints, []);
      // A page that still listens does not hold up the end.
      assert.equal(await program.stop(), 0);
      await context.close();
    });
  });

  it("loses nothing that is typed fast, and says nothing twice", async () => {
    await inTown(async (program) => {
      const { context, page, complaints } = await openPage(browser, program.address, SCREENS["on a phone"]);
      await page.goto(`/?as=${encodeURIComponent("小荣")}&room=${encodeURIComponent(GROUP)}&tab=chat`);
      const box = page.getByRole("textbox", { name: /身份在/u });
      const words = Array.from({ length: 8 }, (_, at) => `第${at + 1}句`);
      for (const each of words) {
        await box.fill(each);
        await box.press("Enter");
        await box.press("Enter");
      }
      await tab(page, /^事项/u);
      await page.getByText("还没有事项").waitFor();
      const said = await program.get<{ text: string }[]>(`/api/sandbox/lines?room=${encodeURIComponent(GROUP)}&all=1`);
      assert.deepEqual(
        said.map((each) => each.text),
        words,
      );
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });

  it("takes a form that is sent twice for one message", async () => {
    await inTown(async (program) => {
      for (const _ of [1, 2])
        assert.equal((await program.post("/api/sandbox/say", { person: "荣师傅", room: GROUP, text: EXAMPLE, key: "twice" })).status, 200);
      const { total } = await program.get<{ total: number }>("/api/matters");
      assert.equal(total, 1);
      assert.equal((await program.get<unknown[]>(`/api/sandbox/lines?room=${encodeURIComponent(GROUP)}`)).length, 1);
    });
  });

  it("goes on by itself when the program was killed and started again", async () => {
    const folder = await dataFolder();
    const env = { LIANXIN_DATA: folder.path, LIANXIN_TOWN: townFile("small") };
    let program = await startProgram(env);
    try {
      const { context, page } = await openPage(browser, program.address, SCREENS["on a phone"]);
      await page.goto(`/?as=${encodeURIComponent("小荣")}&room=${encodeURIComponent(GROUP)}&tab=chat`);
      await page.getByRole("textbox", { name: /身份在/u }).fill("正在写的话");
      await program.kill();
      program = await startProgram({ ...env, PORT: new URL(program.address).port });
      await program.post("/api/sandbox/say", { person: "荣师傅", room: GROUP, text: EXAMPLE });
      await talk(page)
        .getByText(/已登记 氟硅-0001/u)
        .waitFor();
      assert.equal(await page.getByRole("textbox", { name: /身份在/u }).inputValue(), "正在写的话");
      await context.close();
      assert.equal(await program.stop(), 0);
    } finally {
      await program.kill().catch(() => {});
      await folder.remove();
    }
  });

  it("works without script: a form, an answer, a button", async () => {
    await inTown(async (program) => {
      const { context, page } = await openPage(browser, program.address, SCREENS["on a phone"], { script: false });
      await page.goto("/");
      await page
        .getByRole("link", { name: /荣师傅/u })
        .first()
        .click();
      await rooms(page, "老荣").getByRole("link", { name: GROUP }).click();
      await page.getByRole("textbox", { name: /身份在/u }).fill(EXAMPLE);
      await page.getByRole("button", { name: "发送" }).click();
      await talk(page)
        .getByText(/已登记 氟硅-0001/u)
        .waitFor();
      await page.goto(`/?as=${encodeURIComponent("钱经理")}&room=${encodeURIComponent("私信")}&tab=chat`);
      await page.getByRole("button", { name: "接单" }).click();
      await talk(page)
        .getByText(/氟硅-0001 已接单/u)
        .waitFor();
      await context.close();
    });
  });

  it("is used with the keyboard alone", async () => {
    await inTown(async (program) => {
      const { context, page } = await openPage(browser, program.address, SCREENS["on a wide screen"]);
      await page.goto("/");
      await page.getByRole("searchbox", { name: "找人" }).focus();
      await page.keyboard.type("森荣");
      const found = page.getByRole("list", { name: "找到的人" }).getByRole("link", { name: /小荣/u });
      await found.focus();
      await page.keyboard.press("Enter");
      await rooms(page, "小荣").getByRole("link", { name: GROUP }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: /身份在/u }).focus();
      await page.keyboard.type(EXAMPLE);
      await page.keyboard.press("Enter");
      await talk(page)
        .getByText(/已登记 氟硅-0001/u)
        .waitFor();
      await context.close();
    });
  });
});
