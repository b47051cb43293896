import { type CrashPoint, crashPoints, sharedPoints } from "../../src/crash-points.ts";
import type { Difference } from "./compare.ts";
import { randomFrom } from "../random.ts";
import { total } from "./rows.ts";
import type { Kill, Plan } from "./kept.ts";

type Place = Kill["point"];
type Counts = { kills: number; withServer: number; lost: number; doubledEffects: number; doubledLines: number; repeated: number; unsure: number };

/** After so many kills in one step it is let be, so that it comes to an end. */
const MOST_IN_A_STEP = 2;
/** A point of the next step may be passed in this one, by a program that starts late: after so many kills nothing is armed. */
const MOST_AT_ALL = 6;
/** A point is killed at its first, second or third pass. */
const DEEPEST = 3;

/** What was killed where, and what came of it. Chooses where next: the least visited of the points that are coming. */
export class Tally {
  readonly places = new Map<Place, Counts>();
  /** How often the run that is never killed passes each point, step by step. */
  readonly coming: Map<CrashPoint, number>[] = [];
  readonly #only: readonly CrashPoint[] | undefined;
  readonly chance: () => number;

  readonly #wanted: number;

  /** `wanted`: kills after which only points never visited are killed. */
  constructor(seed: number, wanted: number, only?: readonly CrashPoint[]) {
    this.chance = randomFrom(seed);
    this.#wanted = wanted;
    this.#only = only;
  }

  /** Two points of this step, two of the next, each at some pass. */
  arm(step: number, kills: number, withServer: boolean): ReturnType<Plan["arm"]> {
    if (kills >= MOST_AT_ALL) return { at: "", withServer };
    const here = this.coming[step];
    const open = kills < MOST_IN_A_STEP;
    const points = [
      ...this.#least(step + 1, withServer).filter(([point]) => open || (!here?.has(point) && point !== "start recovered")),
      ...(open ? this.#least(step, withServer) : []),
    ];
    return { at: points.map(([point, pass]) => `${point}:${pass}`).join(","), withServer };
  }

  /** Whether anything is to be killed in this step. A start is passed after every kill: alone it is no reason for one. */
  wants(step: number, withServer: boolean): boolean {
    return this.#least(step, withServer).some(([point]) => point !== "start recovered");
  }

  #least(step: number, withServer: boolean): [CrashPoint, number][] {
    const passes = new Map([...(this.coming[step] ?? []), ["start recovered", 1] as const]);
    const visits = (point: CrashPoint): number => (withServer ? this.of(point).withServer : this.of(point).kills);
    return [...passes]
      .filter(([point]) => this.#only?.includes(point) ?? true)
      .filter(([point]) => this.kills < this.#wanted || !this.of(point).kills)
      .map(([point, times]) => ({ point, times, order: visits(point) + this.chance() }))
      .toSorted((a, b) => a.order - b.order)
      .slice(0, 2)
      .map(({ point, times }) => [point, 1 + Math.floor(this.chance() * Math.min(times, DEEPEST))]);
  }

  of(place: Place): Counts {
    const found = this.places.get(place) ?? { kills: 0, withServer: 0, lost: 0, doubledEffects: 0, doubledLines: 0, repeated: 0, unsure: 0 };
    this.places.set(place, found);
    return found;
  }

  /** What a step with these kills led to counts for each of them: which of several it was nobody can know. */
  add(kills: readonly Kill[], difference: Difference): void {
    for (const { point, withServer } of kills) {
      this.of(point).kills += 1;
      if (withServer) this.of(point).withServer += 1;
    }
    for (const point of new Set(kills.map((each) => each.point)))
      for (const key of ["lost", "doubledEffects", "doubledLines", "repeated", "unsure"] as const) this.of(point)[key] += total(difference[key]);
  }

  get kills(): number {
    return [...this.places.values()].reduce((sum, each) => sum + each.kills, 0);
  }
  get done(): boolean {
    return this.kills >= this.#wanted && (this.#only !== undefined || !this.unvisited.length);
  }
  /** Points of the script where nothing was killed yet. */
  get unvisited(): CrashPoint[] {
    return crashPoints.filter((point) => (this.#only?.includes(point) ?? !sharedPoints.includes(point)) && !this.of(point).kills);
  }

  print(): string {
    const rows = [...crashPoints, "at rest" as const].flatMap((place) => {
      const one = this.of(place);
      return one.kills ? [[place, one.kills, one.withServer, one.lost, one.doubledEffects, one.doubledLines, one.repeated, one.unsure]] : [];
    });
    const head = ["point", "kills", "with the server", "lost", "doubled effects", "doubled lines", "repeated as allowed", "unsure, reported"];
    const widths = head.map((name, n) => Math.max(name.length, ...rows.map((row) => String(row[n]).length)));
    return [head, ...rows]
      .map((row) => row.map((cell, n) => (n ? String(cell).padStart(widths[n] ?? 0) : String(cell).padEnd(widths[n] ?? 0))).join("  "))
      .join("\n");
  }
}
