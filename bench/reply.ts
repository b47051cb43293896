import { figure, percentile, type Result, ROUNDS, within } from "./measure.ts";
import { openTelegram, talk } from "./telegram.ts";

const PER_SECOND = 50;
const SECONDS = 12;
const A_ROUND = PER_SECOND * SECONDS;
/** They open connections and prepare statements; nobody counts them. */
const WARM_UP = 100;
const P99_MS = 300;
const PROBLEM = "流动资金缺800万，银行说抵押物不够";

const HOW = { perSecond: PER_SECOND, words: () => PROBLEM };

/** From a message said at the far end to the reply there, over a local Bot API server by long polling, at a steady rate
 *  that does not wait for answers. Everybody reports one problem in their own chat. */
export async function reply(): Promise<Result[]> {
  const { far, users, close } = await openTelegram(WARM_UP + ROUNDS * A_ROUND, 60_000);
  try {
    await talk(far, users.slice(0, WARM_UP), HOW);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = WARM_UP + round * A_ROUND;
      rounds.push(await talk(far, users.slice(from, from + A_ROUND), HOW));
    }
    const at = (share: number) => rounds.map((each) => percentile(each, share));
    const load = { load: `${PER_SECOND} messages a second for ${SECONDS} s a round` };
    return [within("reply", "ms (p99)", at(0.99), P99_MS, load), figure("reply-p50", "ms", at(0.5), load)];
  } finally {
    await close();
  }
}
