import { HOUR, MINUTE, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

/** So much behind its time, something is late, and only because nobody could do it. */
const LATE = 10 * MINUTE;

type Step = { key: string; on_date: string; step: string; due_at: number; done_at: number | null; outcome: string | null };

/** Every step of an occasion is taken at its time; late or missed only when the program was down. */
export const stepsOnce: Invariant = {
  name: "every step is taken",
  finds: async ({ sql, since, now, record }) => {
    const rows = await sql<Step[]>`
      select coalesce(r.key, o.kind) as key, o.on_date::text, s.step, s.due_at, s.done_at, s.outcome from occasion_step s join occasion o on o.id = s.occasion_id
      left join occasion_rule r on r.id = o.rule_id where s.due_at between ${since - HOUR}::timestamptz and ${now - HOUR}::timestamptz`;
    return rows.flatMap((each) => {
      const what = `${each.step} of ${each.key}, ${each.on_date}, due ${print(each.due_at)}`;
      const down = record.gaps.some((gap) => gap.why === "down" && gap.from <= (each.done_at ?? now) && gap.until >= each.due_at - MINUTE);
      if (each.done_at === null) return down ? [] : [`${what}, was not taken`];
      if (each.outcome === "void" || down) return [];
      if (each.done_at - each.due_at > LATE) return [`${what}, was taken at ${print(each.done_at)}`];
      return each.outcome === "done" ? [] : [`${what}, is ${each.outcome}, though the program was there`];
    });
  },
};

/** What is said in a chain's group before a theme day is said once a step. */
export const remindedOnce: Invariant = {
  name: "a theme day is told once",
  finds: async ({ sql, since }) => {
    const rows = await sql<{ chain: string; on_date: string; step: string; said: number; at: number }[]>`
      select c.name as chain, o.on_date::text, s.step, s.done_at as at, (select count(*) from line l join room g on g.id = l.room_id and g.organisation_id = c.id
        where l.made_at = s.done_at and l.text like '%【主题党日】%')::int as said
      from occasion_step s join occasion o on o.id = s.occasion_id and o.kind = 'theme_day' join organisation c on c.id = o.organisation_id
      where s.step in ('t3', 't1', 'day') and s.outcome in ('done', 'late') and s.done_at >= ${since}::timestamptz and s.done_at < o.at`;
    return rows
      .filter((each) => each.said !== 1)
      .map((each) => `${each.step} of ${each.chain}, ${each.on_date}, was said ${each.said} times at ${print(each.at)}`);
  },
};

/** Planned dates that are left stay planned ahead: a year of turns, each slot once, never on a day off. */
export const rotaStands: Invariant = {
  name: "the rota stands",
  finds: async ({ sql }) => {
    const rows = await sql<{ chain: string; slot: string; live: number; off: number }[]>`
      select c.name as chain, o.slot, count(*)::int as live, (count(*) filter (where coalesce(d.kind, case when extract(isodow from o.on_date) > 5 then 'off' else 'work' end) = 'off'
          and not o.provisional and o.state = 'planned' and o.at > now() - interval '100 years'))::int as off
      from occasion o join organisation c on c.id = o.organisation_id left join official_day d on d.on_date = o.on_date
      where o.kind = 'theme_day' and o.state in ('planned', 'held') group by 1, 2`;
    return rows.flatMap((each) => [
      ...(each.live > 1 ? [`${each.chain} has ${each.live} theme days in ${each.slot}`] : []),
      ...(each.off ? [`the theme day of ${each.chain} in ${each.slot} is on a day off, and certain`] : []),
    ]);
  },
};

/** `已报名2家7人`: what the people of each house said last, one for all of them or each for themselves. */
export const guestsCount: Invariant = {
  name: "the guests count right",
  finds: ({ record, since, town }: Look) =>
    Promise.resolve(
      record.seen.flatMap(({ at, text, where }) => {
        const [, day = "", homes = "", people = ""] = /明天(\d+月\d+日).*已报名(\d+)家(\d+)人/su.exec(text) ?? [];
        const chain = town.chains.find((each) => each.group === where.id);
        if (at < since || !day || !chain) return [];
        const counts = chain.enterprises.map((house) => comingFrom(house, { day, at, group: chain.group }, record)).filter((each) => each > 0);
        const sum = counts.reduce((all, each) => all + each, 0);
        return counts.length === Number(homes) && sum === Number(people)
          ? []
          : [`${where.id} was told ${homes} houses, ${people} people for ${day}; their answers make ${counts.length} and ${sum}`];
      }),
    ),
};

function comingFrom(house: { name: string; people: readonly string[] }, asked: { day: string; at: number; group: string }, record: Look["record"]): number {
  const accepted = (words: string, when: number): boolean =>
    record.seen.some((each) => each.at >= when && each.at <= when + HOUR && each.where.id === asked.group && each.text.includes(`${words}${asked.day}`));
  const last = house.people.flatMap((who) => {
    const answers = record.said.flatMap((each) => {
      const heard = each.heardAt ?? Infinity;
      if (each.who !== who || each.where.id !== asked.group || heard >= asked.at || heard < asked.at - 20 * 24 * HOUR) return [];
      const count = /^我们去(\d+)个人$/u.exec(each.text)?.[1];
      if (count !== undefined) return accepted(`${house.name}${count}人参加`, heard) ? [Number(count)] : [];
      return each.text === "去不了" && accepted(`记下${house.name}去不了`, heard) ? [0] : [];
    });
    const found = answers.at(-1);
    return found ? [found] : [];
  });
  return last.length ? Math.max(last.length, ...last) : 0;
}
