import { DAY, HOUR, MINUTE, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

/** Whoever says something to the bot that wants an answer gets one, in the same turn. */
export const everybodyAnswered: Invariant = {
  name: "whoever asks is answered",
  finds: async ({ sql, record, since }) => {
    const asked = record.said.filter((each) => (each.heardAt ?? 0) >= since && each.where.kind === "direct" && WANTS.has(each.means.is));
    if (!asked.length) return [];
    const rows = await sql<{ key: string }[]>`
      select h.key from heard h where h.key = any(${asked.map((each) => each.key)}::text[]) and h.state = 'done'
        and not exists (select 1 from turn t join line l on l.turn_id = t.id and l.room_id = h.room_id where t.heard_id = h.id)`;
    return rows.flatMap(({ key }) => {
      const one = record.of(key);
      return one ? [`${one.who} said “${one.text}” at ${print(one.at)} and got no answer`] : [];
    });
  },
};
const WANTS = new Set(["report", "solved", "partly", "unsolved", "withdraw", "accept", "done", "leave", "announce", "away"]);

type Report = { key: string; no: string | null; opened_at: number | null; amount: number | null; raiser: string | null; flow: string | null; asked: boolean };

/** A report becomes a matter that began when it was said, or a question to its speaker; never nothing. */
export const reportsRegistered: Invariant = {
  name: "a report is registered",
  finds: async ({ sql, record, since }) => {
    const said = record.said.filter((each) => (each.heardAt ?? 0) >= since && each.means.is === "report");
    if (!said.length) return [];
    const rows = await sql<Report[]>`
      select h.key, m.no, m.opened_at, (m.facts ->> 'amount_yuan')::float8 as amount, p.name as raiser, t.flow,
        exists (select 1 from line l where l.turn_id = t.id) as asked
      from heard h left join turn t on t.heard_id = h.id left join matter_event e on e.heard_id = h.id and e.verb = 'opened'
      left join matter m on m.id = e.matter_id left join person p on p.id = m.raiser_id
      where h.key = any(${said.map((each) => each.key)}::text[])`;
    return rows.flatMap((row) => {
      const one = record.of(row.key);
      if (!one || row.no === null) return row.asked ? [] : [`${one?.who} reported “${one?.text}”, and nothing came of it`];
      if (row.raiser !== one.who) return [`${row.no} was reported by ${one.who} and stands as ${row.raiser}'s`];
      return Math.abs((row.opened_at ?? 0) - one.at) > MINUTE
        ? [`the clock of ${row.no} began at ${print(row.opened_at ?? 0)}; it was said at ${print(one.at)}`]
        : [];
    });
  },
};

/** A sum that was corrected is the matter's sum. */
export const sumsCorrected: Invariant = {
  name: "a correction counts",
  finds: async ({ sql, record, since }) => {
    const said = record.said.filter((each) => (each.heardAt ?? 0) >= since && each.means.is === "amend");
    if (!said.length) return [];
    const rows = await sql<{ key: string; no: string; amount: number | null; amended: boolean }[]>`
      select h.key, m.no, (m.facts ->> 'amount_yuan')::float8 as amount,
        (select count(*) from matter_event x where x.matter_id = m.id and x.verb = 'corrected') = 1 as amended
      from heard h join matter_event e on e.heard_id = h.id and e.verb = 'corrected' join matter m on m.id = e.matter_id
      where h.key = any(${said.map((each) => each.key)}::text[])`;
    return rows.flatMap((row) => {
      const one = record.of(row.key);
      return one?.means.is === "amend" && row.amended && row.amount !== one.means.amount ? [`${row.no} stands at ${row.amount}; “${one.text}” was said`] : [];
    });
  },
};

type Climb = { no: string; owner: string; organisation: string | null; story: { verb: string; at: number; to: string | null; stage: string | null }[] };

/** Overdue climbs from the owner up: each is told once a stage, in order, a working day apart. */
export const climbsInOrder: Invariant = {
  name: "overdue climbs in order",
  finds: async (look) => {
    const rows = await look.sql<Climb[]>`
      select m.no, o.name as owner, g.name as organisation, jsonb_agg(jsonb_build_object('verb', e.verb, 'at', extract(epoch from e.at) * 1000,
        'to', e.data ->> 'to', 'stage', e.data ->> 'stage') order by e.id) as story
      from matter m join person o on o.id = m.owner_id left join organisation g on g.id = m.organisation_id join matter_event e on e.matter_id = m.id
      where m.kind in ('problem', 'call') and exists (
        select 1 from matter_event x where x.matter_id = m.id and x.at >= ${look.since}::timestamptz and x.verb in ('overdue', 'climbed'))
      group by m.id, o.id, g.id`;
    return rows.flatMap((one) => runsOf(one).flatMap((run) => wrongRun(one, run, look)));
  },
};

/** Climbs that follow each other without anything else in between. */
function runsOf({ story }: Climb): Climb["story"][] {
  const runs: Climb["story"][] = [[]];
  for (const each of story) {
    if (["overdue", "climbed", "stalled"].includes(each.verb)) runs.at(-1)?.push(each);
    else if (!["contacted", "progressed", "corrected", "supplemented", "attached", "joined"].includes(each.verb)) runs.push([]);
  }
  return runs.filter((each) => each.length);
}

function wrongRun(one: Climb, run: Climb["story"], { town, since }: Look): string[] {
  const chain = town.chains.find((each) => one.no.startsWith(`${each.code}-`));
  const house = chain?.enterprises.find((each) => each.name === one.organisation);
  const wanted = [house?.commissioner, chain?.secretary, chain?.leader];
  const told = run.filter((each) => each.verb !== "stalled");
  return told.flatMap((each, n) => {
    const before = told[n - 1];
    if (each.at < since || !before || before.stage !== each.stage) return [];
    const wrong: string[] = [];
    if (told.slice(0, n).some((other) => other.to === each.to && other.stage === each.stage)) wrong.push(`${one.no} was told to ${each.to} twice`);
    if (wanted.indexOf(each.to ?? "") < wanted.indexOf(before.to ?? "")) wrong.push(`${one.no} climbed from ${before.to} to ${each.to}`);
    if (each.at - before.at < DAY - HOUR) wrong.push(`${one.no} climbed again after ${Math.round((each.at - before.at) / HOUR)} hours`);
    return wrong;
  });
}

/** Numbers of a series follow each other without a gap. */
export const numbersFollow: Invariant = {
  name: "numbers follow each other",
  finds: async ({ sql }) => {
    const rows = await sql<{ series: string; count: number; last: number }[]>`
      select regexp_replace(no, '-\\d+$', '') as series, count(*)::int as count, max(substring(no from '\\d+$')::int) as last from matter group by 1`;
    return rows.filter((each) => each.count !== each.last).map((each) => `${each.series} has ${each.count} matters and reached ${each.last}`);
  },
};

/** What bystanders said is forgotten. */
export const bystandersForgotten: Invariant = {
  name: "bystanders are forgotten",
  finds: async ({ sql, now, record }) => {
    const rows = await sql<{ text: string; heard_at: number }[]>`
      select text, heard_at from heard where state = 'bystander' and text is not null and heard_at < ${now - 8 * DAY}::timestamptz limit 3`;
    return record.away(now - 4 * DAY, now) > 0 ? [] : rows.map((each) => `“${each.text}”, said at ${print(each.heard_at)}, is still known`);
  },
};
