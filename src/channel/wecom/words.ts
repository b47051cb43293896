import { withChoices } from "../choices.ts";
import type { Button, Outgoing } from "../port.ts";
import { splitText } from "../split.ts";

/** https://developer.work.weixin.qq.com/document/path/90236: the longest text, and what a card with buttons holds. */
export const MAX_TEXT_BYTES = 2048;
export const MAX_BUTTON_DATA_BYTES = 1024;
const MOST_BUTTONS = 6;
/** A card shows so many characters; what is longer is said before it. */
const CARD_TEXT = 112;
const CARD_TITLE = "请点选";

/** What a line becomes: texts, and under them a card where it has buttons. */
export type Plan = { texts: string[]; card?: { text: string; buttons: readonly Button[] } };

export function planOf(line: Outgoing): Plan {
  const names = (line.mention ?? []).map(({ name }) => `@${name} `).join("");
  // Half a surrogate pair is no UTF-8.
  const text = (names + line.text).toWellFormed();
  const { buttons } = line;
  if (!buttons.length || !text.trim()) return { texts: splitText(text, MAX_TEXT_BYTES, "bytes") };
  // More than a card holds, or two that say the same: written out as numbers.
  if (buttons.length > MOST_BUTTONS || new Set(buttons.map((each) => each.data)).size < buttons.length)
    return { texts: splitText(withChoices(text, buttons), MAX_TEXT_BYTES, "bytes") };
  if (text.length <= CARD_TEXT) return { texts: [], card: { text, buttons } };
  return { texts: splitText(text, MAX_TEXT_BYTES, "bytes"), card: { text: "", buttons } };
}

/** The button whose data is longer than the platform takes. */
export const overlong = (line: Outgoing): Button | undefined => line.buttons.find((each) => Buffer.byteLength(each.data) > MAX_BUTTON_DATA_BYTES);

/** A card with buttons. A press tells `task_id`, which must never have been used before. */
export const cardOf = ({ text, buttons }: NonNullable<Plan["card"]>, taskId: string) => ({
  card_type: "button_interaction",
  ...(text ? { sub_title_text: text } : { main_title: { title: CARD_TITLE } }),
  task_id: taskId,
  button_list: buttons.map(({ label, data }) => ({ text: label.toWellFormed(), style: 1, key: data.toWellFormed() })),
});

/** In the app's texts the platform makes links of `<a href>`: what somebody wrote must not hide where it leads. */
export const plain = (text: string): string => text.replaceAll(/<(?=\/?a[\s>])/giu, "＜");

/** The robot speaks Markdown only: what would be read as markup is escaped, so that words are shown as words. An
 *  underscore within a word (as links have them) is none. */
export const inMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*[\]<>~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&").replaceAll(/^([ \t]*)(#{1,6}(?=\s)|[-+](?=\s))/gmu, "$1\\$2");
