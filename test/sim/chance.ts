import { randomFrom } from "../random.ts";

/** Numbers of one seed. What they are asked for is part of the seed, so that leaving something out of a simulation does not
 *  change everything else in it. */
export type Chance = {
  /** 0 ≤ number < 1. */
  next(): number;
  /** Whether something happens that happens so often. */
  often(share: number): boolean;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
};

/** The chance of one thing, named by words: `chanceOf(7, "2026-11-23", "刘阿姨")`. */
export function chanceOf(seed: number, ...words: readonly (string | number)[]): Chance {
  const next = randomFrom(hashOf(`${seed} ${words.join(" ")}`));
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    often: (share) => next() < share,
    between,
    pick: (list) => {
      if (!list.length) throw new Error("nothing to pick from");
      return list[between(0, list.length - 1)] as (typeof list)[number];
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
