import type { Query as Sql } from "../../../src/db/connect.ts";
import { deed, type Effect, tell } from "../../../src/flow/index.ts";
import type { OccasionClock, OccasionKind } from "../../../src/occasion/index.ts";
import { strictlyAsked } from "./fact.ts";
import { questionOf } from "./facts.ts";
import type { Deciding, Policy } from "./queries.ts";
import { cardOf, lineOf, reasonOf, todayOf, windowOf } from "./say.ts";
import { peopleOf } from "./whose.ts";

/** What an enterprise was told that no longer holds, what holds now, and the policy that took its place. */
type Changed = Policy &
  Deciding & {
    organisation: number;
    state: string;
    told: string;
    /** Its people are on the roster of a notice that stands. */
    noticed: boolean;
    next: (Policy & Deciding) | null;
  };

/** So long the planner knows what was already done. */
const KNOWN_DAYS = 6;

/** A fact or the library changed, or a window closed: whoever was told something else before, and has not applied, is
 *  told again, whatever the cause. Run twice it finds nothing. */
export const policyRematch: OccasionKind<Changed[]> = {
  kind: "policy_rematch",
  horizonDays: 1,
  staleMs: Infinity,
  // Once for each change, on its own day: a slot of long ago is not made again.
  plan: ({ rule }, { from }, _, { now, calendar }) => {
    const at = Number(rule["at"]);
    const on = calendar.dateOf(at);
    return on < calendar.addDays(from, -KNOWN_DAYS) ? [] : [{ slot: String(rule["slot"]), on, at, steps: [{ step: "rematch", at: Math.max(now, at) }] }];
  },
  // However many changes there were, they are told of once.
  look: async (sql, due, clock) => {
    const changed = await readChanged(sql, todayOf(clock.calendar, clock.now));
    return due.map((_, n) => (n ? [] : changed));
  },
  falls: ({ occasion }, changed, clock) => [
    deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } }),
    ...withdrawn(changed, todayOf(clock.calendar, clock.now)),
    ...changed.flatMap((each) => toldAgain(each, clock)),
  ],
};

async function readChanged(sql: Sql, today: string): Promise<Changed[]> {
  return sql<Changed[]>`
    with deciding as (
      select p.id, k.organisation_id, p.state = 'current' and coalesce(p.closes_on >= ${today}::date, true) as stands, k.told, v.verdict,
        case when c.n is not null then jsonb_build_object('fact', c.fact, 'test', c.test, 'value', c.value, 'clause', c.clause, 'excludes', c.excludes,
          'known', f.value, 'options', case when jsonb_typeof(c.value) = 'array' then c.value else jsonb_build_array(c.value) end) end as clause
      from policy_case k join policy p on p.id = k.policy_id
      cross join lateral policy_verdict(p.id, k.organisation_id, '{}') v
      left join policy_condition c on c.policy_id = p.id and c.n = v.decided_by
      left join enterprise_fact f on f.organisation_id = k.organisation_id and f.fact = c.fact
      where k.told in ('fits', 'fails', 'unknown') and coalesce(k.stage, 'opened') = 'opened')
    select p.id as policy, p.title, p.version, p.issuer, p.number, p.opens_on, p.closes_on, p.benefit, p.materials, p.contact, p.state,
      d.organisation_id as organisation, d.told, exists (
        select 1 from notice o join receipt t on t.notice_id = o.id join role r on r.person_id = t.person_id
        where o.about = 'policy ' || p.id and o.state = 'sent' and r.organisation_id = d.organisation_id and r.kind = 'member') as noticed, case when d.stands then d.verdict else 'withdrawn' end as verdict, d.clause,
      n.next
    from deciding d join policy p on p.id = d.id
    left join lateral (
      select to_jsonb(q) || jsonb_build_object('policy', q.id, 'verdict', v.verdict, 'clause', case when c.n is not null then jsonb_build_object(
        'fact', c.fact, 'test', c.test, 'value', c.value, 'clause', c.clause, 'excludes', c.excludes, 'options', '[]'::jsonb) end) as next
      from policy q cross join lateral policy_verdict(q.id, d.organisation_id, '{}') v
      left join policy_condition c on c.policy_id = q.id and c.n = v.decided_by
      where p.state = 'superseded' and q.state = 'current' and coalesce(q.closes_on >= ${today}::date, true)
        and (q.title = p.title or q.supersedes = p.title)
      order by q.title = p.title desc, q.id desc limit 1) n on true
    where d.told is distinct from case when d.stands then d.verdict else 'withdrawn' end
    order by p.id, d.organisation_id`;
}

/** Policies that stand no longer: their notices are taken back, whoever they went to. */
function withdrawn(changed: readonly Changed[], today: string): Effect[] {
  const gone = Map.groupBy(
    changed.filter((each) => (each.verdict as string) === "withdrawn" && each.noticed),
    (each) => each.policy,
  );
  return [...gone].map(([policy, [one]]) => deed("notice.withdraw", { about: `policy ${policy}`, text: one ? whyGone(one, today) : "" }));
}

const whyGone = (one: Changed, today: string): string =>
  one.state === "superseded"
    ? `《${one.title}》已被${one.next ? `《${one.next.title}》${one.next.title === one.title ? "的新版本" : ""}` : "新的政策"}替代，之前的通知撤回。`
    : `《${one.title}》申报窗口${windowOf(one, today)}，之前的通知撤回；已经提交的不受影响。`;

/** Only what was said to fit and does not, and the other way round, is worth a message; the rest is merely noted. */
function toldAgain(one: Changed, clock: OccasionClock): Effect[] {
  const note = (policy: number, verdict: string, noticed = false): Effect => deed("policy.told", { policy, organisation: one.organisation, verdict, noticed });
  const words = wordsOf(one, todayOf(clock.calendar, clock.now));
  const { clause } = one;
  const asked =
    one.verdict === "unknown" && clause ? strictlyAsked({ organisation: one.organisation, condition: clause, policies: [one.policy], skipped: [] }) : undefined;
  return [
    note(one.policy, one.verdict, one.verdict === "fits" && words !== undefined),
    ...(words !== undefined && one.next ? [note(one.next.policy, one.next.verdict, one.next.verdict === "fits")] : []),
    ...(words === undefined ? [] : peopleOf(clock, one.organisation).map((person) => tell(person.id, words, asked ? { expects: asked } : {}))),
  ];
}

function wordsOf(one: Changed, today: string): string | undefined {
  if (one.verdict === "fits") return `按最新情况，贵企业符合《${one.title}》了。${cardOf(one, today)}\n要申报请回复“申报”。`;
  if (one.told !== "fits") return undefined;
  if (one.verdict === "fails") return `按最新情况，贵企业不再符合《${one.title}》，因为${reasonOf(one, false)}。之前说的符合作废。`;
  if (one.verdict === "unknown") return `《${one.title}》还差一项情况才能判断是否符合，之前说的先不算。${one.clause ? questionOf(one.clause) : ""}`;
  const { next } = one;
  // Those who had the notice hear from its withdrawal that it is gone.
  const gone = one.noticed ? "" : whyGone(one, today);
  if (!next) return gone || undefined;
  const now =
    next.verdict === "fits"
      ? `按新的，贵企业符合：${lineOf(next, today)}。要申报请回复“申报”。`
      : next.verdict === "fails"
        ? `按新的，贵企业不符合，因为${reasonOf(next, false)}。`
        : "按新的，还差一项情况才能判断，请对我说“有什么政策适合我们”。";
  return `${gone}${now}`;
}
