import type { Pass } from "../crash-points.ts";
import type { Sql } from "../db/connect.ts";
import type { Button, Sheet } from "../flow/index.ts";

/** Lines carried in one go. */
const MOST = 500;

/** What a line in a group answers: said on that channel, in that topic, as that message. */
type Answered = { channel: string; thread: string | null; message: string | null };
export type Claimed = {
  id: number;
  room_id: number;
  turn_id: number | null;
  class: string;
  repeatable: boolean;
  text: string;
  buttons: Button[];
  sheet: Sheet | null;
  bubble_id: number | null;
  attempts: number;
  made_at: number;
  answers?: Answered | null;
};

/** Several lines said as one message. `id` is its first line's: the key under which it is sent, again if need be. */
export type Bubble = { id: number; room_id: number; text: string; buttons: Button[]; sheets: Sheet[]; lines: Claimed[]; answers: Answered | undefined };

/** In which rooms: `only` those, or all, `but` those. */
export type Where = { only: readonly number[] | undefined; but: readonly number[] };
/** What holds back what nobody asked for: so many bubbles an hour in one room, and quiet hours until then (now, if it is not quiet). */
export type Manners = { budget: number; quietUntil: number };

/** What `line l` answers, in SQL, where it is said in the group in which somebody asked. A sign has no message of its own:
 *  what it was put to is quoted. */
const answered = (sql: Sql) => sql`
  case when l.class in ('reply', 'emergency') and l.turn_id is not null and (select kind from room where id = l.room_id) = 'group' then (
    select case when h.room_id = l.room_id then jsonb_build_object('channel', h.channel, 'thread', h.detail->>'thread',
      'message', case when h.kind = 'message' then coalesce(h.detail->>'messageId', h.detail->'quote'->>'messageId') end) end
    from turn t join heard h on h.id = t.heard_id where t.id = l.turn_id) end`;

/** That `line l` stands behind one that was put off until later than that moment, in SQL: an answer does not wait behind
 *  what nobody asked for, all else does. Asked line by line, by the index of what was put off: whatever else the planner may
 *  find for `exists`, in an outage it compares every line with every other. */
const isBehind = (sql: Sql, moment: ReturnType<Sql>) => sql`
  (select true from line e where e.room_id = l.room_id and e.id < l.id and e.state = 'queued' and e.attempts > 0
    and e.not_before > ${moment} and (l.class in ('task', 'due') or e.class not in ('task', 'due')) limit 1) is not null`;

/** That `line l` is to be said by now. */
export const isDue = (sql: Sql, now: number) => sql`
  l.state = 'queued' and l.not_before <= ${now}::timestamptz and not ${isBehind(sql, sql`${now}::timestamptz`)}`;

/** When the next line is to be said; undefined when none waits. One that stands behind another is due with that one. */
export async function nextLine(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<[{ at: number | null }]>`
    select min(l.not_before) as at from line l where l.state = 'queued' and not ${isBehind(sql, sql`l.not_before`)}`;
  return row.at ?? undefined;
}

/** Claims what is due, room by room in order. Held back: unasked lines in quiet hours, however they came to be this late,
 *  those of a room whose hour is spent, and unasked questions to somebody who is in the middle of another conversation; an
 *  emergency and an answer pass. `more`: that was not all. */
export async function claimLines(sql: Sql, now: number, manners: Manners, { only, but }: Where, crash: Pass): Promise<{ lines: Claimed[]; more: boolean }> {
  const { budget, quietUntil } = manners;
  const claimed = await sql<(Claimed & { due: number })[]>`
    with due as (
      select l.id, l.room_id, l.class, l.expectation_id, l.bubble_id from line l
      where ${isDue(sql, now)} and l.room_id <> all(${[...but]}::bigint[]) ${only ? sql`and l.room_id = any(${[...only]}::bigint[])` : sql``}
      order by l.room_id, l.id limit ${MOST} for update skip locked
    ), unasked as (
      -- Which of its room's bubbles it is in; those formed before come first, all others become one.
      select id, dense_rank() over (partition by room_id order by bubble_id nulls last) as bubble from due where class in ('task', 'due')
    ), held as (
      select d.id,
        case when u.id is not null and ${quietUntil > now} then ${quietUntil}::timestamptz
             when s.bubbles + u.bubble > ${budget} then coalesce(s.first_at, ${now}::timestamptz) + interval '1 hour'
             when u.id is not null and d.expectation_id is not null and c.due_at is not null then c.due_at end as until
      from due d
      left join unasked u on u.id = d.id
      left join lateral (
        select count(distinct e.bubble_id) as bubbles, min(e.sent_at) as first_at from line e
        where u.id is not null and e.room_id = d.room_id and e.class in ('task', 'due') and e.sent_at > ${now - 3_600_000}::timestamptz) s on true
      left join room o on o.id = d.room_id and o.kind = 'direct'
      left join conversation c on c.room_id = o.id and c.person_id = o.person_id and c.sessions <> '[]'
    ), waits as (
      update line l set not_before = h.until from held h where h.id = l.id and h.until is not null
    )
    update line l set state = 'sending', attempts = l.attempts + 1
    from held h where h.id = l.id and h.until is null
    returning l.id, l.room_id, l.turn_id, l.class, l.repeatable, l.text, l.buttons, l.sheet, l.bubble_id, l.attempts, l.made_at, ${answered(sql)} as answers,
      (select count(*) from due)::int as due`;
  const lines = [...claimed].toSorted((a, b) => a.room_id - b.room_id || rank(a) - rank(b) || a.id - b.id);
  if (lines.length) crash("lines claimed");
  const keys = lines.length ? joined(lines) : [];
  const fresh = keys.filter((each) => each.line.bubble_id === null);
  if (fresh.length)
    await sql`
      update line l set bubble_id = r.bubble from json_to_recordset(${JSON.stringify(fresh.map(({ line, bubble }) => ({ id: line.id, bubble })))}::text::json)
        as r(id bigint, bubble bigint) where l.id = r.id`;
  for (const { line, bubble } of keys) line.bubble_id = bubble;
  return { lines, more: claimed[0]?.due === MOST };
}

export const isUnasked = (line: Claimed): boolean => line.class === "task" || line.class === "due";

/** An emergency passes everything, an answer passes what nobody asked for. */
const rank = (line: Claimed): number => (line.class === "emergency" ? 0 : line.class === "reply" ? 1 : 2);

/** A reply joins the lines of its own turn; what nobody asked for joins per room and moment. A bubble once formed stays as it was. */
function joined(lines: readonly Claimed[]): { line: Claimed; bubble: number }[] {
  let last: { room: number; kind: string; bubble: number } | undefined;
  return lines.map((line) => {
    const kind = line.class === "reply" ? `turn ${line.turn_id}` : isUnasked(line) ? "unasked" : line.class;
    if (line.bubble_id !== null) return { line, bubble: line.bubble_id };
    const same = last && last.room === line.room_id && last.kind === kind && (line.class !== "reply" || line.turn_id !== null);
    if (!same) last = { room: line.room_id, kind, bubble: line.id };
    return { line, bubble: last?.bubble ?? line.id };
  });
}

export function bubbles(lines: readonly Claimed[]): Bubble[] {
  return [...Map.groupBy(lines, (line) => line.bubble_id ?? line.id)].map(([id, list]) => ({
    id,
    room_id: list[0]?.room_id ?? 0,
    text: list.map((line) => line.text).join("\n"),
    buttons: list.flatMap((line) => line.buttons),
    sheets: list.flatMap((line) => line.sheet ?? []),
    lines: list,
    answers: list[0]?.answers ?? undefined,
  }));
}
