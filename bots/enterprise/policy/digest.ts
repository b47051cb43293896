import type { Query as Sql } from "../../../src/db/connect.ts";
import { deed, type Effect, post } from "../../../src/flow/index.ts";
import { groupsOf, type NewNotice } from "../../../src/notice/index.ts";
import type { DueStep, OccasionClock, OccasionKind, Planned } from "../../../src/occasion/index.ts";
import { secretaryFor } from "../../../src/people/index.ts";
import { cardOf, daysUntil, lineOf, todayOf } from "./say.ts";
import { casesOfPolicies, type Standing, standingPolicies } from "./standing.ts";
import { peopleOf } from "./whose.ts";

/** A window that ends within so many days is said again. */
const CLOSING_DAYS = 14;
/** A group reads no longer list. */
const MOST_LINES = 8;
const DAY_MS = 86_400_000;

/** One chain's Monday: what is new or closing for its group, and whom of its enterprises each policy fits and was not told. */
type Monday = { policies: Standing[]; since: number | null; settled: ReadonlySet<string> };
const caseKey = (policy: number, organisation: number): string => `${policy} ${organisation}`;

/** Each chain hears on Monday, or on the next working day, what is new or closing; whoever fits is told privately, once a version. */
export const digest: OccasionKind<Monday> = {
  kind: "digest",
  horizonDays: 60,
  staleMs: 2 * DAY_MS,
  plan: (_, { from, until }, __, clock) => {
    const { calendar } = clock;
    const first = calendar.addDays(from, 1 - calendar.weekday(from) - 14);
    const planned: Planned[] = [];
    for (let monday = first; monday <= until; monday = calendar.addDays(monday, 7)) {
      const on = calendar.workdayFrom(monday);
      // A week without a working day has no digest of its own.
      if (on < from || on > until || on >= calendar.addDays(monday, 7)) continue;
      const at = calendar.at(on, clock.limits.digest_at);
      planned.push({ slot: monday, on, at, provisional: calendar.isProvisional(Number(on.slice(0, 4)), clock.now), steps: [{ step: "post", at }] });
    }
    return planned;
  },
  look: readMondays,
  falls: (due, { policies, since, settled }, clock) => {
    const chain = clock.directory.organisation(due.occasion.organisation_id);
    if (!chain) return [];
    return [
      deed("occasion.change", { id: due.occasion.id, revision: due.occasion.revision, patch: { state: "held" } }),
      ...posted(chain.id, policies, since, clock),
      ...noticed(chain.id, policies, settled, clock),
    ];
  },
};

async function readMondays(sql: Sql, due: readonly DueStep[], { directory, calendar, now }: OccasionClock): Promise<Monday[]> {
  const chains = due.map((each) => each.occasion.organisation_id);
  const enterprises = [...directory.organisations.values()].filter((each) => each.kind === "enterprise" && chains.includes(each.parent_id));
  const standing = await standingPolicies(
    sql,
    undefined,
    enterprises.map((each) => each.id),
    todayOf(calendar, now),
  );
  const cases = await casesOfPolicies(
    sql,
    standing.map((each) => each.policy),
  );
  const settled = new Set(
    cases.filter((each) => each.noticed_at !== null || (each.stage ?? "opened") !== "opened").map((each) => caseKey(each.policy, each.organisation)),
  );
  const before = await sql<{ organisation_id: number; at: number }[]>`
    select o.organisation_id, max(o.at) as at from occasion o where o.kind = 'digest' and o.state = 'held' and o.organisation_id = any(${chains}::bigint[])
    group by o.organisation_id`;
  return due.map(({ occasion }) => {
    const own = new Set(enterprises.filter((each) => each.parent_id === occasion.organisation_id).map((each) => each.id));
    const inside = (ids: readonly number[]): number[] => ids.filter((each) => own.has(each));
    return {
      policies: standing.map((each) => ({ ...each, fitting: inside(each.fitting), missing: inside(each.missing) })),
      since: before.find((each) => each.organisation_id === occasion.organisation_id)?.at ?? null,
      settled,
    };
  });
}

/** Only what is new or closing, and only what somebody of the chain fits or may fit; nothing if there is nothing. */
function posted(chain: number, policies: readonly Standing[], since: number | null, clock: OccasionClock): Effect[] {
  const today = todayOf(clock.calendar, clock.now);
  const relevant = policies.filter((each) => each.fitting.length || each.missing.length);
  const fresh = relevant.filter((each) => since === null || each.made_at > since);
  const closing = relevant.filter((each) => !fresh.includes(each) && each.closes_on !== null && daysUntil(each.closes_on, today) <= CLOSING_DAYS);
  const listed = (list: readonly Standing[]): string[] => [
    ...list.slice(0, MOST_LINES).map((each) => `· ${lineOf(each, today)}`),
    ...(list.length > MOST_LINES ? [`……另有 ${list.length - MOST_LINES} 项`] : []),
  ];
  if (!fresh.length && !closing.length) return [];
  const words = [
    `政策直通车（${clock.calendar.printDate(today)}）`,
    ...(fresh.length ? ["新政策：", ...listed(fresh)] : []),
    ...(closing.length ? ["快截止的：", ...listed(closing)] : []),
    "符合条件的企业我已私下通知；想知道自己能报哪些，对我说“有什么政策适合我们”。",
  ].join("\n");
  return groupsOf({ organisations: [chain] }, clock.directory).map((room) => post(room.id, words));
}

/** A private notice for each policy, to all people of those that fit it and were not told of this version. */
function noticed(chain: number, policies: readonly Standing[], settled: ReadonlySet<string>, clock: OccasionClock): Effect[] {
  const secretary = secretaryFor(clock.directory, clock.directory.organisation(chain));
  return policies.flatMap((one) => {
    const fresh = one.fitting.filter((each) => !settled.has(caseKey(one.policy, each)));
    const people = fresh.flatMap((each) => peopleOf(clock, each).map((person) => person.id));
    const [first] = people;
    if (first === undefined) return [];
    return [
      deed("notice.open", noticeOf(one, people, secretary?.id ?? first, todayOf(clock.calendar, clock.now))),
      ...fresh.map((organisation) => deed("policy.told", { policy: one.policy, organisation, verdict: "fits", noticed: true })),
    ];
  });
}

const noticeOf = (one: Standing, people: number[], author: number, today: string): NewNotice => ({
  kind: "policy",
  author,
  text: `政策直通车：${one.title}\n贵企业符合条件。${cardOf(one, today)}\n要申报请回复“申报”，我把材料清单和联系人发给您。`,
  audience: { people },
  confirms: false,
  state: "sent",
  about: `policy ${one.policy}`,
});
