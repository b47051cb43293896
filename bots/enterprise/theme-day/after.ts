import { button, deed, type Effect, tell } from "../../../src/flow/index.ts";
import type { DueStep, Occasion, OccasionClock } from "../../../src/occasion/index.ts";
import { type Directory, type Person, secretaryFor } from "../../../src/people/index.ts";
import { factsOf } from "./facts.ts";
import type { Guests } from "./queries.ts";
import { expecting, settled, tellHost } from "./whose.ts";
import { dayOf, hostOf, session } from "./words-of.ts";

/** The next working day: the host is asked for a recap, the absent when they make up for it; nobody knows → the secretary. */
export function afterwards({ occasion, step }: DueStep, guests: Guests | undefined, clock: OccasionClock): Effect[] {
  const known = guests ?? [];
  if (step.startsWith("makeup")) return makeupDue(occasion, Number(step.slice("makeup ".length)), known, clock);
  const { confirmed_by, recap } = factsOf(occasion);
  const ends = (["host", "rsvp", "session"] as const).map((what) => settled(occasion, what));
  if (occasion.state !== "held" && confirmed_by === undefined && !known.some((each) => each.came_at !== null)) return [...ends, ...whether(occasion, clock)];
  const held = occasion.state === "held" ? [] : [deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } })];
  return [...ends, ...held, ...(recap ? [] : recapAsked(occasion, clock)), ...absentAsked(occasion, known, clock)];
}

/** Nobody confirmed and nobody signed in: whether it took place only a person knows. */
function whether(one: Occasion, clock: OccasionClock): Effect[] {
  const keeper = secretaryFor(clock.directory, clock.directory.organisation(one.organisation_id));
  if (!keeper) return [];
  return [
    tell(
      keeper.id,
      `${dayOf(one, clock)}的主题党日（${session(one)}，${hostOf(one, clock.directory)}承办）没有人确认，也没有人签到，请问办了吗？1 办了 2 没办`,
      {
        buttons: [button("办了", "answer", "1"), button("没办", "answer", "2")],
        expects: expecting("rota.held", one, "held"),
      },
    ),
  ];
}

export const recapAsked = (one: Occasion, clock: Pick<OccasionClock, "now" | "calendar" | "directory">): Effect[] =>
  tellHost(one.host_id, clock.directory, `${dayOf(one, clock)}的主题党日办得怎么样？请发一段小结和几张照片，例如“小结：……”，我转给大家。`, {
    expects: expecting("rota.recap", one, "recap"),
  });

/** One person of each enterprise that nobody signed in for is asked; the host was there. */
export function absentAsked(one: Occasion, guests: Guests, clock: Pick<OccasionClock, "now" | "calendar" | "directory">): Effect[] {
  const { directory } = clock;
  return [...directory.organisations.values()]
    .filter((each) => each.kind === "enterprise" && each.parent_id === one.organisation_id && each.id !== one.host_id)
    .filter((each) => !guests.some((guest) => guest.organisation === each.id && (guest.came_at !== null || guest.made_up_at !== null)))
    .flatMap((each) => {
      const asked = spokesperson(each.id, guests, directory);
      const words = `${each.name}没有参加${dayOf(one, clock)}的主题党日（${session(one)}），打算哪天补课？例如“周五补”；补完请回复“已补课”。`;
      return asked ? [tell(asked.id, words, { expects: makeupExpected(one, each.id) })] : [];
    });
}

export const makeupExpected = (one: Occasion, organisation: number) => ({
  flow: "rota.makeup",
  version: 1,
  answers: { occasion: one.id, organisation },
  about: `theme_day ${one.rule_id} ${one.slot} makeup ${organisation}`,
});

/** Whoever spoke for the enterprise before, else the first of its people. */
const spokesperson = (organisation: number, guests: Guests, directory: Directory): Person | undefined => {
  const spoke = guests.find((each) => each.organisation === organisation)?.person;
  return spoke === undefined ? directory.holding(organisation, "member")[0] : directory.person(spoke);
};

/** The day after the one they named. */
function makeupDue(one: Occasion, organisation: number, guests: Guests, clock: OccasionClock): Effect[] {
  if (guests.some((each) => each.organisation === organisation && each.made_up_at !== null)) return [];
  const asked = spokesperson(organisation, guests, clock.directory);
  if (!asked) return [];
  const expects = makeupExpected(one, organisation);
  return [
    deed("expectation.close", { about: expects.about }),
    tell(asked.id, `${dayOf(one, clock)}主题党日的补课做完了吗？做完请回复“已补课”，改天补请说哪天。`, { expects }),
  ];
}
