import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BotApi, startBotApi, TOKEN, type User } from "../test/bot-api/server.ts";
import { dataFolder, type Running, startProgram } from "../test/running/program.ts";
import { townOf } from "./town.ts";

/** So many messages read, and the far end forgets them. */
const MOST_KEPT = 10_000;

/** The real program with a town of so many people, all of them at a local Bot API server. */
export type Telegram = { far: BotApi; users: User[]; program: Running; close(): Promise<void> };

export async function openTelegram(count: number, patienceMs: number): Promise<Telegram> {
  const far = await startBotApi({ patienceMs });
  const folder = await dataFolder();
  const users = Array.from({ length: count }, (_, n) => far.person(`人${n}`));
  const people = users.map((each, n) => ({ name: `人${n}`, accounts: { telegram: String(each.id) } }));
  const town = join(folder.path, "..", "town.json");
  await writeFile(town, JSON.stringify({ ...townOf(count), people }));
  const program = await startProgram({ LIANXIN_DATA: folder.path, LIANXIN_TOWN: town, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root });
  return {
    far,
    users,
    program,
    async close() {
      await program.kill();
      await far.close();
      await folder.remove();
    },
  };
}

/** Each of them says the next thing, at this rate; answers after how many milliseconds each was answered. Nobody says
 *  anything before they were answered: who comes again too early is waited for. */
export async function talk(far: BotApi, users: readonly User[], how: { perSecond: number; words: (n: number) => string }): Promise<number[]> {
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
    if (read >= MOST_KEPT) {
      far.forget();
      read = 0;
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
