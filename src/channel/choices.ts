import type { Button } from "./port.ts";

/** The text with its buttons written out, for a platform that has none: `回复数字：1 接单，2 转办`. Left as it is where it names
 *  them with their numbers already. The numbers count the buttons of the whole bubble from 1. */
export function withChoices(text: string, buttons: readonly Button[]): string {
  if (!buttons.length || buttons.every(({ label }, at) => text.includes(`${at + 1} ${label}`))) return text;
  return `${text}\n回复数字：${buttons.map(({ label }, at) => `${at + 1} ${label}`).join("，")}`;
}
