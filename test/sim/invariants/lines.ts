import { clockOf, HOUR, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

type Bubble = { id: number; room: string; class: string; state: string; repeatable: boolean; text: string; sent_at: number | null };

/** What came to its end since the last look, bubble by bubble. */
const bubblesOf = ({ sql, since }: Look): Promise<Bubble[]> => sql<Bubble[]>`
  select l.bubble_id as id, min(o.name) as room, min(l.class) as class, min(l.state) as state, bool_and(l.repeatable) as repeatable,
    string_agg(l.text, E'\n' order by l.id) as text, max(l.sent_at) as sent_at
  from line l join room o on o.id = l.room_id where l.bubble_id is not null and l.state <> 'queued' and coalesce(l.sent_at, l.made_at) >= ${since}::timestamptz
  group by l.bubble_id order by 1`;

/** Nothing stays half sent, and nothing that is due stays unsaid. */
export const noLineLeft: Invariant = {
  name: "no line is left behind",
  finds: async ({ sql, now, record }) => {
    const rows = await sql<{ text: string; state: string; room: string; not_before: number }[]>`
      select l.text, l.state, o.name as room, l.not_before from line l join room o on o.id = l.room_id
      where l.state = 'sending' or (l.state = 'queued' and l.not_before < ${now - HOUR}::timestamptz and not exists (
        select 1 from line e where e.room_id = l.room_id and e.id < l.id and e.state = 'queued' and e.not_before > ${now - HOUR}::timestamptz))`;
    const wasUp = record.away(now - HOUR, now) === 0;
    return rows
      .filter((each) => wasUp || each.state === "sending")
      .map((each) => `a line to ${each.room} is still ${each.state} (due ${print(each.not_before)}): ${each.text.slice(0, 60)}`);
  },
};

/** What counts as sent arrived; what may not be repeated arrived once at the most. */
export const arrivesOnce: Invariant = {
  name: "a line arrives once",
  finds: async (look) => {
    const { far } = look;
    return (await bubblesOf(look)).flatMap((each) => {
      const times = far.arrivals.get(`line-${each.id}`) ?? 0;
      const what = `to ${each.room}: ${each.text.slice(0, 60)}`;
      if (each.state === "sent" && times === 0) return [`counts as sent and never arrived, ${what}`];
      if (!each.repeatable && !far.channel.capabilities.idempotent && times > 1) return [`arrived ${times} times and may be said once only, ${what}`];
      return [];
    });
  },
};

/** The same words, in the same room, at the same moment: nobody says that twice. */
export const saidOnce: Invariant = {
  name: "nothing is said twice",
  finds: async ({ sql, since }) => {
    const rows = await sql<{ room: string; text: string; times: number; at: number }[]>`
      select o.name as room, l.text, count(*)::int as times, l.made_at as at from line l join room o on o.id = l.room_id
      where l.made_at >= ${since}::timestamptz and l.turn_id is null group by o.name, l.text, l.made_at having count(*) > 1`;
    return rows.map((each) => `${each.times} times at ${print(each.at)} to ${each.room}: ${each.text.slice(0, 60)}`);
  },
};

const isQuiet = (at: number): boolean => clockOf(at) >= "21:30" || clockOf(at) < "07:00";

/** Nobody is disturbed at night by what they did not ask for, but in an emergency. */
export const quietHours: Invariant = {
  name: "quiet hours",
  finds: async (look) =>
    (await bubblesOf(look))
      .filter((each) => ["task", "due"].includes(each.class) && each.state === "sent" && each.sent_at !== null && isQuiet(each.sent_at))
      .map((each) => `${print(each.sent_at ?? 0)} to ${each.room}: ${each.text.slice(0, 60)}`),
};

const BUDGET = 6;

/** A room gets so many unasked messages an hour. */
export const roomBudget: Invariant = {
  name: "room budget",
  finds: async (look) => {
    const unasked = (await bubblesOf(look)).filter((each) => ["task", "due"].includes(each.class) && each.sent_at !== null);
    return [...Map.groupBy(unasked, (each) => each.room)].flatMap(([room, list]) => {
      const times = list.flatMap((each) => each.sent_at ?? []).toSorted((a, b) => a - b);
      const over = times.find((at, n) => (times[n + BUDGET] ?? Infinity) < at + HOUR);
      return over === undefined ? [] : [`${room} got more than ${BUDGET} within an hour from ${print(over)} on`];
    });
  },
};
