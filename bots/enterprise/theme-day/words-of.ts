import type { Occasion } from "../../../src/occasion/index.ts";
import type { Calendar } from "../../../src/calendar/working-time.ts";
import type { Directory } from "../../../src/people/index.ts";
import { factsOf, type Session } from "./facts.ts";
import type { Guests } from "./queries.ts";

export const SESSION_NAMES: Record<Session, string> = { training: "主题培训", exchange: "经验交流", red_story: "红色故事会" };
export const session = (one: Pick<Occasion, "facts">): string => SESSION_NAMES[factsOf(one).session] ?? "主题党日";

type When = { now: number; calendar: Calendar };
type Dated = { on_date: string; at: number; provisional: boolean };

/** `12月15日（周二）14:00`; another year is named, an unpublished one marked. */
export const dateOf = (one: Dated, when: When): string => `${yearOf(one.on_date, when)}${when.calendar.print(one.at)}${mark(one)}`;
export const dayOf = (one: Dated, when: When): string => `${yearOf(one.on_date, when)}${when.calendar.printDate(one.on_date)}${mark(one)}`;
const mark = (one: Dated): string => (one.provisional ? "（暂定）" : "");
const yearOf = (on: string, { now, calendar }: When): string => (calendar.dateOf(now).slice(0, 4) === on.slice(0, 4) ? "" : `${Number(on.slice(0, 4))}年`);

export const hostOf = (one: Pick<Occasion, "host_id">, directory: Directory): string => directory.organisation(one.host_id)?.name ?? "（未定）";

/** `主题：安全生产，地点：三楼会议室` */
export function about(one: Pick<Occasion, "facts">): string {
  const { topic, place } = factsOf(one);
  return [topic && `主题：${topic}`, place && `地点：${place}`].filter(Boolean).join("，");
}

export const HOW_TO_TELL = "主题和地点请告诉我，例如“主题是安全生产，地点在三楼会议室”。";

/** How many said they come, who cannot, who has said nothing: enterprises of the chain but the host. */
export function replies(guests: Guests, one: Pick<Occasion, "host_id" | "organisation_id">, directory: Directory) {
  const homes = [...directory.organisations.values()].filter((each) => each.kind === "enterprise" && each.parent_id === one.organisation_id);
  const said = (answer: string): Set<number | null> => new Set(guests.filter((each) => each.answer === answer).map((each) => each.organisation));
  const [yes, no] = [said("yes"), said("no")];
  const coming = guests.filter((each) => each.answer === "yes");
  return {
    homes: yes.size,
    people: [...Map.groupBy(coming, (each) => each.organisation ?? `person ${each.person}`).values()].reduce((sum, list) => sum + comingFrom(list), 0),
    cannot: homes.filter((each) => no.has(each.id) && !yes.has(each.id)).map((each) => each.name),
    silent: homes.filter((each) => each.id !== one.host_id && !yes.has(each.id) && !no.has(each.id)).map((each) => each.name),
  };
}

/** What one of a house said for all of them, or how many said it for themselves, whichever is more. */
const comingFrom = (list: Guests): number => Math.max(list.length, ...list.map((each) => each.count));
