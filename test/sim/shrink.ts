import { FAULTS } from "./faults.ts";
import type { Town } from "./open-town.ts";
import { HABITS, type Options, type Outcome } from "./simulation.ts";

/** The command that lives exactly this again. */
export const commandOf = ({ seed, days, scale, without }: Options): string =>
  `npm run -s sim -- --seed ${seed} --days ${days} --scale ${scale}${without.size ? ` --without ${[...without].join(",")}` : ""}`;

/** A smaller run in which the same invariant does not hold: no more days than it takes, then without one fault or habit
 *  after the other. */
export async function shrink(town: Town, options: Options, outcome: Outcome, runs: number): Promise<Options> {
  const broken = new Set(outcome.violations.map((each) => each.invariant));
  let smallest: Options = { ...options, days: outcome.days };
  const names = [...FAULTS, ...HABITS.map((each) => each.name)].filter((each) => !options.without.has(each));
  for (const name of names.slice(0, runs)) {
    const smaller = { ...smallest, without: new Set([...smallest.without, name]) };
    const { violations, days } = await town.live(smaller);
    if (violations.some((each) => broken.has(each.invariant))) smallest = { ...smaller, days };
  }
  return smallest;
}
