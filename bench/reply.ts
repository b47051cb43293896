import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startBotApi, TOKEN, type User } from "../test/bot-api/server.ts";
import { dataFolder, startProgram } from "../test/running/program.ts";
import { figure, type Result, ROUNDS, within } from "./measure.ts";
import { townOf } from "./town.ts";

const PER_SECOND = 50;
const SECONDS = 12;
const A_ROUND = PER_SECOND * SECONDS;
/** They open connections and prepare statements; nobody counts them. */
const WARM_UP = 100;
const P99_MS = 300;
const PROBLEM = "流动资金缺800万，银行说抵押物不够";

const HOW = { perSecond: PER_SECOND, words: () => PROBLEM };

type Far = Awaited<ReturnType<typeof startBotApi>>;

/** From a message said at the far end to the reply there, over a local Bot API server by long polling, at a steady rate
 *  that does not wait for answers. Everybody reports one problem in their own chat. */
export async function reply(): Promise<Result[]> {
  const far = await startBotApi({ patienceMs: 60_000 });
  const folder = await dataFolder();
  const users = Array.from({ length: WARM_UP + ROUNDS * A_ROUND }, (_, n) => far.person(`人${n}`));
  const people = users.map((each, n) => ({ name: `人${n}`, accounts: { telegram: String(each.id) } }));
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify({ ...townOf(users.length), people }));
  const program = await startProgram({ LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root });
  try {
    await talk(far, users.slice(0, WARM_UP), HOW);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = WARM_UP + round * A_ROUND;
      rounds.push(await talk(far, users.slice(from, from + A_ROUND), HOW));
    }
    const at = (share: number) => rounds.map((each) => each.toSorted((a, b) => a - b)[Math.ceil(each.length * share) - 1] ?? NaN);
    const load = { load: `${PER_SECOND} messages a second for ${SECONDS} s a round` };
    return [within("reply", "ms (p99)", at(0.99), P99_MS, load), figure("reply-p50", "ms", at(0.5), load)];
  } finally {
    await program.kill();
    await far.close();
    await folder.remove();
  }
}

/** Each of them says the next thing, at this rate; answers after how many milliseconds each was answered. Nobody says
 *  anything before they were answered: who comes again too early is waited for. */
export async function talk(far: Far, users: readonly User[], how: { perSecond: number; words: (n: number) => string }): Promise<number[]> {
  const saidAt = new Map<number, number>();
  const took: number[] = [];
  let read = far.messages.length;
  const answered = far.waitFor(`${users.length} replies`, () => {
    for (; read < far.messages.length; read += 1) {
      const { chat, from } = far.messages[read] ?? { chat: undefined, from: undefined };
      const said = from?.id === far.me.id && chat ? saidAt.get(chat.id) : undefined;
      if (said === undefined || !chat) continue;
      took.push(performance.now() - said);
      saidAt.delete(chat.id);
    }
    return took.length === users.length && took;
  });
  let next = 0;
  const gap = 1000 / how.perSecond;
  const began = performance.now();
  const timer = setInterval(() => {
    // An interval that came late says what it missed: the rate does not sink with the answers.
    for (; next < users.length && next * gap <= performance.now() - began; next += 1) {
      const user = users[next] as User;
      if (saidAt.has(user.id)) break;
      saidAt.set(user.id, gap ? began + next * gap : performance.now());
      far.say(far.direct(user), user, how.words(next));
    }
    if (next === users.length) clearInterval(timer);
  }, 5);
  return answered;
}
