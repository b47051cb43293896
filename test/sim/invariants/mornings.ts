import type { Said } from "../record.ts";
import type { ElderPlan } from "../town.ts";
import { dateOf, HOUR, instant, MINUTE, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

type Morning = { elder: string; state: string; vouched: string | null; alarm: string | null };
type Alarm = { no: string; elder: string; opened_at: number; state: string };

const today = ({ since }: Look): string => dateOf(since);
const elders = ({ town }: Look): ElderPlan[] => town.teams.flatMap((team) => team.elders.filter((each) => each.window));

async function mornings(look: Look): Promise<Map<string, Morning>> {
  const rows = await look.sql<Morning[]>`
    select p.name as elder, s.state, v.name as vouched, m.no as alarm from smiley s join person p on p.id = s.elder_id
    left join person v on v.id = s.vouched_by left join matter m on m.id = s.matter_id where s.on_date = ${today(look)}`;
  return new Map(rows.map((each) => [each.elder, each]));
}

/** How long the program could be heard since a morning's end, without a break. */
function undisturbed({ record, now }: Look, end: number): number {
  const from = record.gaps.reduce((last, gap) => (gap.until > last && gap.from < now ? Math.max(last, gap.until) : last), end);
  return now - from;
}

/** Settled after the reminder, half an hour and some more time, unless something broke in between. */
const SETTLED = 3 * HOUR;
const STALE = 12 * HOUR;

/** Each elder with a window has a morning that came to an end. */
export const noElderSkipped: Invariant = {
  name: "no elder is skipped",
  finds: async (look) => {
    const rows = await mornings(look);
    const on = today(look);
    return elders(look).flatMap((one) => {
      const row = rows.get(one.name);
      const [from, end] = [instant(on, one.window?.from ?? ""), instant(on, one.window?.until ?? "")];
      if (!row) return look.record.away(from - STALE, from + STALE) >= STALE - HOUR ? [] : [`${one.name} has no morning of ${on}`];
      if (["safe", "absent", "all_clear", "alerted"].includes(row.state)) return [];
      return undisturbed(look, end) < SETTLED ? [] : [`the morning of ${one.name}, ${on}, is still ${row.state}`];
    });
  },
};

/** What is said of this elder's day by themselves: the signs that count for it. */
const signs = ({ record, since, now }: Look, name: string) =>
  record.said.filter((each) => each.who === name && each.at >= since + 4 * HOUR && each.at < now && each.heardAt !== undefined && each.heardAt <= now);

const alarmsOf = ({ sql, since }: Look): Promise<Alarm[]> => sql<Alarm[]>`
  select m.no, p.name as elder, m.opened_at, m.state from matter m join person p on p.id = m.raiser_id
  where m.kind = 'smiley' and (m.opened_at >= ${since}::timestamptz or m.closed_at is null or m.closed_at >= ${since}::timestamptz)`;

/** A sign counts whenever it comes: nobody is looked for after it was heard. */
export const signCounts: Invariant = {
  name: "a sign of life counts",
  finds: async (look) => {
    const [rows, alarms] = [await mornings(look), await alarmsOf(look)];
    return elders(look).flatMap((one) => {
      const heard = signs(look, one.name);
      const row = rows.get(one.name);
      const first = Math.min(...heard.map((each) => each.heardAt ?? Infinity));
      const late = alarms.filter((each) => each.elder === one.name && each.opened_at > first && each.opened_at >= look.since);
      const unheard =
        heard.length && row && !["safe", "all_clear", "absent"].includes(row.state) ? [`${one.name} sent a sign, and the morning is ${row.state}`] : [];
      return [...unheard, ...late.map((each) => `${each.no} looks for ${one.name}, who was heard at ${print(first)}`)];
    });
  },
};

/** An absence somebody told of, by the town's own knowledge. Whoever was seen by somebody since is back. */
export function isAway({ record, since }: Look, name: string): boolean {
  const tells = ({ who, text, means }: Said): boolean => (who === name ? ["away", "back"].includes(means.is) : text.includes(`${name}平安`));
  const last = record.said.findLast((each) => each.heardAt !== undefined && each.heardAt < since && tells(each));
  return last?.means.is === "away" && (last.means.until ?? "9999") >= dateOf(since);
}

/** Who sends nothing is looked for; nobody is safe without a word. */
export const silenceClimbs: Invariant = {
  name: "silence is answered",
  finds: async (look) => {
    const [rows, alarms] = [await mornings(look), await alarmsOf(look)];
    return elders(look).flatMap((one) => {
      const row = rows.get(one.name);
      const end = instant(today(look), one.window?.until ?? "");
      if (!row || signs(look, one.name).length || undisturbed(look, end) < SETTLED) return [];
      if (row.state === "safe" && row.vouched === null) return [`${one.name} is safe, and nobody said so`];
      if (row.state === "absent" || row.vouched !== null) return [];
      return alarms.some((each) => each.elder === one.name) ? [] : [`${one.name} sent no sign, and nobody looks for them`];
    });
  },
};

/** Whoever is away is not looked for; an absence that nobody told of is none. */
export const absenceCounts: Invariant = {
  name: "an absence counts",
  finds: async (look) => {
    const alarms = await alarmsOf(look);
    return elders(look).flatMap((one) => {
      if (!isAway(look, one.name)) return [];
      const found = alarms.find((each) => each.elder === one.name && each.opened_at >= look.since);
      return found ? [`${found.no} looks for ${one.name}, who is away`] : [];
    });
  },
};

/** Before somebody is alerted, the elder is asked, and has half an hour in which they can be heard; at the most three times. */
export const outageIsNotSilence: Invariant = {
  name: "an outage is not silence",
  finds: async ({ sql, since, record }) => {
    const rows = await sql<{ no: string; elder: string; opened_at: number; asked: number[] }[]>`
      select m.no, p.name as elder, m.opened_at, coalesce(array_agg(distinct extract(epoch from l.made_at) * 1000) filter (where l.id is not null), '{}')::float8[] as asked
      from matter m join person p on p.id = m.raiser_id
      left join line l on l.person_id = p.id and l.made_at < m.opened_at and l.made_at > m.opened_at - interval '14 hours'
        and (l.text like '%方便时回我一个笑脸%' or l.text like '%请再回我一个笑脸%')
      where m.kind = 'smiley' and m.opened_at >= ${since}::timestamptz group by m.id, p.id`;
    return rows.flatMap((each) => {
      const last = Math.max(...each.asked);
      if (!each.asked.length) return [`${each.no} looks for ${each.elder}, who was not asked`];
      if (each.asked.length >= 3) return [];
      const had = each.opened_at - last - record.away(last, each.opened_at);
      return had < 29 * MINUTE ? [`${each.no} looks for ${each.elder} ${Math.round(had / MINUTE)} minutes after they were asked`] : [];
    });
  },
};
