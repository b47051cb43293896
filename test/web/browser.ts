import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where systems keep Chromium; `CHROMIUM` names another. */
const PLACES = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Machines that run tests do other things too. */
const PATIENCE_MS = 90_000;
const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

export async function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((each) => each !== undefined && existsSync(each));
  if (executablePath === undefined) {
    process.stderr.write("没有找到 Chromium：请安装 chromium，或用环境变量 CHROMIUM 指出它的位置。\n");
    process.exit(1);
  }
  return chromium.launch({ executablePath, args: QUIET });
}

/** A page of that width; what it complains of in the console fails the test when it is checked. */
export async function openPage(
  browser: Browser,
  address: string,
  size: { width: number; height: number },
  options: { script?: boolean } = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: size,
    baseURL: address,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    javaScriptEnabled: options.script ?? true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())));
  page.on("pageerror", (error) => void complaints.push(error.message));
  return { context, page, complaints };
}

type Violation = { id: string; help: string; nodes: { html: string }[] };

/** No axe rule is broken, best practices included, and nothing is wider than the screen. */
export async function assertSound(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const violations = (await page.evaluate("axe.run().then((found) => found.violations)")) as Violation[];
  assert.deepEqual(
    violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
    [],
    where,
  );
  const [inner, outer] = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [number, number];
  assert.ok(inner <= outer, `${where} is ${inner} px wide on a screen of ${outer} px`);
}
