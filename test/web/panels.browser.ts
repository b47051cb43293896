import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import type { Running } from "../running/program.ts";
import { assertSound, openBrowser, openPage } from "./browser.ts";
import { inTown, SCREENS, tab, talk } from "./visit.ts";

const CHAIN_GROUP = "氟硅材料链企业群";
const TEAM_GROUP = "空巢守护一队群";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(async () => browser?.close());

type Visit = {
  program: Running;
  say(person: string, text: string, room?: string): Promise<void>;
  /** The same on a phone and on a wide screen, both of them open all the time. */
  onBoth(see: (page: Page, where: string) => Promise<void>): Promise<void>;
};

/** Two visitors look at the same panel, one on a phone, while others talk elsewhere: it must change before their eyes. */
async function visit(who: string, panel: RegExp, see: (visit: Visit) => Promise<void>): Promise<void> {
  await inTown("panels", async (program) => {
    const screens = await Promise.all(Object.entries(SCREENS).map(async ([where, size]) => ({ where, ...(await openPage(browser, program.address, size)) })));
    const onBoth: Visit["onBoth"] = async (use) => void (await Promise.all(screens.map(({ page, where }) => use(page, where))));
    await onBoth(async (page) => {
      await page.goto(`/?as=${encodeURIComponent(who)}`);
      // On a phone the panels stand behind the last of the tabs.
      await tab(page, /^事项/u);
      await panels(page).getByRole("link", { name: panel }).click();
      await panels(page).locator("a[aria-current]").getByText(panel).waitFor();
    });
    await see({
      program,
      onBoth,
      say: async (person, text, room) => {
        const answer = await program.post("/api/sandbox/say", { person, text, ...(room === undefined ? {} : { room }) });
        assert.equal(answer.status, 200, await answer.text());
      },
    });
    for (const { context, complaints } of screens) {
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

const panels = (page: Page): Locator => page.getByRole("navigation", { name: "看板" });
const list = (page: Page, name: string): Locator => page.getByRole("list", { name });
const item = (place: Locator, name: string): Locator => place.getByRole("listitem").filter({ hasText: name });

describe("beside the chat, on a phone and on a wide screen", () => {
  it("the wall changes with what a volunteer answers and an elder sends", async () => {
    await visit("王秀", /^平安/u, async ({ onBoth, say }) => {
      const homes = (page: Page) => list(page, "空巢守护一队的各户");
      await onBoth(async (page, where) => {
        await item(homes(page), "刘阿姨").getByText("签到 待报").waitFor();
        await assertSound(page, `the wall before, ${where}`);
      });
      await say("王秀", "都好，就张大爷那户没人应", TEAM_GROUP);
      await onBoth(async (page) => {
        await item(homes(page), "刘阿姨").getByText("签到 平安").waitFor();
        await item(homes(page), "张大爷").getByText("签到 没人应").waitFor();
        await item(list(page, "其余"), "1 户没人应").waitFor();
        await item(homes(page), "陈奶奶").getByText("签到 待报").waitFor();
      });
      await say("刘阿姨", "早上好");
      await onBoth(async (page, where) => {
        await item(homes(page), "刘阿姨").getByText("笑脸 平安").waitFor();
        await assertSound(page, `the wall after, ${where}`);
        // From the wall one takes up a phone.
        await homes(page).getByRole("link", { name: "王秀" }).first().click();
        await talk(page).getByText("都好，就张大爷那户没人应", { exact: true }).waitFor();
      });
    });
  });

  it("the ledger changes with each 收到, and says who is missing", async () => {
    await visit("孙书记", /^回执/u, async ({ onBoth, say }) => {
      await onBoth(async (page, where) => {
        // On some mornings of the year a theme day is announced by itself.
        await page.getByText("还没有通知").or(list(page, "通知")).first().waitFor();
        await assertSound(page, `before the notice, ${where}`);
      });
      await say("孙书记", "给氟硅链的企业发通知：周五下午两点开安全生产会");
      await say("孙书记", "1");
      const roster = (page: Page) => list(page, "名单");
      await onBoth(async (page, where) => {
        await list(page, "通知")
          .getByRole("link", { name: /周五下午两点开安全生产会.*0 \/ 4 人确认/su })
          .click();
        await item(roster(page), "荣师傅").getByText("还没回").waitFor();
        await assertSound(page, `the ledger before, ${where}`);
      });
      await say("荣师傅", "收到", CHAIN_GROUP);
      await onBoth(async (page, where) => {
        await item(roster(page), "荣师傅").getByText("已确认").waitFor();
        await item(roster(page), "荣师傅").getByText("“收到”").waitFor();
        await item(roster(page), "王小云").getByText("还没回").waitFor();
        await panels(page).getByRole("link", { name: /1\/4/u }).waitFor();
        await assertSound(page, `the ledger after, ${where}`);
      });
    });
  });

  it("the rota changes once both sides of a swap agree", async () => {
    await visit("荣师傅", /^轮值/u, async ({ program, onBoth, say }) => {
      const { rows } = await program.get<{ rows: { host: string }[] }>("/api/rota");
      assert.deepEqual(
        rows.slice(0, 2).map((each) => each.host),
        ["森荣新材料", "东岳氟材"],
      );
      const next = (page: Page) => page.getByRole("region", { name: "下一次" });
      await onBoth(async (page, where) => {
        await next(page).getByText("森荣新材料").waitFor();
        await page
          .getByRole("table", { name: "氟硅材料链主题党日轮值表" })
          .getByRole("row", { name: /东岳氟材/u })
          .first()
          .waitFor();
        await assertSound(page, `the rota before, ${where}`);
      });
      await say("荣师傅", "@链心 我们想和东岳换一期", CHAIN_GROUP);
      await say("王小云", "同意");
      await onBoth(async (page, where) => {
        await next(page).getByText("东岳氟材").waitFor();
        await assertSound(page, `the rota after, ${where}`);
      });
    });
  });

  it("the policies change with the fact that was missing", async () => {
    await visit("荣师傅", /^政策/u, async ({ onBoth, say }) => {
      const own = (page: Page) => item(list(page, "森荣新材料的政策"), "研发投入后补助");
      const policy = (page: Page) => page.getByRole("article", { name: "研发投入后补助" });
      await onBoth(async (page, where) => {
        await own(page).getByText("还不知道研发投入占比").waitFor();
        await policy(page).getByText("不符合 1 家").waitFor();
        await assertSound(page, `the policies before, ${where}`);
      });
      await say("荣师傅", "有什么政策适合我们");
      await say("荣师傅", "4%");
      await onBoth(async (page, where) => {
        await own(page).getByText("符合", { exact: true }).waitFor();
        await policy(page).getByText("符合 2 家", { exact: true }).waitFor();
        await policy(page).getByRole("link", { name: "瑞丰科技" }).click();
        await list(page, "瑞丰科技的政策").getByText("要求研发投入占比不低于3%（第四条（二））").waitFor();
        await assertSound(page, `the policies of another enterprise, ${where}`);
      });
    });
  });
});
