import { readFileSync } from "node:fs";

/** What people of every kind said, beside the patterns that were thought of: a file of lines, each what it means, a tab, and the
 *  sentence. Answers the sentences by their meaning. */
export function readSpoken(file: URL): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const pairs = lines.map((line) => line.split("\t") as [meaning: string, text: string]);
  return new Map([...Map.groupBy(pairs, ([meaning]) => meaning)].map(([meaning, said]) => [meaning, said.map(([, text]) => text)]));
}
