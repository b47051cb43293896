import type { Query } from "../db/connect.ts";
import type { Effect } from "../flow/index.ts";
import type { Occasion, OccasionClock, OccasionKind, OccasionRule, Planned } from "./kind.ts";

/** Rules planned in one transaction. */
const MOST = 200;
const DAY_MS = 86_400_000;

/** Rules whose next dates are to be made, claimed: other processes skip them. */
export async function claimRules(sql: Query, now: number): Promise<OccasionRule[]> {
  return sql<OccasionRule[]>`
    select id, key, kind, organisation_id, rule from occasion_rule where next_at <= ${now}::timestamptz order by next_at, id limit ${MOST}
    for update skip locked`;
}

type Fresh = Planned & { rule: OccasionRule; revision: number };
type Diff = { made: Fresh[]; moved: { before: Occasion; after: Fresh }[]; settled: { id: number; provisional: boolean }[] };

/** Makes the dates of these rules up to their horizon, moves those that changed, and answers what is to be said of it.
 *  Hosts and facts of a slot stay with it. What lay before now is history: it gets no step. */
export async function planRules(sql: Query, rules: readonly OccasionRule[], kinds: ReadonlyMap<string, OccasionKind>, clock: OccasionClock): Promise<Effect[]> {
  if (!rules.length) return [];
  const from = clock.calendar.dateOf(clock.now);
  const known = await occasionsOf(
    sql,
    rules.map(({ id, kind }) => ({ rule: id, since: sinceOf(kinds.get(kind)?.knownDays, from, clock) })),
  );
  const diffs = rules.map((rule) => {
    const kind = kinds.get(rule.kind);
    const own = known.filter((each) => each.rule_id === rule.id);
    const until = kind ? clock.calendar.dateOf(clock.now + kind.horizonDays * DAY_MS) : from;
    return { rule, kind, until, ...diff(rule, own, kind?.plan(rule, { from, until }, own, clock) ?? []) };
  });
  await retire(
    sql,
    diffs.flatMap((each) => each.moved.map(({ before }) => before.id)),
    clock.now,
  );
  await insert(
    sql,
    diffs.flatMap((each) => [...each.made, ...each.moved.map(({ after }) => after)]),
    clock.now,
  );
  await settle(
    sql,
    diffs.flatMap((each) => each.settled),
  );
  // The next day begins at midnight of the town: then the dates go one day further.
  const midnight = clock.calendar.midnightAfter(clock.now);
  await sql`
    update occasion_rule o set planned_until = r.until, next_at = ${midnight}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(diffs.map(({ rule, until }) => ({ id: rule.id, until })))}::text::jsonb) as r(id bigint, until date)
    where o.id = r.id`;
  return diffs.flatMap(({ kind, moved }) => moved.flatMap(({ before, after }) => kind?.moved?.(before, after, clock) ?? []));
}

const sinceOf = (days: number | undefined, from: string, { calendar }: OccasionClock): string | null =>
  days === undefined ? null : calendar.addDays(from, -days);

async function occasionsOf(sql: Query, rules: readonly { rule: number; since: string | null }[]): Promise<Occasion[]> {
  return sql<Occasion[]>`
    select o.*, o.on_date::text from jsonb_to_recordset(${JSON.stringify(rules)}::text::jsonb) as r(rule bigint, since date)
    join occasion o on o.rule_id = r.rule and o.state in ('planned', 'held') and o.on_date >= coalesce(r.since, '-infinity') order by o.on_date, o.id`;
}

function diff(rule: OccasionRule, known: readonly Occasion[], wanted: readonly Planned[]): Diff {
  const bySlot = new Map(known.map((each) => [each.slot, each]));
  const result: Diff = { made: [], moved: [], settled: [] };
  for (const each of wanted) {
    const before = bySlot.get(each.slot);
    const provisional = each.provisional ?? false;
    if (!before) result.made.push({ ...each, rule, revision: 0 });
    else if (before.state === "held") continue;
    else if (before.at !== each.at)
      result.moved.push({ before, after: { ...each, rule, host: before.host_id, facts: before.facts, revision: before.revision + 1 } });
    else if (before.provisional !== provisional) result.settled.push({ id: before.id, provisional });
  }
  return result;
}

async function retire(sql: Query, ids: readonly number[], now: number): Promise<void> {
  if (!ids.length) return;
  await sql`update occasion set state = 'moved' where id = any(${[...ids]}::bigint[])`;
  await voidSteps(sql, ids, now);
}

/** Steps of occasions that lost their date or their host are not taken. */
export async function voidSteps(sql: Query, occasions: readonly number[], now: number): Promise<void> {
  await sql`
    update occasion_step set done_at = ${now}::timestamptz, outcome = 'void' where occasion_id = any(${[...occasions]}::bigint[]) and done_at is null`;
}

async function settle(sql: Query, settled: Diff["settled"]): Promise<void> {
  if (!settled.length) return;
  await sql`
    update occasion o set provisional = r.provisional
    from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as r(id bigint, provisional boolean) where o.id = r.id`;
}

async function insert(sql: Query, made: readonly Fresh[], now: number): Promise<void> {
  if (!made.length) return;
  const rows = made.map((each, n) => ({
    n,
    kind: each.rule.kind,
    rule_id: each.rule.id,
    organisation_id: each.rule.organisation_id,
    slot: each.slot,
    on_date: each.on,
    at: new Date(each.at).toISOString(),
    host_id: each.host ?? null,
    provisional: each.provisional ?? false,
    facts: each.facts ?? {},
    revision: each.revision,
  }));
  const ids = await sql<{ id: number; n: number }[]>`
    with given as (
      select *, nextval('occasion_id_seq') as id
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(n int, kind text, rule_id bigint, organisation_id bigint, slot text, on_date date,
        at timestamptz, host_id bigint, provisional boolean, facts jsonb, revision int)
    ), made as (
      insert into occasion (id, kind, rule_id, organisation_id, slot, on_date, at, host_id, provisional, facts, revision) overriding system value
      select id, kind, rule_id, organisation_id, slot, on_date, at, host_id, provisional, facts, revision from given order by n returning id
    )
    select g.id, g.n from given g join made using (id)`;
  const steps = ids.flatMap(({ id, n }) =>
    (made[n]?.steps ?? []).flatMap((each) => (each.at >= now ? [{ id, step: each.step, at: new Date(each.at).toISOString() }] : [])),
  );
  await addSteps(sql, steps);
}

/** More steps for occasions that stand. */
export async function addSteps(sql: Query, steps: readonly { id: number; step: string; at: string }[]): Promise<void> {
  if (!steps.length) return;
  await sql`
    insert into occasion_step (occasion_id, step, due_at)
    select id, step, at from jsonb_to_recordset(${JSON.stringify(steps)}::text::jsonb) as r(id bigint, step text, at timestamptz) order by at, id
    on conflict (occasion_id, step) do update set due_at = excluded.due_at, done_at = null, outcome = null`;
}
