/** Rows with how often each is there. */
export type Rows = Map<string, number>;

export function count(rows: Iterable<string>): Rows {
  const counted: Rows = new Map();
  for (const row of rows) counted.set(row, (counted.get(row) ?? 0) + 1);
  return counted;
}

/** What of `these` is not in `those`. */
export function beyond(these: Rows, those: Rows): Rows {
  const rest: Rows = new Map();
  for (const [row, times] of these) {
    const more = times - (those.get(row) ?? 0);
    if (more > 0) rest.set(row, more);
  }
  return rest;
}

export const total = (rows: Rows): number => [...rows.values()].reduce((sum, times) => sum + times, 0);
