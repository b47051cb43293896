import type { Occasion } from "../../../src/occasion/index.ts";

/** A chain's rota: `hosts` take turns, one a month, from `start` on; `since` then, if they are others by now. */
export type ThemeRule = { rule: string; time?: string; hosts: number[]; start?: string; since?: string; epoch?: number };

/** What is known of one theme day beside its date and host. `turn` counts the months since the rota began. */
export type ThemeFacts = {
  turn: number;
  /** Every host has one turn in each round, wherever swaps and skips take it. */
  round: string;
  session: Session;
  epoch?: number;
  topic?: string;
  place?: string;
  confirmed_by?: number;
  recap?: { text: string; by: number; media: { kind: string; name: string; hash?: string }[] };
};

/** Three kinds of session in turn: 主题培训, 经验交流, 红色故事会. */
export const SESSIONS = ["training", "exchange", "red_story"] as const;
export type Session = (typeof SESSIONS)[number];

export const factsOf = (one: Pick<Occasion, "facts">): ThemeFacts => one.facts as ThemeFacts;
