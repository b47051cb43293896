import { beyond, count, type Rows, total } from "./rows.ts";
import type { Snapshot } from "./snapshot.ts";

/** How a run with kills differs from the one without. */
export type Difference = {
  lost: Rows;
  /** What the database holds once too often. */
  doubledEffects: Rows;
  /** Shown once too often although it was not interrupted between being sent and being marked, or may not be repeated. */
  doubledLines: Rows;
  /** Shown again because it was interrupted there, as it may be. */
  repeated: Rows;
  /** Perhaps not shown; the secretary was told. */
  unsure: Rows;
};

export function differ(killed: Snapshot, never: Snapshot): Difference {
  const doubled = beyond(killed.shown, never.shown);
  const missing = beyond(never.shown, killed.shown);
  const repeated = common(doubled, killed.again);
  const unsure = common(missing, killed.unsure);
  const untold = killed.doubtful > killed.reported ? count(["a line that may not have been shown, and nobody was told"]) : new Map<string, number>();
  return {
    lost: new Map([...beyond(never.effects, killed.effects), ...beyond(missing, unsure), ...untold]),
    doubledEffects: beyond(killed.effects, never.effects),
    doubledLines: beyond(doubled, repeated),
    repeated,
    unsure,
  };
}

/** What came to differ since the last look. */
export const since = (now: Difference, before: Difference | undefined): Difference => ({
  lost: beyond(now.lost, before?.lost ?? new Map()),
  doubledEffects: beyond(now.doubledEffects, before?.doubledEffects ?? new Map()),
  doubledLines: beyond(now.doubledLines, before?.doubledLines ?? new Map()),
  repeated: beyond(now.repeated, before?.repeated ?? new Map()),
  unsure: beyond(now.unsure, before?.unsure ?? new Map()),
});

export const isWrong = (one: Difference): boolean => total(one.lost) + total(one.doubledEffects) + total(one.doubledLines) > 0;

const common = (these: Rows, those: Rows): Rows =>
  new Map([...these].flatMap(([row, times]) => (those.has(row) ? [[row, Math.min(times, those.get(row) ?? 0)] as const] : [])));

/** What is wrong in it, a line each, the first few of each kind. */
export const listed = ({ lost, doubledEffects, doubledLines }: Difference): string =>
  Object.entries({ lost, "doubled effect": doubledEffects, "doubled line": doubledLines })
    .flatMap(([what, rows]) => [...rows].slice(0, 10).map(([row, times]) => `  ${what}${times > 1 ? ` ${times} ×` : ""}: ${row}`))
    .join("\n");
