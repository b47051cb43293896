import type { Effect } from "../../../src/flow/index.ts";
import type { Occasion, OccasionClock, Planned } from "../../../src/occasion/index.ts";
import { groupKnows } from "./remind.ts";
import { postToChain, settled, tellHost } from "./whose.ts";
import { dateOf, hostOf, session } from "./words-of.ts";

/** Only those whose date or turn changed are told: the host's people, and the group if it knew the old date. */
export function moved(before: Occasion, after: Planned, clock: OccasionClock): Effect[] {
  const { directory } = clock;
  const now = { on_date: after.on, at: after.at, provisional: after.provisional ?? false };
  if (before.at === after.at) {
    const words = `轮值名单有变化，${dateOf(now, clock)}的主题党日（${session(before)}）`;
    return before.host_id === after.host
      ? []
      : [
          settled(before, "host"),
          ...tellHost(before.host_id, directory, `${words}改由${directory.organisation(after.host)?.name ?? "别家"}承办。`),
          ...tellHost(after.host ?? null, directory, `${words}由${directory.organisation(after.host)?.name ?? "贵企业"}承办。`),
        ];
  }
  const words = `${hostOf(before, directory)}承办的主题党日（${session(before)}）改到${dateOf(now, clock)}（原来是${dateOf({ ...before, provisional: false }, clock)}），按公布的节假日安排调整。`;
  const known = groupKnows(before, clock);
  return [
    settled(before, "rsvp"),
    ...tellHost(before.host_id, directory, words),
    ...(known ? postToChain(before.organisation_id, directory, `${words}报过名的请到时再回复一次。`) : []),
  ];
}
