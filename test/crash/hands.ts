import type { BotApi } from "../bot-api/server.ts";
import type { Hands } from "./script.ts";
import { chains, type Crowd } from "./town.ts";

/** What people at the far end do, by their names; `no` tells the number of somebody's first matter. */
export function createHands(far: BotApi, crowd: Crowd, no: (raiser: string) => string, imports: () => Promise<void>): Hands {
  return {
    no,
    imports,
    says(who, words, where) {
      const user = crowd.user(who);
      const chain = where && "in" in where ? chains[where.in] : undefined;
      far.say(chain ? crowd.group(chain) : far.direct(user), user, words, where && "photo" in where ? photo(where.photo) : {});
    },
    presses(who, label, raiser) {
      const user = crowd.user(who);
      const isIt = (each: { text: string; callback_data?: string }): boolean => each.text === label && (each.callback_data?.includes(no(raiser)) ?? false);
      const message = far.sent(user.id).findLast((each) => each.reply_markup?.inline_keyboard?.flat().some(isIt));
      const data = message?.reply_markup?.inline_keyboard?.flat().find(isIt)?.callback_data;
      if (!message || !data) throw new Error(`${who} has no button ${label} about ${no(raiser)}`);
      far.press(message, data, user);
    },
    busy: () => far.fault("sendMessage", { status: 429, description: "Too Many Requests: retry after 1", parameters: { retry_after: 1 } }),
  };
}

const photo = (what: string) => ({ file: { as: "photo" as const, bytes: Buffer.from(what) } });
