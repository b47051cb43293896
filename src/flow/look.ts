/* A look-up runs once for everybody who asked: arguments go in as rows, answers come back in the order of the arguments. */

/** The arguments as rows of `json_to_recordset`, each with its place `n`. */
export const numbered = (args: readonly object[]): string => JSON.stringify(args.map((each, n) => ({ ...each, n })));

/** The rows that answer each argument, in the order in which they came. */
export function inOrder<R>(args: readonly unknown[], rows: readonly (R & { n: number })[]): R[][] {
  const found: R[][] = args.map(() => []);
  for (const { n, ...one } of rows) found[n]?.push(one as R);
  return found;
}
