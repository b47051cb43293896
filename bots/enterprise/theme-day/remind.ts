import { button, type Effect } from "../../../src/flow/index.ts";
import type { DueStep, Occasion, OccasionClock } from "../../../src/occasion/index.ts";
import { factsOf } from "./facts.ts";
import type { Guests } from "./queries.ts";
import { expecting, postToChain, settled, tellHost } from "./whose.ts";
import { about, dateOf, hostOf, HOW_TO_TELL, replies, session } from "./words-of.ts";

/** What is said before a theme day: to the host a week ahead, to all in the chain's group from three days ahead on. */
export function reminded({ occasion, step, late }: DueStep, guests: Guests | undefined, clock: OccasionClock): Effect[] {
  // Too late to be reminded of: it has begun.
  if (clock.now >= occasion.at && step !== "day") return [];
  const words = late ? "（补发）" : "";
  switch (step) {
    case "t7":
      return tellHost(occasion.host_id, clock.directory, words + hostAsked(occasion, clock), {
        buttons: [button("确认承办", "rota.confirm", String(occasion.id)), button("轮空", "rota.skip", String(occasion.id))],
        expects: expecting("rota.host", occasion, "host"),
      });
    case "t3":
      return toAll(occasion, clock, `${words}${invitation(occasion, clock)}\n参加请回复人数，例如“我们去3个人”；去不了请回复“去不了”。`, "rsvp");
    case "t1":
      return [...toAll(occasion, clock, words + tomorrow(occasion, guests ?? [], clock), "rsvp"), ...hostTotals(occasion, guests ?? [], clock)];
    case "day":
      return clock.calendar.dateOf(clock.now) > occasion.on_date
        ? []
        : [
            settled(occasion, "rsvp"),
            ...toAll(occasion, clock, `${words}【主题党日】今天${dateOf(occasion, clock)}${told(occasion, clock)}到场后请回复“签到”。`, "session"),
          ];
    default:
      return [];
  }
}

function toAll(one: Occasion, { directory }: OccasionClock, text: string, what: "rsvp" | "session"): Effect[] {
  const flow = what === "rsvp" ? "rsvp" : "session.in";
  return postToChain(one.organisation_id, directory, text, { expects: expecting(flow, one, what), everyone: what === "session" });
}

/** The host is asked for what it takes; whoever takes over later is asked the same. */
export function hostAsked(one: Occasion, clock: Pick<OccasionClock, "now" | "calendar" | "directory">): string {
  const known = about(one);
  return [
    `${hostOf(one, clock.directory)}承办${dateOf(one, clock)}的主题党日（${session(one)}）。`,
    factsOf(one).confirmed_by === undefined ? "没问题请回复“确认承办”。" : "您已确认承办。",
    known ? `已记下${known}，有变化请告诉我。` : HOW_TO_TELL,
    "要换请说“和某企业换一期”，办不了请说“这期轮空”。",
  ].join("");
}

/** A host that takes over within the last week has missed the question to the host before: it is put now. */
export const hostIsAsked = (one: Occasion, { now, calendar, limits }: Pick<OccasionClock, "now" | "calendar" | "limits">): boolean =>
  now >= calendar.at(calendar.addDays(one.on_date, -7), limits.rota_at);
/** The group has been told of this date and host. */
export const groupKnows = (one: Pick<Occasion, "on_date">, { now, calendar, limits }: Pick<OccasionClock, "now" | "calendar" | "limits">): boolean =>
  now >= calendar.at(calendar.addDays(one.on_date, -3), limits.rota_at);

const told = (one: Occasion, { directory }: OccasionClock): string => {
  const known = about(one);
  return `，${session(one)}，由${hostOf(one, directory)}承办。${known ? `${known}。` : ""}`;
};
const invitation = (one: Occasion, clock: OccasionClock): string => `【主题党日】${dateOf(one, clock)}${told(one, clock)}`;

function tomorrow(one: Occasion, guests: Guests, clock: OccasionClock): string {
  const { homes, people } = replies(guests, one, clock.directory);
  const so = people ? `已报名${homes}家${people}人。` : "";
  return `【主题党日】明天${dateOf(one, clock)}${told(one, clock)}${so}还没回复的请回复人数或“去不了”。`;
}

function hostTotals(one: Occasion, guests: Guests, { directory }: OccasionClock): Effect[] {
  const { homes, people, cannot, silent } = replies(guests, one, directory);
  const words = [
    homes ? `报名${homes}家${people}人` : "还没有人报名",
    ...(cannot.length ? [`去不了：${cannot.join("、")}`] : []),
    ...(silent.length ? [`还没回复：${silent.join("、")}`] : []),
  ];
  return tellHost(one.host_id, directory, `明天的主题党日：${words.join("；")}。`);
}
