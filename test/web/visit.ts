import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { dataFolder, type Running, startProgram, toMorning } from "../running/program.ts";

/* How the browser tests visit a town. */

export const SCREENS = { "on a phone": { width: 390, height: 844 }, "on a wide screen": { width: 1440, height: 900 } };

export const townFile = (name: string): string => new URL(`../towns/${name}.json`, import.meta.url).pathname;

/** A program of its own with that town, at nine in the morning. */
export async function inTown(town: string, use: (program: Running) => Promise<void>): Promise<void> {
  const folder = await dataFolder();
  const program = await startProgram({ LIANXIN_DATA: folder.path, LIANXIN_TOWN: townFile(town) });
  try {
    await toMorning(program);
    await use(program);
    assert.equal(await program.stop(), 0);
  } finally {
    await program.kill().catch(() => {});
    await folder.remove();
  }
}

/** Phones show one part at a time, behind a tab. */
export const tab = async (page: Page, name: RegExp): Promise<void> => {
  const link = page.getByRole("navigation", { name: "切换" }).getByRole("link", { name });
  if (await link.isVisible()) await link.click();
};

export const talk = (page: Page): Locator => page.getByRole("log");
