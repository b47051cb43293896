import { startBotApi, TOKEN, type User } from "../bot-api/server.ts";
import { MORNING } from "../running/program.ts";
import { NAMES, PATIENCE_MS, type Place, type Side } from "./side.ts";

export async function telegramSide(): Promise<Side> {
  const far = await startBotApi({ patienceMs: PATIENCE_MS, now: () => MORNING });
  const people: Record<"rong" | "qian", User> = { rong: far.person(NAMES.rong), qian: far.person(NAMES.qian) };
  const group = far.group(NAMES.group);
  const chatOf = (place: Place) => (place === "group" ? group : far.direct(people[place]));
  const idOf = (place: Place): string => String(place === "group" ? group.id : people[place].id);
  return {
    channel: "telegram",
    ids: { group: idOf("group"), rong: idOf("rong"), qian: idOf("qian") },
    env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: far.root },
    begun: async () => {},
    say: (place, who, text) => void far.say(chatOf(place), people[who], place === "group" ? `@${far.me.username} ${text}` : text),
    choose(place, { id, buttons }, label) {
      const message = far.sent(Number(idOf(place))).find((each) => String(each.message_id) === id);
      const data = buttons.find((each) => each.label === label)?.data;
      if (!message || data === undefined || place === "group") throw new Error(`no button ${label} in ${place}`);
      far.press(message, data, people[place]);
    },
    shown: (place) =>
      far.sent(Number(idOf(place))).map((each) => ({
        id: String(each.message_id),
        text: each.text ?? "",
        buttons: (each.reply_markup?.inline_keyboard?.flat() ?? []).map(({ text, callback_data }) => ({ label: text, data: callback_data ?? "" })),
      })),
    waitFor: (what, look) => far.waitFor(what, look),
    close: () => far.close(),
  };
}
