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
type Changed = { before: Occasion; after: Fresh };
type Diff = { made: Fresh[]; moved: Changed[]; rehosted: Changed[]; gone: number[]; settled: { id: number; provisional: boolean }[] };

/** How far back a slot is known, unless its kind wants more. */
const HISTORY_DAYS = 7;

/** Makes the dates of these rules up to their horizon, moves those that changed, takes away those no longer wanted, and
 *  answers what is to be said of it. Hosts and facts of a slot stay with it. What lay before now is history: it gets no step. */
export async function planRules(sql: Query, rules: readonly OccasionRule[], kinds: ReadonlyMap<string, OccasionKind>, clock: OccasionClock): Promise<Effect[]> {
  if (!rules.length) return [];
  const { calendar, now } = clock;
  const from = calendar.dateOf(now);
  const since = (rule: OccasionRule): string => calendar.addDays(from, -(kinds.get(rule.kind)?.historyDays ?? HISTORY_DAYS));
  const known = await standing(
    sql,
    rules.map((each) => ({ id: each.id, since: since(each) })),
  );
  const diffs = rules.flatMap((rule) => {
    const kind = kinds.get(rule.kind);
    if (!kind) return [];
    const own = known.get(rule.id) ?? [];
    const until = calendar.dateOf(now + kind.horizonDays * DAY_MS);
    return [{ kind, ...diff(rule, own, kind.plan(rule, { from, until }, own, clock), { from, now }) }];
  });
  const gone = diffs.flatMap((each) => [...each.gone, ...each.moved.map(({ before }) => before.id)]);
  await retire(sql, gone, now);
  const made = diffs.flatMap((each) => [...each.made, ...each.moved.map(({ after }) => after)]);
  await insert(sql, made, now);
  await rehost(
    sql,
    diffs.flatMap((each) => each.rehosted),
  );
  await settle(
    sql,
    diffs.flatMap((each) => each.settled),
  );
  await nextTime(sql, rules, kinds, clock);
  return diffs.flatMap(({ kind, moved, rehosted }) => [...moved, ...rehosted].flatMap(({ before, after }) => kind.moved?.(before, after, clock) ?? []));
}

/** The next day begins at midnight of the town: then the dates go one day further. */
async function nextTime(sql: Query, rules: readonly OccasionRule[], kinds: ReadonlyMap<string, OccasionKind>, { now, calendar }: OccasionClock): Promise<void> {
  const rows = rules.map(({ id, kind }) => ({ id, until: calendar.dateOf(now + (kinds.get(kind)?.horizonDays ?? 0) * DAY_MS) }));
  await sql`
    update occasion_rule o set planned_until = r.until, next_at = ${calendar.midnightAfter(now)}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, until date) where o.id = r.id`;
}

/** Each slot of these rules as its newest row has it, the oldest first. */
async function standing(sql: Query, rules: readonly { id: number; since: string }[]): Promise<Map<number, Occasion[]>> {
  const rows = await sql<Occasion[]>`
    select o.*, o.on_date::text from json_to_recordset(${JSON.stringify(rules)}::text::json) as r(id bigint, since date)
    join occasion o on o.rule_id = r.id and o.on_date >= r.since
    where not exists (select 1 from occasion n where n.rule_id = o.rule_id and n.slot = o.slot and n.revision > o.revision)
    order by o.on_date, o.id`;
  return Map.groupBy(rows, (each) => each.rule_id ?? 0);
}

function diff(rule: OccasionRule, known: readonly Occasion[], wanted: readonly Planned[], { from, now }: { from: string; now: number }): Diff {
  const bySlot = new Map(known.map((each) => [each.slot, each]));
  const slots = new Set(wanted.map((each) => each.slot));
  // What began already is not taken away by a plan that looks ahead.
  const gone = known.filter((each) => each.state === "planned" && each.on_date >= from && each.at >= now && !slots.has(each.slot)).map((each) => each.id);
  const result: Diff = { made: [], moved: [], rehosted: [], gone, settled: [] };
  for (const each of wanted) {
    const before = bySlot.get(each.slot);
    const provisional = each.provisional ?? false;
    const revision = before ? before.revision + 1 : 0;
    if (!before || (before.state === "moved" && before.on_date >= from)) result.made.push({ ...each, rule, revision });
    else if (before.state !== "planned" || before.on_date < from) continue;
    else if (before.at !== each.at)
      result.moved.push({ before, after: each.anew ? { ...each, rule, revision } : { ...each, rule, revision, host: before.host_id, facts: before.facts } });
    else {
      if (each.anew) result.rehosted.push({ before, after: { ...each, rule, revision } });
      if (before.provisional !== provisional) result.settled.push({ id: before.id, provisional });
    }
  }
  return result;
}

async function retire(sql: Query, ids: readonly number[], now: number): Promise<void> {
  if (!ids.length) return;
  await sql`update occasion set state = 'moved' where id = any(${[...ids]}::bigint[])`;
  await voidSteps(sql, ids, now);
}

async function rehost(sql: Query, changed: readonly Changed[]): Promise<void> {
  if (!changed.length) return;
  const rows = changed.map(({ before, after }) => ({ id: before.id, host: after.host ?? null, facts: after.facts ?? {} }));
  await sql`
    update occasion o set host_id = r.host, facts = r.facts, revision = o.revision + 1
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, host bigint, facts jsonb) where o.id = r.id`;
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
    from json_to_recordset(${JSON.stringify(settled)}::text::json) as r(id bigint, provisional boolean) where o.id = r.id`;
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
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, kind text, rule_id bigint, organisation_id bigint, slot text, on_date date,
        at timestamptz, host_id bigint, provisional boolean, facts jsonb, revision int)
    ), made as (
      insert into occasion (id, kind, rule_id, organisation_id, slot, on_date, at, host_id, provisional, facts, revision) overriding system value
      select id, kind, rule_id, organisation_id, slot, on_date, at, host_id, provisional, facts, revision from given order by n
      on conflict (rule_id, slot, revision) do nothing returning id
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
    select id, step, at from json_to_recordset(${JSON.stringify(steps)}::text::json) as r(id bigint, step text, at timestamptz) order by at, id
    on conflict (occasion_id, step) do update set due_at = excluded.due_at, done_at = null, outcome = null`;
}
