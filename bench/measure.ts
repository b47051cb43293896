import { cpus, totalmem } from "node:os";

export const ROUNDS = 5;

/** What one bench found. `ratio` is how many times better ours is than the peer; it must reach `floor`, where one is stated. */
export type Result = {
  name: string;
  /** Of `ours` and `peer`. */
  unit: string;
  ours: number;
  peer: number | null;
  ratio: number | null;
  floor: number | null;
  /** The least and the greatest of the rounds: of the ratio, or of `ours` where there is no peer. */
  spread: [number, number];
  rounds: number;
  machine: string;
  pass: boolean;
  /** What else was seen. */
  notes: Record<string, number | string>;
};

export type Sense = "more is better" | "less is better";

/** Compares rounds that were measured side by side, pair by pair; medians count. */
export function compare(
  name: string,
  unit: string,
  sense: Sense,
  rounds: readonly { ours: number; peer: number }[],
  floor: number,
  notes: Result["notes"] = {},
): Result {
  const ratios = rounds.map(({ ours, peer }) => (sense === "more is better" ? ours / peer : peer / ours));
  const ratio = median(ratios);
  return {
    name,
    unit,
    ours: round(median(rounds.map((each) => each.ours))),
    peer: round(median(rounds.map((each) => each.peer))),
    ratio: round(ratio),
    floor,
    spread: [round(Math.min(...ratios)), round(Math.max(...ratios))],
    rounds: rounds.length,
    machine,
    pass: ratio >= floor,
    notes,
  };
}

/** Something that must not be more than a stated limit: the limit is the peer. */
export const within = (name: string, unit: string, values: readonly number[], limit: number, notes: Result["notes"] = {}): Result =>
  compare(
    name,
    unit,
    "less is better",
    values.map((ours) => ({ ours, peer: limit })),
    1,
    notes,
  );

/** A figure nobody set a limit for. */
export function figure(name: string, unit: string, values: readonly number[], notes: Result["notes"] = {}): Result {
  const spread: [number, number] = [round(Math.min(...values)), round(Math.max(...values))];
  return { name, unit, ours: round(median(values)), peer: null, ratio: null, floor: null, spread, rounds: values.length, machine, pass: true, notes };
}

/** The value that so many of them do not exceed. */
export const percentile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.versions.node}`;
