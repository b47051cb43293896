import type { Opened } from "./program.ts";

/** Three ways of reporting, as people do: in one sentence, asked once, asked twice. Half of these turns open a matter. */
const TALKS = [["流动资金缺#万，银行说抵押物不够"], ["反映问题", "客户拖欠货款#万不还，想打官司"], ["反映问题", "厂门口的路坑坑洼洼，#辆大车进不来", "8"]];

/** They all report at once, each waiting for what they said before to be heard; answers how many turns that took. */
export async function report(opened: Opened, people: readonly number[]): Promise<number> {
  const said = people.map(async (n) => {
    const texts = TALKS[n % TALKS.length] ?? [];
    // No two say the same.
    for (const [at, text] of texts.entries()) await opened.hear(n, String(at), text.replace("#", String(n + 1)));
    return texts.length;
  });
  const turns = (await Promise.all(said)).reduce((sum, each) => sum + each, 0);
  opened.check();
  return turns;
}
