import type { OccasionKind } from "../../../src/occasion/index.ts";
import { afterwards } from "./after.ts";
import { moved } from "./move.ts";
import { plan } from "./plan.ts";
import { type Guests, readGuests } from "./queries.ts";
import { reminded } from "./remind.ts";

const DAY_MS = 86_400_000;

/** 轮值式主题党日: enterprises of a chain take turns hosting. */
export const themeDay: OccasionKind<Guests> = {
  kind: "theme_day",
  horizonDays: 366,
  historyDays: 62,
  staleMs: 7 * DAY_MS,
  afterHeld: true,
  plan,
  look: (sql, due) =>
    readGuests(
      sql,
      due.map((each) => ({ occasion: each.occasion.id })),
    ),
  falls: (due, guests, clock) => (/^(recap|makeup)/u.test(due.step) ? afterwards(due, guests, clock) : reminded(due, guests, clock)),
  moved,
};
