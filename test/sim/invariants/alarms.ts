import type { ElderPlan, TeamPlan } from "../town.ts";
import { dateOf, MINUTE, print } from "../time.ts";
import type { Invariant, Look } from "./look.ts";

type Event = { verb: string; by: string | null; at: number; to: string | null };
type Alarm = {
  no: string;
  kind: string;
  elder: string;
  opened_at: number;
  closed_at: number | null;
  first: string;
  story: Event[];
  lines: { who: string; text: string; at: number }[];
};

/** Alarms that are open or ended since the last look, with all that happened. */
const alarmsOf = ({ sql, since }: Look): Promise<Alarm[]> => sql<Alarm[]>`
  select m.no, m.kind, p.name as elder, m.opened_at, m.closed_at, f.name as first,
    (select coalesce(jsonb_agg(jsonb_build_object('verb', e.verb, 'by', b.name, 'at', extract(epoch from e.at) * 1000, 'to', e.data ->> 'to') order by e.id), '[]')
      from matter_event e left join person b on b.id = e.by_id where e.matter_id = m.id) as story,
    (select coalesce(jsonb_agg(jsonb_build_object('who', w.name, 'text', l.text, 'at', extract(epoch from l.made_at) * 1000) order by l.id), '[]')
      from line l join person w on w.id = l.person_id where l.matter_id = m.id) as lines
  from matter m join person p on p.id = m.raiser_id
  join matter_event o on o.matter_id = m.id and o.verb = 'opened' join person f on f.id = (o.data ->> 'owner')::bigint
  where m.kind in ('smiley', 'unwell', 'emergency') and (m.closed_at is null or m.closed_at >= ${since}::timestamptz)`;

/** Whether somebody had said that they would not be there on that day, and did not come all the same. */
const isOnLeave = ({ record }: Look, who: string, at: number): boolean => {
  const said = record.said.filter((each) => each.who === who && each.heardAt !== undefined && each.heardAt < at);
  const today = dateOf(at);
  const came = said.some(({ means, at: when }) => means.is === "on-duty" && dateOf(when) === today);
  return !came && said.some(({ means }) => means.is === "leave" && means.from <= today && today <= means.until);
};

const ladderOf = (one: ElderPlan, team: TeamPlan): string[] => [one.volunteer, one.backup, team.leader, team.community, ...one.contacts];

/** The first round goes from one to the next: volunteer, backup, leader, community, family. Only who is on leave is passed over. */
export const ladderInOrder: Invariant = {
  name: "the ladder in order",
  finds: async (look) =>
    (await alarmsOf(look)).flatMap((one) => {
      const team = look.town.teams.find((each) => each.elders.some((elder) => elder.name === one.elder));
      const elder = team?.elders.find((each) => each.name === one.elder);
      if (!team || !elder || one.kind !== "smiley") return [];
      const wanted = ladderOf(elder, team);
      const asked = [one.first, ...one.story.flatMap((each) => (each.verb === "climbed" && each.to ? [each.to] : []))];
      return wrongStep(one, asked, wanted, look);
    }),
};

function wrongStep(one: Alarm, asked: readonly string[], wanted: readonly string[], look: Look): string[] {
  let next = 0;
  for (const [n, who] of asked.entries()) {
    if (asked.indexOf(who) < n) return [];
    const at = wanted.indexOf(who);
    // Somebody who stands in for a volunteer on leave has their place.
    if (at < 0 && look.record.said.some((each) => each.means.is === "leave")) continue;
    const passed = wanted.slice(next, at);
    if (at < next) return [`${one.no} went to ${who} after ${asked.slice(0, n).join(", ")}`];
    const skipped = passed.find((each) => !asked.slice(0, n).includes(each) && !isOnLeave(look, each, one.opened_at) && !standsIn(asked.slice(0, n), wanted));
    if (skipped !== undefined) return [`${one.no} passed over ${skipped} on its way to ${who}`];
    next = at + 1;
  }
  return [];
}

/** Somebody of those asked has a place there only because they stand in for another. */
const standsIn = (asked: readonly string[], wanted: readonly string[]): boolean => asked.some((each) => !wanted.includes(each));

/** Whoever was told of it is told that it is over, and nobody is asked after that. */
export const allClear: Invariant = {
  name: "the all clear",
  finds: async (look) =>
    (await alarmsOf(look)).flatMap((one) => {
      const { closed_at } = one;
      if (closed_at === null) return [];
      const ending = one.story.findLast((each) => ["heard_from", "reported"].includes(each.verb));
      if (!ending) return [`${one.no} ended without a word of the elder or a report`];
      const told = new Set(one.lines.flatMap((each) => (/能去请回|请先拨打/u.test(each.text) && each.who !== one.elder ? [each.who] : [])));
      const cleared = new Set(one.lines.flatMap((each) => (each.text.startsWith(`解除 ${one.no}`) ? [each.who] : [])));
      const left = [...told].filter((each) => !cleared.has(each) && each !== ending.by);
      const after = one.lines.filter((each) => each.at > closed_at + MINUTE && /能去请回/u.test(each.text));
      return [
        ...left.map((each) => `${each} was told of ${one.no} and not that it is over`),
        ...after.map((each) => `${each.who} was asked about ${one.no} at ${print(each.at)}, after it was over`),
      ];
    }),
};

const QUARTER = 15 * MINUTE;
/** The time somebody has to accept, by how they came to be asked. */
export const ladderInTime: Invariant = {
  name: "the ladder in time",
  finds: async (look) =>
    (await alarmsOf(look)).flatMap((one) => {
      const steps = one.story.filter((each) => ["opened", "climbed", "accepted", "report_asked", "declined", "not_found", "unreported"].includes(each.verb));
      return steps.flatMap((step, n) => {
        const before = steps[n - 1];
        if (step.verb !== "climbed" || step.at < look.since || !before || !["opened", "climbed"].includes(before.verb)) return [];
        const waited = step.at - before.at - look.record.away(before.at, step.at);
        if (waited < QUARTER - MINUTE) return [`${one.no} went on after ${Math.round(waited / MINUTE)} minutes, ${print(step.at)}`];
        return waited > 5 * QUARTER && look.record.away(before.at, step.at) === 0
          ? [`${one.no} waited ${Math.round(waited / MINUTE)} minutes, ${print(step.at)}`]
          : [];
      });
    }),
};

/** Whoever is on leave is not asked while somebody else is there. */
export const leaveCounts: Invariant = {
  name: "a leave counts",
  finds: async (look) =>
    (await alarmsOf(look)).flatMap((one) => {
      if (one.opened_at < look.since || one.kind !== "smiley") return [];
      return isOnLeave(look, one.first, one.opened_at) ? [`${one.no} went to ${one.first}, who is on leave`] : [];
    }),
};
