import type { World } from "../conversation/index.ts";
import type { Occasion, OccasionRule } from "../occasion/index.ts";

type Span = { from: number; to: number };
type Row = Pick<Occasion, "id" | "rule_id" | "slot" | "on_date" | "state" | "provisional">;

/** What went wrong in a span of days: sentences; none when nothing did. `provisional` are the rows that were so before the calendar appeared. */
export async function violations(world: World, span: Span, provisional: ReadonlySet<number>): Promise<string[]> {
  const { sql } = world;
  const [rules, rows, steps, lines] = await Promise.all([
    sql<OccasionRule[]>`select id, key, kind, organisation_id, rule from occasion_rule where next_at is not null`,
    sql<Row[]>`select id, rule_id, slot, on_date::text, state, provisional from occasion order by id`,
    sql<{ key: string; on_date: string; step: string; outcome: string | null }[]>`
      select r.key, o.on_date::text, s.step, s.outcome from occasion_step s join occasion o on o.id = s.occasion_id join occasion_rule r on r.id = o.rule_id
      where s.due_at between ${span.from}::timestamptz and ${span.to}::timestamptz and (s.done_at is null or s.outcome in ('late', 'missed'))`,
    sql<{ room: string; text: string; times: number }[]>`
      select o.name as room, l.text, count(*)::int as times from line l join room o on o.id = l.room_id group by o.name, l.text, l.room_id, l.made_at
      having count(*) > 1`,
  ]);
  return [
    ...steps.map((each) => `${each.key} ${each.on_date}：${each.step} ${each.outcome === null ? "没有做" : each.outcome === "late" ? "做晚了" : "错过了"}`),
    ...lines.map((each) => `在${each.room}同一时刻说了${each.times}遍：${each.text.slice(0, 40)}`),
    ...rules.flatMap((rule) =>
      datesOf(
        world,
        rule,
        rows.filter((each) => each.rule_id === rule.id),
        span,
      ),
    ),
    ...settled(world, rows, provisional, span),
  ];
}

/** The dates of a rule as the calendar that was published in the end has them: each once, and no others. */
function datesOf(world: World, rule: OccasionRule, rows: readonly Row[], span: Span): string[] {
  const kind = world.occasions.get(rule.kind);
  if (!kind) return [];
  const calendar = world.calendar();
  const [from, until] = [calendar.dateOf(span.from), calendar.dateOf(span.to)];
  const clock = { now: span.from, calendar, limits: world.limits(), directory: world.directory() };
  const wanted = new Map(kind.plan(rule, { from, until }, [], clock).flatMap((each) => (each.on <= until ? [[each.slot, each.on] as const] : [])));
  const standing = Map.groupBy(
    rows.filter((each) => each.state !== "moved" && each.on_date >= from && each.on_date <= until),
    (each) => each.slot,
  );
  const slots = [...new Set([...wanted.keys(), ...standing.keys()])];
  return slots.flatMap((slot) => {
    const found = standing.get(slot) ?? [];
    const live = found.filter((each) => each.state !== "skipped");
    if (live.length > 1) return [`${rule.key} ${slot}：排了${live.length}次`];
    // A rule that names one slot was given another each time something happened: those before stay as they were.
    if (!wanted.has(slot) && rule.rule["slot"] !== undefined) return [];
    if (!wanted.has(slot)) return [`${rule.key} ${slot}：不该有`];
    if (!found.length) return [`${rule.key} ${slot}：漏了`];
    const on = found.at(-1)?.on_date;
    return on === wanted.get(slot) ? [] : [`${rule.key} ${slot}：排在${on}，应在${wanted.get(slot)}`];
  });
}

/** Once a year is published, none of the dates that were provisional before stays so. */
function settled(world: World, rows: readonly Row[], before: ReadonlySet<number>, span: Span): string[] {
  const calendar = world.calendar();
  const known = (each: Row): boolean => !calendar.isProvisional(Number(each.on_date.slice(0, 4)), span.to);
  return rows.flatMap((each) =>
    each.state !== "moved" && each.provisional && known(each) && before.has(each.id) ? [`${each.on_date} ${each.slot}：公布以后仍是暂定`] : [],
  );
}

/** Before a year is published, none of its dates is certain, of the kinds that the calendar moves. */
export async function certainTooEarly({ sql, calendar }: World, now: number): Promise<string[]> {
  const rows = await sql<{ on_date: string; slot: string; kind: string }[]>`
    select on_date::text, slot, kind from occasion where state = 'planned' and not provisional and kind in (select kind from occasion where provisional)`;
  const early = rows.filter((each) => calendar().isProvisional(Number(each.on_date.slice(0, 4)), now));
  return early.map((each) => `${each.kind} ${each.on_date}：还没有公布节假日，却不是暂定`);
}
