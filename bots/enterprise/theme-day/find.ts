import { flow } from "../../../src/flow/index.ts";
import type { Occasion } from "../../../src/occasion/index.ts";
import type { Organisation, Turn } from "../../../src/people/index.ts";
import { monthIn } from "./month.ts";
import { rotaOf } from "./queries.ts";
import { chainIn, maySpeakFor, speaksFor } from "./whose.ts";
import { dayOf, hostOf } from "./words-of.ts";

/** History that is looked back on. */
const BACK_DAYS = 400;

/** The rota of the chain a sentence is about. */
export const rotaArgs = (a: { text: string }, turn: Turn): { chain: number | null; from: string } => ({
  chain: chainIn(a.text, turn)?.id ?? null,
  from: turn.calendar.addDays(turn.calendar.dateOf(turn.now), -BACK_DAYS),
});

export const aheadOf = (rota: readonly Occasion[], now: number): Occasion[] => rota.filter((each) => each.state === "planned" && each.at > now);

export type Mine = { enterprise: Organisation; one: Occasion; ahead: Occasion[]; say?: undefined } | { say: string };

/** The slot somebody speaks about for their enterprise: of the button, of the month they name, else the next one. */
export function mine(rota: readonly Occasion[], a: { text: string; facts: Record<string, unknown> }, turn: Turn, own = true): Mine {
  const { directory } = turn;
  const pressed = rota.find((each) => String(each.id) === a.facts["no"]);
  const enterprise = pressed ? directory.organisation(pressed.host_id) : speaksFor(turn, a.text, own ? 1 : 2);
  if (!enterprise) return { say: "请说是哪家企业，例如“森荣新材料确认承办”。" };
  if (!maySpeakFor(turn, enterprise)) return { say: `这一期由${enterprise.name}承办，要由${enterprise.name}的人来说。` };
  const ahead = aheadOf(rota, turn.now);
  const hosted = ahead.filter((each) => each.host_id === enterprise.id);
  if (pressed) return pressed.at > turn.now && pressed.state === "planned" ? { enterprise, one: pressed, ahead } : { say: past(pressed, turn) };
  const named = own ? monthIn(a.text, turn) : {};
  if (named.say !== undefined) return { say: named.say };
  if (named.month === undefined) {
    const [one] = hosted;
    return one ? { enterprise, one, ahead } : { say: ahead.length ? `${enterprise.name}不在轮值名单里，请联系产业链党委书记。` : NOT_PLANNED };
  }
  const slot = slotIn(rota, named.month, named.on, turn);
  if ("say" in slot) return slot;
  if (slot.host_id !== enterprise.id) return { say: `${dayOf(slot, turn)}由${hostOf(slot, directory)}承办，不是${enterprise.name}。` };
  return { enterprise, one: slot, ahead };
}

export const NOT_PLANNED = "这条链还没有安排轮值主题党日，请联系产业链党委书记。";

/** The slot of a month that can still be changed; the day, if one is named, must be its own. */
export function slotIn(rota: readonly Occasion[], month: string, on: string | undefined, turn: Turn): Occasion | { say: string } {
  const slot = rota.find((each) => each.on_date.startsWith(month)) ?? rota.find((each) => each.slot === month);
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const label = `${month.startsWith(turn.calendar.dateOf(turn.now).slice(0, 4)) ? "" : `${year}年`}${number}月`;
  const last = rota.at(-1);
  if (!slot && month < turn.calendar.dateOf(turn.now).slice(0, 7)) return { say: `${label}已经过去了，请说以后的月份。` };
  if (!slot) return { say: last ? `${label}还没有排到，目前排到${dayOf(last, turn)}。` : NOT_PLANNED };
  if (slot.state !== "planned" || slot.at <= turn.now) return { say: past(slot, turn) };
  if (on !== undefined && on !== slot.on_date) return { say: notThatDay(on, slot, turn) };
  return slot;
}

/** A day on which nothing is planned: is it a holiday, and when is the day of that month? */
export function notThatDay(on: string, slot: Occasion, turn: Turn): string {
  const { calendar } = turn;
  const off = calendar.isWorkday(on) ? "" : "不是工作日，";
  return `${calendar.printDate(on)}${off}没有安排党日；${Number(slot.on_date.slice(5, 7))}月的党日在${dayOf(slot, turn)}，由${hostOf(slot, turn.directory)}承办。`;
}

const past = (one: Occasion, turn: Turn): string => `${dayOf(one, turn)}那一期已经过去了，不能再改；以后的可以说“换到某月”。`;

/** A flow over the rota of the speaker's chain. */
export const aboutRota = (name: string, triggers: readonly string[] = []) =>
  flow<Turn>(name).opensOn(triggers, { understands: name }).look("rota", rotaOf, rotaArgs);
