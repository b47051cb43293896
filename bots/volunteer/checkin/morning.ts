import { deed, type Effect, type Expected, post, tell } from "../../../src/flow/index.ts";
import { groupsOf } from "../../../src/notice/index.ts";
import type { DueStep, OccasionClock } from "../../../src/occasion/index.ts";
import { leaderOf, standIn } from "../duty/stand-in.ts";
import { byName } from "./household.ts";
import { closingLines, promptLine, reminderLine, silentLine } from "./lines.ts";
import type { Cared } from "./queries.ts";
import { reportCheckin } from "./report.ts";

const MINUTE_MS = 60_000;
/** So much behind its time is late; away for longer, and somebody's answer may not have been heard. */
export const GAP_MS = 10 * MINUTE_MS;

/** When it closes. */
export type Fact = { until: number };

export const roomOf = (team: number, directory: OccasionClock["directory"]): number | null => groupsOf({ organisations: [team] }, directory)[0]?.id ?? null;

/** One team's morning, as it is when a step of it falls due. */
export class Morning {
  private readonly due: DueStep;
  private readonly cared: readonly Cared[];
  private readonly clock: OccasionClock;
  private readonly team: number;
  private readonly room: number | null;

  constructor(due: DueStep, cared: readonly Cared[], clock: OccasionClock) {
    this.due = due;
    this.cared = cared;
    this.clock = clock;
    this.team = due.occasion.organisation_id ?? 0;
    this.room = roomOf(this.team, clock.directory);
  }

  private get moment() {
    return { directory: this.clock.directory, at: this.clock.now };
  }
  private name = (id: number): string => this.clock.directory.person(id).name;

  /** In the team's group, once; to those who are not in it, privately. Whoever is asked may answer in either place. */
  private say(text: string, people: readonly number[], expects?: Expected): Effect[] {
    const { directory } = this.clock;
    const room = this.room;
    const inside = room === null ? [] : people.filter((each) => directory.isMember(room, each));
    const outside = people.filter((each) => !inside.includes(each));
    return [
      ...(room === null ? [] : [post(room, text, expects ? { expects, people: inside } : {})]),
      ...outside.map((each) => tell(each, text, expects ? { expects } : {})),
      ...(expects ? inside.map((person) => deed("expectation.open", { ...expects, person })) : []),
    ];
  }

  /** `moves`: a later step fell due with it, and comes once more. */
  prompt(moves: boolean): Effect[] {
    const { occasion } = this.due;
    const { calendar, now, limits } = this.clock;
    const about = `checkin ${this.team}`;
    const behind = now - occasion.at > GAP_MS ? now - occasion.at : 0;
    const until = (occasion.facts as Fact).until + behind;
    const remind = now + limits.checkin_remind.count * MINUTE_MS;
    const rows = this.cared.map((each) => ({ ...each, volunteer: standIn(each, this.team, this.moment) }));
    const moved = (step: string, at: number) => deed("occasion.step", { occasion: occasion.id, step, at });
    return [
      deed("expectation.close", { about }),
      ...rows.map((each) =>
        deed("checkin.open", {
          elder: each.elder,
          on: occasion.on_date,
          team: this.team,
          volunteer: each.volunteer,
          occasion: occasion.id,
          state: each.away === null ? "waiting" : "absent",
        }),
      ),
      ...this.say(promptLine(occasion, rows, { until, late: behind, calendar }), this.asked(rows), {
        flow: reportCheckin.name,
        version: reportCheckin.version,
        answers: {},
        about,
        standing: true,
      }),
      ...(behind ? [deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { facts: { until } satisfies Fact } })] : []),
      ...(behind || moves ? [...(remind < until ? [moved("remind", remind)] : []), moved("close", until)] : []),
    ];
  }

  /** Whoever answers for a household; in the group all others of the team too, who may speak of one that is not theirs. */
  private asked(rows: readonly Cared[]): number[] {
    const { directory } = this.clock;
    const charged = rows.flatMap((each) => (each.away === null && each.volunteer !== null ? [each.volunteer] : []));
    const others = [...directory.holding(this.team, "volunteer"), ...directory.holding(this.team, "leader")].map((each) => each.id);
    return [...new Set([...charged, ...others.filter((each) => this.room !== null && directory.isMember(this.room, each))])];
  }

  private waiting(): Map<number | null, Cared[]> {
    return Map.groupBy(
      this.cared.filter((each) => each.state === "waiting"),
      (each) => each.volunteer,
    );
  }

  private silent(): { name: string; list: Cared[]; person: number | null }[] {
    return [...this.waiting()]
      .map(([person, list]) => ({ person, list, name: person === null ? "无人负责" : this.name(person) }))
      .toSorted((a, b) => b.list.length - a.list.length || byName(a, b));
  }

  remind(): Effect[] {
    const silent = this.silent();
    if (!silent.length) return [];
    return this.say(
      reminderLine(silent, this.clock.calendar.print(this.closes())),
      silent.flatMap((each) => each.person ?? []),
    );
  }

  private closes(): number {
    return Math.max((this.due.occasion.facts as Fact).until, this.clock.now);
  }

  askAgain(): Effect[] {
    const silent = this.silent();
    if (!silent.length) return this.close();
    const { now, limits, calendar } = this.clock;
    const until = now + limits.checkin_remind.count * MINUTE_MS;
    return [
      ...this.say(
        `刚才系统中断过，可能有回报没有收到。${reminderLine(silent, calendar.print(until))}`,
        silent.flatMap((each) => each.person ?? []),
      ),
      deed("occasion.step", { occasion: this.due.occasion.id, step: "close_again", at: until }),
    ];
  }

  close(): Effect[] {
    const { occasion } = this.due;
    const silent = this.silent();
    const leader = leaderOf(this.team, this.moment);
    const absent = this.cared.flatMap((each) => (each.away !== null && each.state === "absent" ? [each.elder] : []));
    const summary = closingLines(occasion, this.cared, silent, this.clock.calendar);
    return [
      deed("checkin.close", { occasion: occasion.id, absent }),
      deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } }),
      ...(leader !== null && silent.length ? [tell(leader, silentLine(occasion, silent, this.clock.calendar))] : []),
      ...(this.room !== null ? [post(this.room, summary)] : leader === null ? [] : [tell(leader, summary)]),
    ];
  }

  /** The bot was away the whole morning: said, so that nobody takes it for a quiet one. */
  missed(): Effect[] {
    const { occasion } = this.due;
    const leader = leaderOf(this.team, this.moment);
    const on = this.clock.calendar.printDate(occasion.on_date);
    return [
      deed("occasion.void", { occasion: occasion.id }),
      deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "skipped" } }),
      ...(leader === null ? [] : [tell(leader, `${on}的签到提示因系统中断没有发出，已过时间，不再补发。请您在群里问一下各家情况。`)]),
    ];
  }

  unfinished(): Effect[] {
    const { occasion } = this.due;
    const leader = leaderOf(this.team, this.moment);
    const silent = this.silent();
    const on = this.clock.calendar.printDate(occasion.on_date);
    return [
      deed("occasion.void", { occasion: occasion.id }),
      deed("occasion.change", { id: occasion.id, revision: occasion.revision, patch: { state: "held" } }),
      ...(leader !== null && silent.length
        ? [tell(leader, `${on}的签到因系统中断没有收完，没有收到回报的：${silent.map((each) => `${each.name}（${each.list.length}户）`).join("、")}。`)]
        : []),
    ];
  }
}
