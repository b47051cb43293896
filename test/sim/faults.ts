import type { Heard, Outgoing } from "../../src/channel/port.ts";
import { crashPoints, type CrashPoint } from "../../src/crash-points.ts";
import { chanceOf } from "./chance.ts";
import type { Fate } from "./far-end.ts";
import type { Kill } from "./machine.ts";
import { DAY, HOUR, instant, MINUTE } from "./time.ts";

export const FAULTS = ["crash", "outage", "sends", "redelivery", "late", "reorder", "second", "down", "calendar"] as const;

/** What goes wrong at a moment. */
export type Mishap =
  | { does: "kill"; kill: Kill }
  | { does: "away"; how: "offline" | "deaf"; until: number }
  | { does: "back" }
  | { does: "down"; until: number }
  | { does: "up" }
  /** A message that was on its way for long, or that the platform delivers once more. */
  | { does: "deliver"; heard: Heard };

/** Passed by a running program; the rest of the points belong to imports, outside channels and the sandbox. */
const PASSED: readonly CrashPoint[] = crashPoints.filter((each) => !/^(import|updates|press|media|clock)/u.test(each));
/** The moments at which a kill is most likely to leave something half done. */
const TENDER: readonly CrashPoint[] = ["line sent", "line handed", "turn committed", "lines claimed", "bubbles formed", "matters committed"];

/** Everything that goes wrong, by seed; each sort can be left out without changing the others. */
export class Faults {
  private readonly seed: number;
  private readonly without: ReadonlySet<string>;

  constructor(seed: number, without: ReadonlySet<string>) {
    this.seed = seed;
    this.without = without;
  }

  has = (name: (typeof FAULTS)[number]): boolean => !this.without.has(name);
  private chance = (...words: readonly (string | number)[]) => chanceOf(this.seed, "fault", ...words);

  /** The mishaps that begin on a day. */
  of(date: string): { at: number; what: Mishap }[] {
    return [...(this.has("crash") ? this.kills(date) : []), ...(this.has("outage") ? this.outages(date) : []), ...(this.has("down") ? this.downs(date) : [])];
  }

  private kills(date: string): { at: number; what: Mishap }[] {
    const chance = this.chance("crash", date);
    return Array.from({ length: chance.between(0, 5) }, () => {
      // Most things happen in the morning.
      const at = instant(date, "00:00") + (chance.often(0.6) ? chance.between(6 * 60, 11 * 60) : chance.between(0, 1439)) * MINUTE;
      const fate = chance.next();
      const kill = fate < 0.4 ? { point: chance.pick(TENDER) } : fate < 0.6 ? { point: chance.pick(PASSED) } : { passes: chance.between(1, 14) };
      return { at, what: { does: "kill", kill } };
    });
  }

  private outages(date: string): { at: number; what: Mishap }[] {
    const chance = this.chance("outage", date);
    if (!chance.often(0.16)) return [];
    const from = instant(date, "00:00") + (chance.often(0.7) ? chance.between(6 * 60, 10 * 60) : chance.between(0, 1300)) * MINUTE;
    const until = from + chance.between(1, chance.often(0.3) ? 240 : 40) * MINUTE;
    return [
      { at: from, what: { does: "away", how: chance.often(0.3) ? "deaf" : "offline", until } },
      { at: until, what: { does: "back" } },
    ];
  }

  private downs(date: string): { at: number; what: Mishap }[] {
    const chance = this.chance("down", date);
    if (!chance.often(0.07)) return [];
    const from = instant(date, "00:00") + chance.between(0, 1439) * MINUTE;
    const until = from + (chance.often(0.25) ? chance.between(1, 3) * DAY : chance.between(1, 300) * 2 * MINUTE);
    return [
      { at: from, what: { does: "down", until } },
      { at: until, what: { does: "up" } },
    ];
  }

  fate = (line: Outgoing, attempt: number): Fate => {
    if (!this.has("sends")) return undefined;
    const chance = this.chance("send", line.key, attempt);
    const fate = chance.next();
    if (fate > 0.05) return undefined;
    return fate < 0.02 ? "temporary" : fate < 0.03 ? "rate" : fate < 0.04 ? "lost" : "unsure";
  };

  /** How long a message is on its way; 0 for almost all. */
  delay(key: string): number {
    const chance = this.chance("late", key);
    return this.has("late") && chance.often(0.02) ? chance.between(2, 120) * MINUTE : 0;
  }
  /** After which time a message is delivered once more. */
  again(key: string): number | undefined {
    const chance = this.chance("again", key);
    return this.has("redelivery") && chance.often(0.04) ? chance.pick([0, MINUTE, HOUR, 6 * HOUR, DAY]) : undefined;
  }

  /** Rooms come in any order; in each of them what was said first comes first. */
  order = (list: readonly Heard[], now: number): readonly Heard[] => {
    if (!this.has("reorder") || list.length < 2) return list;
    const rank = (each: Heard): number => this.chance("reorder", each.where.id, now).next();
    return list
      .map((each) => ({ each, rank: rank(each) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ each }) => each);
  };

  /** Another program on the same database does what is due, too. */
  second(now: number): "first" | "after" | undefined {
    const chance = this.chance("second", now);
    return this.has("second") && chance.often(0.15) ? chance.pick(["first", "after"]) : undefined;
  }

  /** When the holidays of the next year are published: as a rule before Christmas, sometimes much later. */
  publication(began: string): string {
    const regular = "2026-12-20";
    const chance = this.chance("calendar");
    if (!this.has("calendar") || began > "2027-02-01" || !chance.often(0.6)) return regular;
    return new Date(Date.parse(began) + chance.between(3, 90) * DAY).toISOString().slice(0, 10);
  }
}
